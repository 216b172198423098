"""Another agency that would get a complaint, or a part of it: which are offered, and its dates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.planning import FilingPlan, plan_filing
from portal.complaints.work import complaint_by_number
from portal.domain.complaint import draft_of
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language, gettext, runtime
from portal.pages.office.case import OpenedCase

Choice = tuple[str, str, str | None]


def receivers(case: OpenedCase) -> list[Agency]:
    """Return every other agency that takes complaints, the intake desk apart."""
    portal = runtime()
    excluded = (portal.agencies.intake_desk.code, case.complaint.agency)
    taking = portal.agencies.taking_complaints(portal.now())
    return [agency for agency in taking if agency.code not in excluded]


def choices(case: OpenedCase, agencies: list[Agency]) -> list[Choice]:
    """Return agencies to choose from, those that the finder hears in the story first."""
    suggestions = runtime().suggested(case.complaint.story, case.complaint.language)
    words = {suggestion.agency: ", ".join(suggestion.matched) for suggestion in suggestions}
    language = current_language()
    return [
        (
            agency.code,
            agency.name.in_(language),
            gettext("Proposé pour : %(words)s", words=words[agency.code])
            if words.get(agency.code)
            else None,
        )
        for agency in sorted(agencies, key=lambda agency: agency.code not in words)
    ]


def heard_category(case: OpenedCase, agency: Agency) -> str | None:
    """Return the category of an agency that the finder hears in the story, if it hears one."""
    story, language = case.complaint.story, case.complaint.language
    return runtime().heard_category(agency.code, story, language)


def plan_of(case: OpenedCase, agency: Agency, *, arbitrates: bool = False) -> FilingPlan:
    """Ask an agency what it would promise now; a desk that arbitrates has another time for it."""
    portal = runtime()
    if arbitrates:
        agency = replace(agency, intake=portal.agencies.handing_on.arbitration)
    with portal.reading(current_actor()) as session:
        draft = draft_of(
            complaint_by_number(session, case.complaint.number), heard_category(case, agency)
        )
    return plan_filing(agency, draft, portal.now())


def shown_of(plan: FilingPlan) -> dict[str, Any]:
    """Return what the page shows of the agency that would receive a complaint."""
    return {
        "receiver": plan.agency,
        "category": plan.category,
        "contact_due": plan.clock(ClockKind.FIRST_CONTACT).due,
        "answer_due": plan.clock(ClockKind.ANSWER).due,
    }
