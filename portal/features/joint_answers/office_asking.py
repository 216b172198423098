"""An agency is asked for its part, and the request is called off, kept or declined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.planning import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.joint_answers.actions import ask_part, plan_for_part
from portal.features.joint_answers.actions_ending import call_off, keep, say_not_concerned
from portal.features.joint_answers.pages import part_lines, read_words
from portal.features.joint_answers.queries import PARTS, WHOLE, Part
from portal.features.joint_answers.rules import agreed_when_filed, named_in, read_unanswered
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import missing_words, needed_text
from portal.pages.current import current_language, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.actions.receiving import (
    choices,
    reasons_not_offered,
    receivers,
    shown_of,
    why_not_offered,
)
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import AskedElsewhere, asked_elsewhere
from portal.pages.office.case.naming import is_named_meant, note_named, whom_it_may_name
from portal.pages.telling import by_letter
from portal.words.catalogue import to_translate

pages = Pages("office")

Offered = Callable[[OpenedCase], list[Part]]


def asked_parts(case: OpenedCase) -> tuple[Part, ...]:
    """Return the parts of a complaint that other agencies were asked for."""
    return case.file.of(PARTS)


def named_when_filed(case: OpenedCase) -> list[dict[str, Any]]:
    """Return the agencies that the complainant says are concerned too, and that have no part."""
    agencies = runtime().agencies.in_force.agencies
    asked = {code for part in asked_parts(case) for code in (part.agency, part.asked_of)}
    return [
        {
            "code": named.agency,
            "agency": agencies[named.agency].name,
            "about": named.about,
            "read": read_words(named.reads),
        }
        for named in named_in(case.complaint.answers)
        if named.agency in agencies and named.agency not in {*asked, case.complaint.agency}
    ]


def parts_at_agencies(case: OpenedCase) -> dict[str, AskedElsewhere]:
    """Return the parts that were not called off, by the agency that has each."""
    going_on = [part for part in asked_parts(case) if part.ended_at is None]
    return {
        part.agency: AskedElsewhere(part.number, part.is_awaited) for part in reversed(going_on)
    }


def awaited_parts(case: OpenedCase) -> list[Part]:
    """Return the parts that may still be called off: their answers are to come."""
    return [part for part in asked_parts(case) if part.is_awaited]


def declined_parts(case: OpenedCase) -> list[Part]:
    """Return the parts whose agencies say that they are not concerned, until somebody decides."""
    return [part for part in awaited_parts(case) if part.declined is not None]


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agency, asked = _receiving(case, form), needed_text(form, problems, "question").strip()
    if agency is None:
        why = why_not_offered(_asked_already(case), form.get("receiving", ""))
        problems.add("receiving", why or missing_words("part_agency"))
    note_named(whom_it_may_name(case.complaint.number), form, problems, asked)
    if problems or agency is None:
        return None
    asking = partial(ask_part, to=agency, asked=asked, plan=_plan(case, agency, asked))
    return partial(asking, is_naming_meant=is_named_meant(form))


def _asking(case: OpenedCase, form: Form) -> dict[str, Any]:
    named = named_when_filed(case)
    # What the complainant wrote about the agency is no part of an address: it is filled in here.
    fill = next((one["about"] for one in named if one["code"] == form.get("receiving")), "")
    return {
        "receiving": choices(case, _free_agencies(case)),
        "not_offered": reasons_not_offered(_asked_already(case)),
        "asked": form.get("question", fill),
        "named": named,
        "contact_goes": bool(read_unanswered(case.complaint.channel, case.complaint.reply_by)),
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
    asked = _asked_already(case)
    return [agency for agency in receivers(case) if agency.code not in asked]


def _asked_already(case: OpenedCase) -> dict[str, AskedElsewhere]:
    """Return what agencies have still to answer; who answered a part may be asked for another."""
    asked = asked_elsewhere(case)
    return {agency: what for agency, what in asked.items() if what.is_awaited}


def _plan(case: OpenedCase, agency: Agency, asked: str) -> FilingPlan:
    """Ask an agency what it would promise if it had the part now: by what is asked of it alone."""
    portal = runtime()
    category = portal.heard_category(agency.code, asked, case.complaint.language)
    complaint = portal.read(current_actor(), complaint_by_number, case.complaint.number)
    return plan_for_part(portal.agencies, complaint, agency.code, asked, category, portal.now())


def _choose_until(case: OpenedCase) -> date | None:
    promise = runtime().agencies.handing_on.transfer
    return count(case.now, promise.allowance, case.advice.calendar).last_day


def _act_on_one(
    act: Callable[..., None], offered: Offered, case: OpenedCase, form: Form, problems: Problems
) -> Act:
    """Return what acts, for a reason, on the one of the parts on offer that was chosen."""
    chosen = next((part.id for part in offered(case) if str(part.id) == form.get("part")), None)
    if chosen is None:
        problems.add("part", missing_words("part"))
    reason = needed_text(form, problems, "reason")
    note_named(whom_it_may_name(case.complaint.number), form, problems, reason)
    named = {} if act is say_not_concerned else {"is_naming_meant": is_named_meant(form)}
    return partial(act, part_id=chosen, reason=reason, **named)


def _choice(offered: Offered, case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the parts on offer as choices, and what their agencies said."""
    lines = part_lines(offered(case))
    named = [(str(line.part.id), line.agency.in_(current_language())) for line in lines]
    return {"lines": lines, "parts": named}


def _decline(_case: OpenedCase, form: Form, problems: Problems) -> Act:
    return partial(say_not_concerned, reason=needed_text(form, problems, "reason"))


for _page in (
    ActionPage(
        COMPLAINT,
        "ask_part",
        "demander-une-partie",
        "ask-for-a-part",
        Permission.ASK_PART,
        to_translate("Partie demandée."),
        _ask,
        tells=tells_complainant,
        given=_asking,
        preview=_asked_preview,
        fields=("receiving", "question", "named"),
        folder="joint_answers",
    ),
    ActionPage(
        COMPLAINT,
        "call_off_part",
        "retirer-une-partie",
        "call-off-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Partie retirée."),
        partial(_act_on_one, call_off, awaited_parts),
        tells=tells_complainant,
        given=partial(_choice, awaited_parts),
        fields=("part", "reason", "named"),
        folder="joint_answers",
    ),
    ActionPage(
        COMPLAINT,
        "keep_part",
        "maintenir-une-partie",
        "keep-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Demande maintenue."),
        partial(_act_on_one, keep, declined_parts),
        tells=by_letter(to_translate("L’organisme en sera averti par courriel.")),
        given=partial(_choice, declined_parts),
        fields=("part", "reason", "named"),
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
    add_action(pages, _page)
