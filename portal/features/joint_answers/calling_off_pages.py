"""A part is called off, or kept although its agency says that it is not concerned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.features.joint_answers.calling_off import call_off, keep, say_not_concerned
from portal.features.joint_answers.case_part import awaited_parts, declined_parts
from portal.features.joint_answers.queries import WHOLE, Part
from portal.features.joint_answers.shown import part_lines
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate

pages = Pages("office")


def _decline(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    reason = _reason(form, problems)
    return partial(say_not_concerned, reason=reason) if reason else None


def _of_one(
    act: Callable[..., None], offered: Callable[[OpenedCase], list[Part]]
) -> Callable[[OpenedCase, Form, Problems], Act | None]:
    """Return what reads from a form which of the parts on offer to act on, and why."""

    def read(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
        chosen = next((one for one in offered(case) if str(one.id) == form.get("part")), None)
        if chosen is None:
            note_missing(problems, IncompleteError("part"))
        reason = _reason(form, problems)
        if chosen is None or not reason:
            return None
        return partial(act, part_id=chosen.id, reason=reason)

    return read


def _reason(form: Form, problems: Problems) -> str:
    reason = form.get("reason", "").strip()
    if not reason:
        note_missing(problems, IncompleteError("reason"))
    return reason


def _choice(offered: Callable[[OpenedCase], list[Part]]) -> Callable[..., dict[str, Any]]:
    """Return what shows the parts on offer as choices, and what their agencies said."""

    def given(case: OpenedCase, _form: Form) -> dict[str, Any]:
        lines = part_lines(offered(case))
        named = [(str(one.part.id), one.agency.in_(current_language())) for one in lines]
        return {"lines": lines, "parts": named}

    return given


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "call_off_part",
        "retirer-une-partie",
        "call-off-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Partie retirée. La personne et l’organisme en sont avertis."),
        _of_one(call_off, awaited_parts),
        given=_choice(awaited_parts),
        fields=("part", "reason"),
        folder="joint_answers",
    ),
)
add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "keep_part",
        "maintenir-une-partie",
        "keep-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Demande maintenue. L’organisme en est averti."),
        _of_one(keep, declined_parts),
        given=_choice(declined_parts),
        fields=("part", "reason"),
        folder="joint_answers",
    ),
)
add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "decline_part",
        "pas-concerne",
        "not-concerned",
        Permission.DECLINE_PART,
        to_translate("C’est dit. L’organisme qui a la plainte décide."),
        _decline,
        given=lambda case, _form: {"whole": case.file.of(WHOLE)},
        fields=("reason",),
        folder="joint_answers",
    ),
)
