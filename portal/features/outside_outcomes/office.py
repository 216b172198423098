"""The head of the service makes a link for an outside body, and sees what was told by it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import url_for

from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.domain.conclusion import JUDGED
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.outside_outcomes.actions import make_link
from portal.features.outside_outcomes.citizen import BODY_FIELD, shown_links, told_words
from portal.features.outside_outcomes.queries import links_of
from portal.features.outside_outcomes.rules import (
    OutsideLinkMade,
    OutsideOutcomeTold,
    outside_bodies,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import HistoryEntry, Offer, Stage
from portal.words.catalogue import to_translate

pages = Pages("office")


def _may_make(case: OpenedCase) -> bool:
    return Status(case.complaint.status) in JUDGED and bool(outside_bodies(case.advice.recourses))


def _make(_case: OpenedCase, form: Form, _problems: Problems) -> Act | None:
    return partial(make_link, body=form.get(BODY_FIELD, ""))


def _given(case: OpenedCase, _form: Form) -> dict[str, Any]:
    links = runtime().read(PORTAL, links_of, case.complaint.id)
    language = current_language()
    return {
        "links": shown_links(case.complaint.number, links),
        "bodies": [
            (code, name.in_(language))
            for code, name in outside_bodies(case.advice.recourses).items()
        ],
        "field": BODY_FIELD,
    }


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "outside_link",
        "issue-exterieure",
        "outside-outcome",
        Permission.ASK_OUTCOME,
        to_translate("Le lien est prêt : copiez-le dans votre lettre à l’organisme."),
        _make,
        given=_given,
        fields=(BODY_FIELD,),
        folder="outside_outcomes",
        with_person=True,
        then=lambda case, _: url_for(
            "office.outside_link", agency=case.complaint.agency, number=case.complaint.number
        ),
    ),
)


def _made(_case: OpenedCase, entry: OutsideLinkMade) -> str:
    return gettext("Pour : %(body)s.", body=entry.name.in_(current_language()))


def _told(_case: OpenedCase, entry: OutsideOutcomeTold) -> str:
    return told_words(entry)


ADDS = (
    Offer(
        "outside_link",
        to_translate("Lien pour l’issue chez un organisme extérieur"),
        Permission.ASK_OUTCOME,
        _may_make,
        rank=245,
        stage=Stage.ANSWER,
        with_person=True,
    ),
    MissingWords("outside_body", BODY_FIELD, to_translate("Choisissez l’organisme")),
    HistoryEntry(
        EntryKind.OUTSIDE_LINK_MADE,
        to_translate("Lien fait pour un organisme extérieur"),
        _made,
    ),
    HistoryEntry(
        EntryKind.OUTSIDE_OUTCOME_TOLD,
        to_translate("Issue chez un organisme extérieur"),
        _told,
    ),
)
