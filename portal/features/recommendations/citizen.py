"""What a complaint leads to: shown once the answer told of it, and told later to who wishes so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.queries.followed import Followed
from portal.domain.actor import complainant
from portal.features.recommendations.news import wish_for_news as keep_wish
from portal.features.recommendations.news_queries import told_recommendations
from portal.features.recommendations.rules import State
from portal.pages.citizen.followers import follows
from portal.pages.current import runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD = "nouvelles"

# A refusal is the agency's own affair until its top authority has the last word.
STATES: dict[State, str] = {
    State.SENT: to_translate("L’organisme l’étudie."),
    State.REFUSED: to_translate("L’organisme l’étudie."),
    State.ACCEPTED: to_translate("Elle est acceptée."),
    State.DONE: to_translate("Elle est exécutée, et une autre personne le vérifie."),
    State.VERIFIED: to_translate("Elle est exécutée, et une autre personne l’a vérifié."),
    State.NOT_FOLLOWED: to_translate("L’organisme a décidé de ne pas la suivre."),
}


@dataclass(frozen=True, slots=True)
class ShownRecommendation:
    """A recommendation as its complainant sees it."""

    made_at: datetime
    words: str
    by: date | None


def recommendations_shown(complaint: Followed) -> list[ShownRecommendation]:
    """Return the recommendations that an answer told of, in the complainant's words."""
    if complaint.answered_at is None:
        return []
    with runtime().reading(complainant(complaint.id)) as session:
        told = told_recommendations(session, complaint.id)
    return [ShownRecommendation(one.made_at, gettext(STATES[one.state]), one.by) for one in told]


@localized(pages, fr="/suivi/<number>/nouvelles", en="/follow/<number>/news", methods=["POST"])
@public
@follows
def wish_for_news(number: str, complaint_id: int) -> ResponseReturnValue:
    """Keep whether the complainant wants to know once the cause is corrected."""
    wishes = FIELD in request.form
    act = partial(keep_wish, wishes=wishes)
    runtime().change(complainant(complaint_id), number, act)
    flash(
        gettext("C’est noté : on vous dira quand la cause est corrigée.")
        if wishes
        else gettext("C’est noté : on ne vous écrira pas à ce sujet.")
    )
    return redirect(url_for(".followed", number=number), 303)
