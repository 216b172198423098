"""An officer asks another agency for a part of a complaint, and keeps the rest."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.joint_answers.asking import agreed_when_filed, ask_part, plan_for_part
from portal.features.joint_answers.case_part import named_when_filed
from portal.features.joint_answers.queries import PARTS
from portal.features.joint_answers.shown import read_words
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.actions.receiving import choices, receivers, shown_of
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate

pages = Pages("office")


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agency, asked = _receiving(case, form), form.get("question", "").strip()
    if agency is None:
        note_missing(problems, IncompleteError("part_agency"))
    if not asked:
        note_missing(problems, IncompleteError("question"))
    if problems or agency is None:
        return None
    return partial(ask_part, to=agency, asked=asked, plan=_plan(case, agency, asked))


def _offered(case: OpenedCase) -> list[Agency]:
    """Return the agencies from which nothing is awaited yet."""
    awaited = {one.agency for one in case.file.of(PARTS) if one.is_awaited}
    return [one for one in receivers(case) if one.code not in awaited]


def _receiving(case: OpenedCase, form: Form) -> Agency | None:
    return next((one for one in _offered(case) if one.code == form.get("receiving")), None)


def _given(case: OpenedCase, form: Form) -> dict[str, Any]:
    named = named_when_filed(case)
    # What the complainant wrote about the agency is no part of an address: it is filled in here.
    fill = named.about if named is not None and named.code == form.get("receiving") else ""
    return {
        "receiving": choices(case, _offered(case)),
        "asked": form.get("question", fill),
        "named": named,
        "choose_until": _choose_until(case),
    }


def _preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    agency = _receiving(case, form)
    assert agency is not None
    chosen = agreed_when_filed(case.complaint.answers, agency.code)
    answer = case.first_promise or case.answer_clock
    return {
        **shown_of(_plan(case, agency, form["question"].strip())),
        "asked": form["question"].strip(),
        "read": None if chosen is None else read_words(chosen),
        "own_day": answer.last_day if answer is not None else None,
        "choose_until": _choose_until(case),
    }


def _plan(case: OpenedCase, agency: Agency, asked: str) -> FilingPlan:
    """Ask an agency what it would promise if it had the part now: by what is asked of it alone."""
    portal = runtime()
    heard = portal.suggested(asked, case.complaint.language)
    category = next((one.category for one in heard if one.agency == agency.code), None)
    with portal.reading(current_actor()) as session:
        complaint = complaint_by_number(session, case.complaint.number)
    told = (agency.code, asked, category)
    return plan_for_part(portal.agencies, complaint, *told, portal.now())


def _choose_until(case: OpenedCase) -> Any:
    promise = runtime().agencies.handing_on.transfer
    return count(case.now, promise.allowance, case.advice.calendar).last_day


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "ask_part",
        "demander-une-partie",
        "ask-for-a-part",
        Permission.ASK_PART,
        to_translate("Partie demandée. La personne en est avertie."),
        _ask,
        given=_given,
        preview=_preview,
        fields=("receiving", "question"),
        folder="joint_answers",
    ),
)
