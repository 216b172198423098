"""Recommendations on pages that all share: of a complaint, and of the top authority.

From a complaint a change is recommended: to whom, what, and which other complaints say so too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.work_list import ids_of_numbers
from portal.db import Session
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.number import read_any_number
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.domain.time.promise import Confidence
from portal.domain.typed import is_blank
from portal.features.recommendations.actions import Recommendation, recommend
from portal.features.recommendations.office import STEPS, state_tag
from portal.features.recommendations.queries import (
    MENTIONED,
    Gathered,
    complaints_like,
    refused_recommendations,
)
from portal.features.recommendations.rules import (
    Addressee,
    NewsWished,
    RecommendationMoved,
    Recommended,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    Deciding,
    HistoryEntry,
    Offer,
    Place,
    Stage,
    ToDecide,
)
from portal.pages.office.case.going_up import somebody_acts_at
from portal.pages.office.case.naming import is_named_meant, note_named
from portal.pages.office.case.pages import holders
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages = Pages("office")


def _mentioned(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the recommendations that gather a complaint, for whoever may see them."""
    if not case.may(Permission.SEE_RECOMMENDATIONS):
        return None
    mentioned = case.file.of(MENTIONED)
    shown = [(recommendation, state_tag(recommendation.state)) for recommendation in mentioned]
    return {"recommendations": shown} if shown else None


def _to_decide(session: Session, agency: str) -> ToDecide | None:
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


def _moved(_case: OpenedCase, entry: Recommended | RecommendationMoved) -> str:
    number, what = entry.recommendation, worded(STEPS, entry.step)
    return gettext("Recommandation %(number)s : %(what)s.", number=number, what=what)


def _wished(_case: OpenedCase, entry: NewsWished) -> str:
    return gettext("Oui") if entry.wishes else gettext("Non")


def _recommend(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    to, others = _addressee(case, form), _others(form)
    numbers = tuple(sorted({number for number in others if number}))
    wrong = {
        "title": is_blank(form.get("title", "")),
        "text": is_blank(form.get("text", "")),
        "addressee": to is None,
        "others": None in others or not _are_open(case, numbers),
    }
    note_missing(problems, IncompleteError(*(code for code, is_wrong in wrong.items() if is_wrong)))
    told = runtime().read(current_actor(), whole_people, (case.complaint.number, *numbers))
    note_named(told, form, problems, f"{form.get('title', '')}\n{form.get('text', '')}")
    if to is not None and to.post is not None and not somebody_acts_at(case, to.post):
        problems.add("addressee", _nobody_at(case, to.post))
    if problems or to is None:
        return None
    content = Recommendation(form["title"], form["text"], to, numbers)
    return partial(recommend, content=content, is_naming_meant=is_named_meant(form))


def _addressee(case: OpenedCase, form: Form) -> Addressee | None:
    """Return who was chosen, if they are on the list."""
    chosen = form.get("addressee", "")
    if chosen not in {value for value, _ in _addressees(case)}:
        return None
    kind, _, who = chosen.partition(":")
    return Addressee(post=who) if kind == "post" else Addressee(user_id=int(who))


def _others(form: Form) -> list[str | None]:
    """Return the other complaints, ticked and typed; None for what is no number."""
    typed = form.get("more", "").replace(",", " ").replace(";", " ").split()
    return [read_any_number(number) for number in (*form.getlist("others"), *typed)]


def _are_open(case: OpenedCase, numbers: Sequence[str]) -> bool:
    """Tell whether all numbers are of complaints of the agency that whoever writes may open."""
    found = runtime().read(current_actor(), ids_of_numbers, case.complaint.agency, numbers)
    return len(found) == len(numbers)


def _addressees(case: OpenedCase) -> list[tuple[str, str]]:
    """Return the posts above the complaints service, then the people who may carry it out."""
    members = runtime().read(
        current_actor(), members_who_may, Permission.CARRY_OUT, case.complaint.agency
    )
    posts = [
        (f"post:{step.to}", _post_words(case, step.to, step.title.in_(current_language())))
        for step in case.path[1:] or case.path
        if holders(case, step.to) or not case.file.holders.get(step.to)
    ]
    kept = case.file.excluded | {current_actor().user_id}
    others = [member for member in members if member.user_id not in kept]
    return posts + [(f"person:{member.user_id}", member.name) for member in others]


def _nobody_at(case: OpenedCase, post: str) -> str:
    """Return why nobody would have the recommendation at a post: it would only be late."""
    if not case.file.holders.get(post):
        return gettext("Ce poste est vacant. Choisissez qui peut répondre.")
    return gettext(
        "La personne de ce poste est en absence, et personne ne remplace. "
        "Choisissez qui peut répondre."
    )


def _post_words(case: OpenedCase, post: str, title: str) -> str:
    names = ", ".join(holders(case, post)) or gettext("poste vacant")
    return gettext("Poste : %(title)s (%(names)s)", title=title, names=names)


def _given(case: OpenedCase, form: Form) -> dict[str, Any]:
    complaint = case.complaint
    like = runtime().read(
        current_actor(),
        complaints_like,
        complaint.agency,
        complaint.category,
        complaint.number,
        case.now,
    )
    return {
        "addressees": _addressees(case),
        "like": [(other.number, _line(case, other)) for other in like],
        "ticked": form.getlist("others"),
        **_reply_day(case),
    }


def _line(case: OpenedCase, other: Gathered) -> str:
    day = day_words(other.received_at.astimezone(case.zone).date(), current_language())
    return gettext("%(number)s, reçue le %(day)s", number=other.number, day=day)


def _reply_day(case: OpenedCase) -> dict[str, Any]:
    """Return by when it is replied to, and whether that time is a sample."""
    configured = case.advice.agency.configured
    promise = configured.promise("recommendation_reply", case.complaint.category)
    due = count(case.now, promise.allowance, case.advice.calendar)
    is_sample = promise.confidence is Confidence.ASSUMED
    return {"reply_day": due.last_day, "reply_within": promise.allowance, "is_sample": is_sample}


def _preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    to = dict(_addressees(case))[form["addressee"]]
    numbers = sorted({case.complaint.number, *(number for number in _others(form) if number)})
    return {"to": to, "numbers": numbers, **_reply_day(case)}


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "recommend",
        "recommander",
        "recommend",
        Permission.RECOMMEND,
        to_translate("Recommandation envoyée. Son texte ne change plus."),
        _recommend,
        given=_given,
        preview=_preview,
        fields=("title", "text", "named", "addressee", "others"),
        folder="recommendations",
    ),
)

ADDS = (
    Deciding(_to_decide),
    Offer(
        "recommend",
        to_translate("Recommander un changement"),
        Permission.RECOMMEND,
        rank=250,
        stage=Stage.ANSWER,
    ),
    CasePart(
        "recommendations",
        Place.BESIDE,
        "recommendations/_recommendations.html",
        _mentioned,
        rank=100,
    ),
    CasePart(
        "recommendations",
        Place.ANSWER,
        "recommendations/_tells_recommendations.html",
        _mentioned,
        rank=50,
    ),
    HistoryEntry(EntryKind.RECOMMENDED, to_translate("Recommandation envoyée"), _moved),
    HistoryEntry(
        EntryKind.RECOMMENDATION_MOVED, to_translate("Suite d’une recommandation"), _moved
    ),
    HistoryEntry(
        EntryKind.NEWS_WISHED, to_translate("Choix d’être averti de la correction"), _wished
    ),
    MissingWords("title", "title", to_translate("Dites en quelques mots ce qui doit changer")),
    MissingWords("text", "text", to_translate("Écrivez la recommandation")),
    MissingWords("addressee", "addressee", to_translate("Choisissez qui doit répondre")),
    MissingWords(
        "empty_post",
        "addressee",
        to_translate("Personne ne répond à ce poste en ce moment : choisissez qui peut répondre"),
    ),
    MissingWords(
        "others",
        "others",
        to_translate("Écrivez des numéros de plaintes de cet organisme, comme 2026-004182"),
    ),
    MissingWords("owner", "owner", to_translate("Choisissez qui s’en occupe")),
    MissingWords("execute_by", "execute_by", to_translate("Écrivez un jour à venir")),
    MissingWords(
        "done_on", "done_on", to_translate("Écrivez le jour où c’était fait : aujourd’hui ou avant")
    ),
)
