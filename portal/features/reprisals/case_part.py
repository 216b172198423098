"""Reported reprisals on the office's page of a complaint: what is owed, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.queries.work_list_rows import Row
from portal.domain.confidential import ACT, REPORT
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language
from portal.pages.office.case.contributions import (
    CasePart,
    Facts,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import PROMISED, Tag, worded
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words


def protection_name(case: OpenedCase) -> str:
    """Return what the next thing that the head does about reported reprisals is called."""
    clock = case.confidential_clock
    if clock is None or clock.kind == ClockKind.REPRISAL_FIRST_ACT:
        return gettext("Noter le premier geste")
    length = allowance_words(Allowance.parse(clock.allowance), current_language())
    return gettext("Noter le suivi après %(length)s", length=length)


def case_tag(case: OpenedCase) -> Tag | None:
    """Return what marks the page of a complaint whose complainant reported reprisals."""
    return _tag() if case.confidential_clock is not None else None


def row_mark(row: Row, agency: str) -> Tag | None:
    """Return what marks such a complaint in the work list, for whoever may know of it."""
    is_told = may(current_actor(), Permission.SEE_REPRISALS, agency)
    return _tag() if row.reprisal_due_at is not None and is_told else None


def _tag() -> Tag:
    return Tag(gettext("Représailles signalées"), "late")


def _notice(case: OpenedCase) -> Mapping[str, Any] | None:
    clock = case.confidential_clock
    return {"clock": clock, "protection": protection_name(case)} if clock is not None else None


def _reported(case: OpenedCase, _facts: Facts) -> str | None:
    if case.may(Permission.PROTECT):
        return None
    return gettext(
        "Seules la personne qui dirige le service et la plus haute autorité lisent le texte."
    )


def _acted(_case: OpenedCase, facts: Facts) -> str:
    """Return what was done for whoever reported reprisals, in time or not."""
    what = worded(PROMISED, facts["clock"])
    return what if facts["in_time"] else gettext("%(what)s, en retard", what=what)


OFFERS = (
    Offer(
        "protect",
        protection_name,
        Permission.PROTECT,
        lambda case: case.confidential_clock is not None,
    ),
    Offer(
        "report_reprisals",
        to_translate("Noter un signalement de représailles"),
        Permission.NOTE,
    ),
)
PARTS = (CasePart("reprisals", Place.NOTICES, "reprisals/_reprisals.html", _notice),)
HISTORY = (
    HistoryEntry(EntryKind.REPRISAL_FLAGGED, to_translate("Représailles signalées"), _reported),
    HistoryEntry(EntryKind.REPRISAL_ACTED, to_translate("Geste contre les représailles"), _acted),
)
HISTORY_TEXTS = (
    HistoryText(REPORT, "in", is_exchange=True, waits_elsewhere=True),
    HistoryText(ACT, "note", waits_elsewhere=True),
)
