"""Taking the file of one's complaint to another recourse."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.domain.history import EntryKind
from portal.features.ready_file.download import Surroundings, ready_file
from portal.pages.citizen.case_summary import opened_standing
from portal.pages.citizen.contributions import RECOURSES, PagePart
from portal.pages.citizen.followers import follows
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.shown.history_words import ToldWords
from portal.words.catalogue import to_translate

pages = Pages("citizen")


@localized(pages, fr="/suivi/<number>/dossier", en="/follow/<number>/file")
@public
@follows
def own_file(number: str, complaint_id: int) -> ResponseReturnValue:
    """Say what the file holds, and where it can be taken."""
    standing = opened_standing(number, complaint_id)
    return render_template("ready_file/citizen_ready_file.html", standing=standing, number=number)


@localized(pages, fr="/suivi/<number>/dossier", en="/follow/<number>/file", methods=["POST"])
@public
@follows
def take_ready_file(number: str, complaint_id: int) -> ResponseReturnValue:
    """Hand the file out to whoever complained."""
    standing = opened_standing(number, complaint_id)
    around = Surroundings(standing.agency, standing.calendar, standing.path, standing.recourses)
    return ready_file(complainant(complaint_id), number, around, with_reprisals=True)


FOLLOW_PAGE = (
    PagePart(RECOURSES, "ready_file/_own_file.html", lambda _standing: {}),
    ToldWords(EntryKind.READY_FILE_MADE, to_translate("Dossier préparé pour un autre recours")),
)
