"""Which agencies a complaint may be handed to, and what each would promise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.complaints.work import draft_by_number
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language, runtime
from portal.pages.office.case.opened import OpenedCase
from portal.pages.shown.agency import suggested_category
from portal.pages.texts import gettext

Choice = tuple[str, str, str | None]


def receivers(case: OpenedCase) -> list[Agency]:
    """Return every other agency that takes complaints, the intake desk apart."""
    portal = runtime()
    desk = portal.agencies.intake_desk.code
    taking = portal.agencies.taking_complaints(portal.now())
    return [agency for agency in taking if agency.code not in (desk, case.complaint.agency)]


def choices(case: OpenedCase, agencies: list[Agency]) -> list[Choice]:
    """Return agencies to choose from, those that the finder hears in the story first."""
    suggestions = runtime().suggested(case.complaint.story, case.complaint.language)
    words = {suggestion.agency: ", ".join(suggestion.matched) for suggestion in suggestions}
    ordered = sorted(agencies, key=lambda agency: agency.code not in words)
    return [_choice(agency, words.get(agency.code)) for agency in ordered]


def heard_category(case: OpenedCase, agency: Agency) -> str | None:
    """Return the category of an agency that the finder hears in the story, if it hears one."""
    return suggested_category(agency.code, case.complaint.story, case.complaint.language)


def plan_of(case: OpenedCase, agency: Agency, *, arbitrates: bool = False) -> FilingPlan:
    """Ask an agency what it would promise now; a desk that arbitrates has another time for it."""
    portal = runtime()
    if arbitrates:
        agency = replace(agency, intake=portal.agencies.handing_on.arbitration)
    with portal.reading(current_actor()) as session:
        draft = draft_by_number(session, case.complaint.number, heard_category(case, agency))
    return plan_filing(agency, draft, portal.now())


def shown_of(plan: FilingPlan) -> dict[str, Any]:
    """Return what the page shows of the agency that would receive a complaint."""
    return {
        "receiver": plan.agency,
        "category": plan.category,
        "contact_due": plan.clock(ClockKind.FIRST_CONTACT).due,
        "answer_due": plan.clock(ClockKind.ANSWER).due,
    }


def _choice(agency: Agency, words: str | None) -> Choice:
    hint = gettext("Proposé pour : %(words)s", words=words) if words else None
    return agency.code, agency.name.in_(current_language()), hint
