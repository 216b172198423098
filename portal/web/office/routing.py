"""The intake desk hands a complaint to the agency that can answer it."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.db.facts import draft_of
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.services.planning import FilingPlan, plan_filing
from portal.services.transfers import route_complaint
from portal.services.work import complaint_by_number
from portal.web.current import current_language, runtime
from portal.web.forms import Problems
from portal.web.office.action_pages import Act, ActionPage, Form, add_action
from portal.web.office.missing import note_missing
from portal.web.office.opened import OpenedCase
from portal.web.texts import gettext
from portal.words.catalogue import to_translate


def _route(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    _refuse_elsewhere(case)
    agency = _receiving(form.get("receiving", ""))
    if agency is None:
        problems.add("receiving", gettext("Choisissez l’organisme qui répondra"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems or agency is None:
        return None
    plan = _plan(case, agency)
    return partial(route_complaint, plan=plan, reason=form["reason"].strip())


def _refuse_elsewhere(case: OpenedCase) -> None:
    if case.complaint.agency != runtime().agencies.intake_desk.code:
        raise NotAllowedError(Permission.ROUTE)


def _receiving(value: str) -> Agency | None:
    return next((agency for agency in _others() if agency.code == value), None)


def _others() -> list[Agency]:
    portal = runtime()
    desk = portal.agencies.intake_desk.code
    return [one for one in portal.agencies.taking_complaints(portal.now()) if one.code != desk]


def _plan(case: OpenedCase, agency: Agency) -> FilingPlan:
    """Ask the receiving agency, with the category that the finder hears in the story."""
    portal = runtime()
    heard = portal.suggested(case.complaint.story, case.complaint.language)
    category = next((one.category for one in heard if one.agency == agency.code), None)
    with portal.reading(current_actor()) as session:
        draft = draft_of(complaint_by_number(session, case.complaint.number), category)
    return plan_filing(agency, draft, portal.now())


def _agencies(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the agencies, those that the finder hears in the story first."""
    _refuse_elsewhere(case)
    heard = runtime().suggested(case.complaint.story, case.complaint.language)
    words = {one.agency: ", ".join(one.matched) for one in heard}
    agencies = sorted(_others(), key=lambda agency: agency.code not in words)
    return {"receiving": [_choice(agency, words.get(agency.code)) for agency in agencies]}


def _choice(agency: Agency, heard: str | None) -> tuple[str, str, str | None]:
    hint = gettext("Proposé pour : %(words)s", words=heard) if heard else None
    return agency.code, agency.name.in_(current_language()), hint


def _preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    agency = _receiving(form["receiving"])
    assert agency is not None
    plan = _plan(case, agency)
    return {
        "receiver": plan.agency,
        "category": plan.category,
        "contact_due": plan.clock(ClockKind.FIRST_CONTACT).due,
        "answer_due": plan.clock(ClockKind.ANSWER).due,
    }


add_action(
    ActionPage(
        "route",
        "remettre",
        "route",
        Permission.ROUTE,
        to_translate("Plainte remise à l’organisme. La personne en est avertie."),
        _route,
        given=_agencies,
        preview=_preview,
        fields=("receiving", "reason"),
        back_to="office.worklist",
    )
)
