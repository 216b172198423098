"""A complaint as what something is done with: where its actions lie, and what all of them show."""

from __future__ import annotations

from flask import url_for

from portal.auth.sign_in import current_actor
from portal.pages.actions.engine import Subject
from portal.pages.current import runtime
from portal.pages.office.case.opened import OpenedCase, opened_case, others_here
from portal.pages.office.case.outgoing import returned_form
from portal.pages.office.case.timeline import lines_since

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
