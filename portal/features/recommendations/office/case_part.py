"""Recommendations on pages that all share: of a complaint, and of the top authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.auth.sign_in import current_actor
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.recommendations.office.words import STEPS, state_tag
from portal.features.recommendations.queries import mentioned_in, refused_recommendations
from portal.pages.current import runtime
from portal.pages.office.case.contributions import CasePart, Facts, HistoryEntry, Offer, Place
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.list_parts import ToDecide
from portal.pages.office.wording import Tag, worded
from portal.pages.texts import gettext, ngettext
from portal.words.catalogue import to_translate


@dataclass(frozen=True, slots=True)
class MentionedInCase:
    """A recommendation as the page of a complaint mentions it, in words."""

    id: int
    title: str
    tag: Tag


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the recommendations that gather a complaint, for whoever may see them."""
    if not case.may(Permission.SEE_RECOMMENDATIONS):
        return None
    with runtime().reading(current_actor()) as session:
        found = mentioned_in(session, case.complaint.id)
    shown = [MentionedInCase(one.id, one.title, state_tag(one.state)) for one in found]
    return {"recommendations": shown} if shown else None


def to_decide(session: Session, agency: str) -> ToDecide | None:
    """Return the refusals that the top authority of an agency has to settle."""
    refused = refused_recommendations(session, agency)
    if not refused:
        return None
    words = ngettext(
        "%(num)s recommandation refusée attend votre décision",
        "%(num)s recommandations refusées attendent votre décision",
        len(refused),
    )
    return ToDecide(words, "recommendations/_refused_recommendations.html", refused)


def _moved(_case: OpenedCase, facts: Facts) -> str:
    number, what = facts["recommendation"], worded(STEPS, facts["step"])
    return gettext("Recommandation %(number)s : %(what)s.", number=number, what=what)


def _wished(_case: OpenedCase, facts: Facts) -> str:
    return gettext("Oui") if facts["wishes"] else gettext("Non")


OFFERS = (Offer("recommend", to_translate("Recommander un changement"), Permission.RECOMMEND),)
PARTS = (
    CasePart("recommendations", Place.BESIDE, "recommendations/_recommendations.html", _shown),
    CasePart(
        "recommendations", Place.ANSWER, "recommendations/_tells_recommendations.html", _shown
    ),
)
HISTORY = (
    HistoryEntry(EntryKind.RECOMMENDED, to_translate("Recommandation envoyée"), _moved),
    HistoryEntry(
        EntryKind.RECOMMENDATION_MOVED, to_translate("Suite d’une recommandation"), _moved
    ),
    HistoryEntry(
        EntryKind.NEWS_WISHED, to_translate("Choix d’être averti de la correction"), _wished
    ),
)
