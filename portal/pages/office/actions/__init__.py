"""What may be done with a complaint: one page for each action, and what several of them ask for.

A person, a category or another agency is chosen alike by whatever action needs one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import url_for

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.handling import casework
from portal.complaints.planning import FilingPlan, plan_filing
from portal.complaints.work import complaint_by_number
from portal.domain.complaint import draft_of
from portal.domain.errors import IncompleteError
from portal.domain.time.clock import ClockKind
from portal.domain.typed import is_whole_number
from portal.pages.actions.engine import Act, Subject
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import Problems
from portal.pages.office.case import OpenedCase, opened_case, others_here
from portal.pages.office.case.outgoing import returned_form
from portal.pages.office.case.timeline import lines_since
from portal.pages.telling import complainant_told

Choice = tuple[str, str, str | None]

COMPLAINT: Subject[OpenedCase] = Subject(
    fr="/gestion/<agency>/plaintes/<number>",
    en="/office/<agency>/complaints/<number>",
    opened=opened_case,
    change=lambda case, act, seen: runtime().change(
        current_actor(), case.complaint.number, act, seen
    ),
    url=lambda case: url_for(
        "office.case", agency=case.complaint.agency, number=case.complaint.number
    ),
    shared=lambda case: {"case": case, "agency": case.agency, "others": others_here(case)},
    version=lambda case: case.complaint.version,
    done_since=lines_since,
    typed_before=returned_form,
)


def tells_complainant(case: OpenedCase) -> str:
    """Return how the complainant learns of what is done with their complaint."""
    return complainant_told(case.reached_by)


def assigning(chosen: str, problems: Problems) -> Act | None:
    """Return what assigns complaints to whoever was chosen, or note that nobody was."""
    if is_whole_number(chosen):
        return partial(casework.assign, user_id=int(chosen))
    note_missing(problems, IncompleteError("assignee"))
    return None


def reclassifying(agency: Agency, chosen: str, problems: Problems) -> Act | None:
    """Return what gives complaints the category that was chosen, or note that none was."""
    consultation = agency.consult()
    if chosen in {category.code for category in consultation.categories()}:
        return partial(casework.reclassify, category=consultation.category(chosen))
    problems.add("category", gettext("Choisissez une catégorie"))
    return None


def category_choices(agency: Agency) -> list[tuple[str, str]]:
    """Return the categories of an agency to choose from, with their names."""
    language, offered = current_language(), agency.consult().categories()
    return [(category.code, category.name.in_(language)) for category in offered]


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
