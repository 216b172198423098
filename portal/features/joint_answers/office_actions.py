"""Asking another agency for a part of a complaint; calling a part off, keeping it, declining it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.joint_answers.actions import ask_part, plan_for_part
from portal.features.joint_answers.actions_ending import call_off, keep, say_not_concerned
from portal.features.joint_answers.office import awaited_parts, declined_parts, named_when_filed
from portal.features.joint_answers.pages import part_lines, read_words
from portal.features.joint_answers.queries import WHOLE, Part
from portal.features.joint_answers.rules import agreed_when_filed
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.actions.receiving import choices, receivers, shown_of
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate

pages = Pages("office")

Offered = Callable[[OpenedCase], list[Part]]


# Asking for a part.


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agency, asked = _receiving(case, form), form.get("question", "").strip()
    if agency is None:
        note_missing(problems, IncompleteError("part_agency"))
    if not asked:
        note_missing(problems, IncompleteError("question"))
    if problems or agency is None:
        return None
    return partial(ask_part, to=agency, asked=asked, plan=_plan(case, agency, asked))


def _asking(case: OpenedCase, form: Form) -> dict[str, Any]:
    named = named_when_filed(case)
    # What the complainant wrote about the agency is no part of an address: it is filled in here.
    fill = named.about if named is not None and named.code == form.get("receiving") else ""
    return {
        "receiving": choices(case, _free_agencies(case)),
        "asked": form.get("question", fill),
        "named": named,
        "choose_until": _choose_until(case),
    }


def _asked_preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    agency, asked = _receiving(case, form), form["question"].strip()
    assert agency is not None
    chosen = agreed_when_filed(case.complaint.answers, agency.code)
    answer = case.first_promise or case.answer_clock
    return {
        **shown_of(_plan(case, agency, asked)),
        "asked": asked,
        "read": None if chosen is None else read_words(chosen),
        "own_day": answer.last_day if answer is not None else None,
        "choose_until": _choose_until(case),
    }


def _receiving(case: OpenedCase, form: Form) -> Agency | None:
    free = _free_agencies(case)
    return next((agency for agency in free if agency.code == form.get("receiving")), None)


def _free_agencies(case: OpenedCase) -> list[Agency]:
    """Return the agencies from which nothing is awaited yet."""
    awaited = {part.agency for part in awaited_parts(case)}
    return [agency for agency in receivers(case) if agency.code not in awaited]


def _plan(case: OpenedCase, agency: Agency, asked: str) -> FilingPlan:
    """Ask an agency what it would promise if it had the part now: by what is asked of it alone."""
    portal = runtime()
    suggested = portal.suggested(asked, case.complaint.language)
    category = next((one.category for one in suggested if one.agency == agency.code), None)
    with portal.reading(current_actor()) as session:
        complaint = complaint_by_number(session, case.complaint.number)
    now = portal.now()
    return plan_for_part(portal.agencies, complaint, agency.code, asked, category, now)


def _choose_until(case: OpenedCase) -> date | None:
    promise = runtime().agencies.handing_on.transfer
    return count(case.now, promise.allowance, case.advice.calendar).last_day


# Calling one off, keeping it, declining it.


def _act_on_one(
    act: Callable[..., None], offered: Offered
) -> Callable[[OpenedCase, Form, Problems], Act | None]:
    """Return what reads from a form which of the parts on offer to act on, and why."""

    def read(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
        chosen = next((part for part in offered(case) if str(part.id) == form.get("part")), None)
        if chosen is None:
            note_missing(problems, IncompleteError("part"))
        reason = _reason(form, problems)
        if chosen is None or not reason:
            return None
        return partial(act, part_id=chosen.id, reason=reason)

    return read


def _choice(offered: Offered) -> Callable[[OpenedCase, Form], dict[str, Any]]:
    """Return what shows the parts on offer as choices, and what their agencies said."""

    def given(case: OpenedCase, _form: Form) -> dict[str, Any]:
        lines = part_lines(offered(case))
        named = [(str(line.part.id), line.agency.in_(current_language())) for line in lines]
        return {"lines": lines, "parts": named}

    return given


def _decline(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    reason = _reason(form, problems)
    return partial(say_not_concerned, reason=reason) if reason else None


def _reason(form: Form, problems: Problems) -> str:
    reason = form.get("reason", "").strip()
    if not reason:
        note_missing(problems, IncompleteError("reason"))
    return reason


for page in (
    ActionPage(
        COMPLAINT,
        "ask_part",
        "demander-une-partie",
        "ask-for-a-part",
        Permission.ASK_PART,
        to_translate("Partie demandée. La personne en est avertie."),
        _ask,
        given=_asking,
        preview=_asked_preview,
        fields=("receiving", "question"),
        folder="joint_answers",
    ),
    ActionPage(
        COMPLAINT,
        "call_off_part",
        "retirer-une-partie",
        "call-off-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Partie retirée. La personne et l’organisme en sont avertis."),
        _act_on_one(call_off, awaited_parts),
        given=_choice(awaited_parts),
        fields=("part", "reason"),
        folder="joint_answers",
    ),
    ActionPage(
        COMPLAINT,
        "keep_part",
        "maintenir-une-partie",
        "keep-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Demande maintenue. L’organisme en est averti."),
        _act_on_one(keep, declined_parts),
        given=_choice(declined_parts),
        fields=("part", "reason"),
        folder="joint_answers",
    ),
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
):
    add_action(pages, page)
