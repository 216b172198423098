"""Whose turn it is once the top authority was asked: it decides, and the service answers."""

from __future__ import annotations

from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.pages.current import gettext
from portal.pages.office.case import OpenedCase

_TURNS = frozenset(
    {
        *(EntryKind.PASSED_TO_TOP, EntryKind.DECIDED, EntryKind.ANSWERED, EntryKind.REOPENED),
        *(EntryKind.REVIEW_ASKED, EntryKind.ROUTED, EntryKind.SUCCEEDED),
    }
)
"""After these it is somebody else's turn, or another answer is awaited."""


def with_top(case: OpenedCase) -> str | None:
    """Return the task of whoever reads; None unless the top was asked, and its answer is awaited.

    While the time stands still, or waits for the file, that comes first.
    """
    if case.waits_for_file or case.is_stopped:
        return None
    turns = (entry.kind for entry in reversed(case.file.entries) if entry.kind in _TURNS)
    words = {EntryKind.PASSED_TO_TOP.value: _asked, EntryKind.DECIDED.value: _decided}
    task = words.get(next(turns, ""))
    return task(case) if task else None


def _asked(case: OpenedCase) -> str:
    if case.may(Permission.DECIDE):
        return gettext("Décider de la question posée. Le service des plaintes répond ensuite.")
    return (
        gettext("Attendre la décision de la plus haute autorité, puis répondre à la personne.")
        if case.may(Permission.PASS_UP)
        else gettext("Rien pour vous : la plus haute autorité doit décider.")
    )


def _decided(case: OpenedCase) -> str:
    return (
        gettext("Répondre à la personne selon la décision de la plus haute autorité.")
        if case.may(Permission.PASS_UP)
        else gettext("Rien pour vous : le service des plaintes répond selon la décision.")
    )
