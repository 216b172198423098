"""What may be done with a complaint: one page for each action, and what several of them ask for.

A person or a category is chosen alike by whatever action needs one; so is another agency, in
`receiving`.
"""

from __future__ import annotations

from functools import partial

from flask import url_for

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.handling import casework
from portal.domain.errors import IncompleteError, NobodyComplainsError
from portal.domain.permissions import WITH_A_PERSON
from portal.domain.typed import is_whole_number
from portal.pages.actions.engine import Act, ActionPage, Subject
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import Problems
from portal.pages.office.case import OpenedCase, opened_case, others_here
from portal.pages.office.case.outgoing import returned_form
from portal.pages.office.case.timeline import lines_since
from portal.pages.telling import complainant_told


def _refuse_without_person(case: OpenedCase, page: ActionPage[OpenedCase]) -> None:
    """Raise NobodyComplainsError for a page about whoever complains, where nobody does."""
    if case.is_own_motion and (page.with_person or page.permission in WITH_A_PERSON):
        raise NobodyComplainsError


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
    refuse=_refuse_without_person,
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
