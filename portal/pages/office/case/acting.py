"""A complaint as what something is done with: where its actions lie, and who else is at it.

What can be done with one or with several is read from a form alike.
"""

from __future__ import annotations

from functools import partial

from flask import url_for
from flask_login import current_user

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.handling import casework
from portal.complaints.queries.accounts import Present, others_present
from portal.domain.errors import IncompleteError
from portal.pages.actions.engine import Act, Subject
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.office.case.opened import OpenedCase, opened_case
from portal.pages.office.case.outgoing import returned_form
from portal.pages.office.case.timeline import lines_since
from portal.pages.texts import gettext, ngettext

_READING = frozenset({"case", "document", "letter", "ready_file"})
"""What people open to read; anything else they open to do something."""


def others_here(case: OpenedCase) -> list[str]:
    """Return a sentence for everybody else who opened the complaint a moment ago."""
    with runtime().reading(current_actor()) as session:
        present = others_present(session, case.complaint.id, current_user.user_id, case.now)
    return [_sentence(person, case) for person in present]


def _sentence(person: Present, case: OpenedCase) -> str:
    minutes = int((case.now - person.at).total_seconds() // 60)
    when = (
        ngettext("il y a %(num)s minute", "il y a %(num)s minutes", minutes)
        if minutes
        else gettext("à l’instant")
    )
    if person.what in _READING:
        return gettext("%(name)s lit aussi cette plainte (%(when)s).", name=person.name, when=when)
    return gettext(
        "%(name)s travaille aussi à cette plainte (%(when)s).", name=person.name, when=when
    )


def assigning(chosen: str, problems: Problems) -> Act | None:
    """Return what assigns complaints to whoever was chosen, or note that nobody was."""
    if chosen.isdecimal():
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
    language = current_language()
    offered = agency.consult().categories()
    return [(category.code, category.name.in_(language)) for category in offered]


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
