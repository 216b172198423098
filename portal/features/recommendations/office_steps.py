"""What may be done with a recommendation: when it is on offer, its form, its use case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import request

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission, may
from portal.features.recommendations import actions
from portal.features.recommendations.office_opened import RECOMMENDATION, OpenedRecommendation
from portal.features.recommendations.rules import State
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.texts import gettext
from portal.pages.typed import TypedDay, typed_text
from portal.words.catalogue import to_translate

pages = Pages("office")

YES, NO = "oui", "non"


@dataclass(frozen=True, slots=True)
class Offer:
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


def _reply(_opened: OpenedRecommendation, _form: Form, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _plan_of(actions.accept), _reason_of(actions.refuse))


def _settle(_opened: OpenedRecommendation, _form: Form, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _plan_of(actions.uphold), _reason_of(actions.confirm_refusal))


def _verify(_opened: OpenedRecommendation, _form: Form, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _seen, _sent_back)


def _yes_or_no(
    problems: Problems, yes: Callable[[Problems], Act], no: Callable[[Problems], Act]
) -> Act | None:
    """Read what was chosen, and what that choice needs."""
    chosen = request.form.get("choice")
    if chosen not in (YES, NO):
        problems.add("choice", gettext("Choisissez une des deux réponses"))
        return None
    return (yes if chosen == YES else no)(problems)


def _plan_of(use_case: Callable[..., None]) -> Callable[[Problems], Act]:
    """Return what reads who carries it out by when, and hands it to a use_case."""

    def read(problems: Problems) -> Act:
        owner, by = request.form.get("owner", ""), _day_typed("execute_by", problems)
        if not owner.isdecimal():
            note_missing(problems, IncompleteError("owner"))
        plan = actions.Plan(int(owner) if owner.isdecimal() else None, by)
        return partial(use_case, plan=plan, text=typed_text("text"))

    return read


def _reason_of(use_case: Callable[..., None]) -> Callable[[Problems], Act]:
    """Return what reads a reason and hands it to a use_case."""
    return lambda problems: partial(use_case, reason=_text_typed("reason", problems))


def _seen(problems: Problems) -> Act:
    return partial(actions.verify, text=_text_typed("body", problems))


def _sent_back(problems: Problems) -> Act:
    reason, by = _text_typed("reason", problems), _day_typed("execute_by", problems)
    return partial(actions.send_back, reason=reason, by=by)


def _say_done(_opened: OpenedRecommendation, _form: Form, problems: Problems) -> Act:
    text, on = _text_typed("body", problems), _day_typed("done_on", problems)
    return partial(actions.say_done, text=text, on=on)


def _correct(_opened: OpenedRecommendation, _form: Form, problems: Problems) -> Act:
    return partial(actions.correct, text=_text_typed("body", problems))


def _text_typed(name: str, problems: Problems) -> str:
    written = typed_text(name)
    if not written.strip():
        note_missing(problems, IncompleteError(name))
    return written


def _day_typed(name: str, problems: Problems) -> date | None:
    day = TypedDay.read(name).found
    if day is None:
        note_missing(problems, IncompleteError(name))
    return day


def _owners(opened: OpenedRecommendation, _form: Form) -> dict[str, Any]:
    """Return who may carry it out; whoever replies is proposed."""
    with runtime().reading(current_actor()) as session:
        members = members_who_may(session, Permission.CARRY_OUT, opened.agency.code)
    return {
        "owners": [(member.user_id, member.name) for member in members],
        "execute_by": _typed_day(),
    }


def _again_by(_opened: OpenedRecommendation, _form: Form) -> dict[str, Any]:
    return {"execute_by": _typed_day()}


def _done_on(_opened: OpenedRecommendation, _form: Form) -> dict[str, Any]:
    return {"done_on": _typed_day("done_on")}


def _typed_day(name: str = "execute_by") -> tuple[str, str, str]:
    typed = TypedDay.read(name)
    return typed.day, typed.month, typed.year


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
            _reply,
            given=_owners,
            fields=_PLAN,
            folder="recommendations",
        ),
        is_offered=lambda opened: opened.is_mine,
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
            _settle,
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
            given=_done_on,
            fields=("body", "done_on"),
            folder="recommendations",
        ),
        is_offered=lambda opened: opened.is_carried_out_by_me,
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
            _verify,
            given=_again_by,
            fields=("choice", "body", "reason", "execute_by"),
            folder="recommendations",
        ),
        is_offered=lambda opened: opened.may_be_verified_by_me,
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
