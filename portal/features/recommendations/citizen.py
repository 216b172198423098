"""What a complaint leads to: shown once the answer told of it, and told later to who wishes so.

The page of whoever complained says what it leads to, and asks whether they want the news of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy, Status
from portal.domain.history import EntryKind
from portal.features.recommendations import actions
from portal.features.recommendations.queries import TOLD_RECOMMENDATIONS
from portal.features.recommendations.rules import NewsWished, State
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import (
    BELOW_CONCLUSIONS,
    CORRECTION,
    ConsentsGiven,
    GivenConsent,
    PagePart,
)
from portal.pages.citizen.follow import follows
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.pages.shown.history_words import Around, ToldWords
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
    State.KEPT_OUT: to_translate("Elle est à faire à une autre personne de l’organisme."),
}


@localized(pages, fr="/suivi/<number>/nouvelles", en="/follow/<number>/news", methods=["POST"])
@public
@follows
def wish_for_news(number: str, complaint_id: int) -> ResponseReturnValue:
    """Keep whether the complainant wants to know once the cause is corrected."""
    wishes = FIELD in request.form
    act = partial(actions.wish_for_news, wishes=wishes)
    runtime().change(complainant(complaint_id), number, act)
    flash(
        gettext("C’est noté : on vous dira quand la cause est corrigée.")
        if wishes
        else gettext("C’est noté : on ne vous écrira pas à ce sujet.")
    )
    return redirect(url_for(".followed", number=number), 303)


def _recommended(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return the recommendations that an answer told of, in the complainant's words."""
    complaint = summary.complaint
    if complaint.answered_at is None:
        return None
    told = complaint.of(TOLD_RECOMMENDATIONS)
    shown = [(change, gettext(STATES[change.state])) for change in told]
    return {"recommendations": shown} if shown else None


def _news(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return what was chosen of the news, where there may be some and a way to tell it."""
    complaint = summary.complaint
    is_answered = complaint.last_text(EntryKind.ANSWERED) is not None
    may_be_told = complaint.contact.reply_by is not ReplyBy.NONE
    is_without_cause = summary.status is Status.WITHDRAWN or summary.is_undisputed
    return {} if is_answered and may_be_told and not is_without_cause else None


def _wished(entry: NewsWished, _around: Around) -> str:
    if entry.wishes:
        return gettext("Vous voulez savoir quand la cause sera corrigée.")
    return gettext("Vous ne souhaitez plus le savoir.")


def _consents(summary: CaseSummary) -> Iterable[GivenConsent]:
    """Yield that news of the correction are wished for, where they are."""
    if not summary.complaint.wishes_news:
        return
    wished = summary.complaint.last_text(EntryKind.NEWS_WISHED)
    yield GivenConsent(
        "news",
        gettext("M’écrire quand la cause est corrigée"),
        wished.at if wished else None,
        gettext("Une lettre part quand un changement recommandé est fait et vérifié."),
        gettext("Ce qui est déjà parti ne revient pas."),
        partial(actions.wish_for_news, wishes=False),
    )


FOLLOW_PARTS = (
    ConsentsGiven(_consents),
    PagePart(BELOW_CONCLUSIONS, "recommendations/_recommended.html", _recommended),
    PagePart(CORRECTION, "recommendations/_news.html", _news),
    ToldWords(EntryKind.NEWS_WISHED, to_translate("Nouvelles de la correction"), _wished),
)
