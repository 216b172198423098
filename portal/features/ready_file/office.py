"""Making the file of a complaint ready for another recourse."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.ready_file.download import Surroundings, ready_file
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.case.contributions import HistoryEntry, Offer
from portal.pages.office.case.opened import opened_case
from portal.words.catalogue import to_translate

pages = Pages("office")

_FR = "/gestion/<agency>/plaintes/<number>/dossier"
_EN = "/office/<agency>/complaints/<number>/file"


@localized(pages, fr=_FR, en=_EN, endpoint="ready_file")
@requires(Permission.READY_FILE, agency_from="agency")
def explain_ready_file(agency: str, number: str) -> ResponseReturnValue:
    """Say what the file holds and what stays out of it."""
    case = opened_case(agency, number, "ready_file")
    return render_template("ready_file/office_ready_file.html", case=case, agency=case.agency)


@localized(pages, fr=_FR, en=_EN, methods=("POST",), endpoint="make_ready_file")
@requires(Permission.READY_FILE, agency_from="agency")
def make_ready_file(agency: str, number: str) -> ResponseReturnValue:
    """Hand the file out; what was reported of reprisals is not in it."""
    case = opened_case(agency, number, "ready_file")
    around = Surroundings(case.agency, case.advice.calendar, case.path, case.advice.recourses)
    return ready_file(current_actor(), number, around, with_reprisals=False)


CASE_PAGE = (
    Offer(
        "ready_file",
        to_translate("Préparer le dossier pour un autre recours"),
        Permission.READY_FILE,
        rank=240,
    ),
    HistoryEntry(EntryKind.READY_FILE_MADE, to_translate("Dossier préparé pour un autre recours")),
)
