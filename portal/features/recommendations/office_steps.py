"""The page of a recommendation, and what may be done with it: when, and by which form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.identity import whole_people
from portal.domain.complaint import ReplyBy
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission, may
from portal.domain.typed import is_whole_number
from portal.features.recommendations import actions
from portal.features.recommendations.office import (
    RECOMMENDATION,
    OpenedRecommendation,
    opened_recommendation,
    shared,
)
from portal.features.recommendations.queries import who_may_own
from portal.features.recommendations.rules import State
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, TypedDay, typed_text
from portal.pages.languages import localized
from portal.pages.office.case.naming import is_named_meant, note_named
from portal.pages.office.wording import REPLY_BY, worded
from portal.pages.shown.history_words import explained_dates
from portal.words.catalogue import to_translate

pages = Pages("office")


@localized(
    pages,
    fr="/gestion/<agency>/recommandations/<int:recommendation>",
    en="/office/<agency>/recommendations/<int:recommendation>",
)
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def recommendation(agency: str, recommendation: int) -> ResponseReturnValue:
    """Show a recommendation: its text, its dates, who acts next, and all that happened."""
    opened = opened_recommendation(agency, recommendation)
    return render_template(
        "recommendations/recommendation.html",
        actions=possible_with(opened),
        explained=explained_dates(
            [opened.recommendation.clock], opened.advice.calendar, agency
        ).others,
        to_tell=_to_tell(opened),
        **shared(opened),
    )


def _to_tell(opened: OpenedRecommendation) -> list[tuple[str, str]]:
    """Return who wished to know that it is corrected, and whom no letter of the portal reaches."""
    if opened.recommendation.state is not State.VERIFIED:
        return []
    not_to_tell = (ReplyBy.EMAIL, ReplyBy.TEXT, ReplyBy.NONE)
    return [
        (complaint.number, worded(REPLY_BY, complaint.reply_by))
        for complaint in opened.recommendation.complaints
        if complaint.wishes_news and complaint.reply_by not in not_to_tell
    ]


class Offer(Struct, frozen=True):
    """When something may be done with a recommendation, what it is called, and its page."""

    words: str
    state: State
    page: ActionPage[OpenedRecommendation]
    is_offered: Callable[[OpenedRecommendation], bool] = lambda _opened: True


def possible_with(opened: OpenedRecommendation) -> list[tuple[str, str]]:
    """Return what is on offer, as the names of its pages and what it is called."""
    return [
        (offer.page.name, gettext(offer.words))
        for offer in _OFFERS
        if offer.state is opened.recommendation.state
        and may(current_actor(), offer.page.permission, opened.agency.code)
        and offer.is_offered(opened)
    ]


# What its forms say.


def _yes_or_no(
    yes: Callable[[Problems], Act], no: Callable[[Problems], Act]
) -> Callable[[OpenedRecommendation, Form, Problems], Act | None]:
    """Return what reads which of two was chosen, and what that choice needs."""

    def read(_opened: OpenedRecommendation, form: Form, problems: Problems) -> Act | None:
        choice = {"oui": yes, "non": no}.get(form.get("choice", ""))
        if choice is None:
            problems.add("choice", gettext("Choisissez une des deux réponses"))
            return None
        return choice(problems)

    return read


def _plan_of(use_case: Callable[..., None]) -> Callable[[Problems], Act]:
    """Return what reads who carries it out by when, and hands it to a use case."""

    def read(problems: Problems) -> Act:
        owner, by = request.form.get("owner", ""), _day_typed("execute_by", problems)
        if not is_whole_number(owner):
            note_missing(problems, IncompleteError("owner"))
        plan = actions.Plan(int(owner) if is_whole_number(owner) else None, by)
        return partial(use_case, plan=plan, text=typed_text("text"))

    return read


def _text_of(use_case: Callable[..., None], field: str, name: str) -> Callable[[Problems], Act]:
    """Return what reads a text and hands it to a use case."""
    return lambda problems: partial(use_case, **{name: _text_typed(field, problems)})


def _sent_back(problems: Problems) -> Act:
    reason, by = _text_typed("reason", problems), _day_typed("execute_by", problems)
    return partial(actions.send_back, reason=reason, by=by)


def _say_done(_opened: OpenedRecommendation, _form: Form, problems: Problems) -> Act:
    text, on = _text_typed("body", problems), _day_typed("done_on", problems)
    return partial(actions.say_done, text=text, on=on)


def _correct(opened: OpenedRecommendation, form: Form, problems: Problems) -> Act:
    text = _text_typed("body", problems)
    numbers = [complaint.number for complaint in opened.recommendation.complaints]
    told = runtime().read(current_actor(), whole_people, [opened.recommendation.number, *numbers])
    note_named(told, form, problems, text)
    return partial(actions.correct, text=text, is_naming_meant=is_named_meant(form))


def _text_typed(field: str, problems: Problems) -> str:
    written = typed_text(field)
    if not written:
        note_missing(problems, IncompleteError(field))
    return written


def _day_typed(field: str, problems: Problems) -> date | None:
    day = TypedDay.read(field).as_date
    if day is None:
        note_missing(problems, IncompleteError(field))
    return day


def _days(_opened: OpenedRecommendation, _form: Form) -> dict[str, Any]:
    """Return the days that were typed."""
    typed = {field: TypedDay.read(field) for field in ("execute_by", "done_on")}
    return {field: (day.day, day.month, day.year) for field, day in typed.items()}


def _owners(opened: OpenedRecommendation, form: Form) -> dict[str, Any]:
    """Return who may carry it out, and by which day."""
    portal, one = runtime(), opened.recommendation.id
    owners = portal.read(current_actor(), who_may_own, portal.features, opened.agency.code, one)
    return {"owners": owners, **_days(opened, form)}


_PLAN = ("choice", "owner", "execute_by", "reason")

_OFFERS = (
    Offer(
        to_translate("Répondre à la recommandation"),
        State.SENT,
        ActionPage(
            RECOMMENDATION,
            "reply_to_recommendation",
            "repondre",
            "reply",
            Permission.CARRY_OUT,
            to_translate("Réponse envoyée au service des plaintes."),
            _yes_or_no(_plan_of(actions.accept), _text_of(actions.refuse, "reason", "reason")),
            given=_owners,
            fields=_PLAN,
            folder="recommendations",
        ),
        is_offered=lambda opened: opened.recommendation.roles.addressee.is_met_by(
            current_actor(), opened.agency.code
        ),
    ),
    Offer(
        to_translate("Trancher le refus"),
        State.REFUSED,
        ActionPage(
            RECOMMENDATION,
            "settle_refusal",
            "trancher",
            "settle",
            Permission.DECIDE,
            to_translate("Décision envoyée au service des plaintes et à qui avait refusé."),
            _yes_or_no(
                _plan_of(actions.uphold), _text_of(actions.confirm_refusal, "reason", "reason")
            ),
            given=_owners,
            fields=_PLAN,
            folder="recommendations",
        ),
    ),
    Offer(
        to_translate("Dire que c’est fait"),
        State.ACCEPTED,
        ActionPage(
            RECOMMENDATION,
            "say_done",
            "fait",
            "done",
            Permission.CARRY_OUT,
            to_translate("C’est noté. Une autre personne vérifie maintenant."),
            _say_done,
            given=_days,
            fields=("body", "done_on"),
            folder="recommendations",
        ),
        is_offered=lambda opened: opened.recommendation.roles.is_carried_out_by(
            current_actor(), opened.agency.code
        ),
    ),
    Offer(
        to_translate("Vérifier l’exécution"),
        State.DONE,
        ActionPage(
            RECOMMENDATION,
            "verify_execution",
            "verifier",
            "verify",
            Permission.VERIFY,
            to_translate("Vérification notée."),
            _yes_or_no(_text_of(actions.verify, "body", "text"), _sent_back),
            given=_days,
            fields=("choice", "body", "reason", "execute_by"),
            folder="recommendations",
        ),
        is_offered=lambda opened: opened.recommendation.roles.may_be_verified_by(
            current_actor().user_id, opened.recommendation.steps
        ),
    ),
    Offer(
        to_translate("Corriger le texte"),
        State.SENT,
        ActionPage(
            RECOMMENDATION,
            "correct_recommendation",
            "corriger",
            "correct",
            Permission.RECOMMEND,
            to_translate("La nouvelle version est à côté de la première."),
            _correct,
            folder="recommendations",
        ),
    ),
)

for _offer in _OFFERS:
    add_action(pages, _offer.page)
