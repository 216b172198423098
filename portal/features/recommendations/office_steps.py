"""What may be done with a recommendation: when it is on offer, its form, its use case.

A recommendation is opened for a page: read once, with what whoever looks may do with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.work import Advice
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission, may
from portal.features.recommendations import actions
from portal.features.recommendations.queries import FoundRecommendation, recommendation
from portal.features.recommendations.rules import State
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.texts import gettext
from portal.pages.typed import TypedDay, typed_text
from portal.words.catalogue import to_translate

YES, NO = "oui", "non"

Act = Callable[..., Any]
"""A use case that takes the work, the complaint that is held, and the recommendation's number."""


@dataclass(frozen=True)
class OpenedRecommendation:
    """A recommendation as it was when the page was asked for."""

    recommendation: FoundRecommendation
    agency: Agency
    advice: Advice
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency's days."""
        return self.advice.calendar.zone

    @property
    def is_at_top(self) -> bool:
        """Tell whether the top authority itself has to reply: a refusal is then the last word."""
        return self.recommendation.level >= len(self.advice.path)

    @property
    def is_mine(self) -> bool:
        """Tell whether whoever is signed in has to reply."""
        return self.recommendation.roles.addressee.is_met_by(current_actor(), self.agency.code)

    @property
    def is_carried_out_by_me(self) -> bool:
        """Tell whether whoever is signed in owns it, or is who it is addressed to."""
        return self.recommendation.roles.is_carried_out_by(current_actor(), self.agency.code)

    @property
    def may_be_verified_by_me(self) -> bool:
        """Tell whether whoever is signed in neither wrote it nor carried it out."""
        return self.recommendation.roles.may_be_verified_by(
            current_actor().user_id, self.recommendation.steps
        )


@dataclass(frozen=True, slots=True)
class StepPage:
    """One thing to do with a recommendation: its address, who may and when, what its form does."""

    name: str
    fr: str
    en: str
    words: str
    permission: Permission
    state: State
    done: str
    act: Callable[[OpenedRecommendation, Problems], Act | None]
    is_offered: Callable[[OpenedRecommendation], bool] = lambda _opened: True
    given: Callable[[OpenedRecommendation], dict[str, Any]] = lambda _opened: {}
    fields: tuple[str, ...] = ()


def opened_recommendation(agency: str, recommendation_id: int) -> OpenedRecommendation:
    """Open a recommendation; raise UnknownRecommendationError where the actor may see none."""
    portal = runtime()
    now = portal.now()
    with portal.reading(current_actor()) as session:
        asked = recommendation(session, agency, recommendation_id)
    advice = portal.advice(current_actor(), asked.number, now)
    return OpenedRecommendation(asked, portal.agencies.agency(agency), advice, now)


def possible_with(opened: OpenedRecommendation) -> list[tuple[str, str]]:
    """Return what is on offer, as the names of its pages and what it is called."""
    return [
        (page.name, gettext(page.words))
        for page in STEP_PAGES
        if page.state is opened.recommendation.state
        and may(current_actor(), page.permission, opened.agency.code)
        and page.is_offered(opened)
    ]


def _reply(_opened: OpenedRecommendation, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _plan_of(actions.accept), _reason_of(actions.refuse))


def _settle(_opened: OpenedRecommendation, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _plan_of(actions.uphold), _reason_of(actions.confirm_refusal))


def _verify(_opened: OpenedRecommendation, problems: Problems) -> Act | None:
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


def _say_done(_opened: OpenedRecommendation, problems: Problems) -> Act:
    text, on = _text_typed("body", problems), _day_typed("done_on", problems)
    return partial(actions.say_done, text=text, on=on)


def _correct(_opened: OpenedRecommendation, problems: Problems) -> Act:
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


def _owners(opened: OpenedRecommendation) -> dict[str, Any]:
    """Return who may carry it out; whoever replies is proposed."""
    with runtime().reading(current_actor()) as session:
        members = members_who_may(session, Permission.CARRY_OUT, opened.agency.code)
    return {
        "owners": [(member.user_id, member.name) for member in members],
        "execute_by": _typed_day(),
    }


def _again_by(_opened: OpenedRecommendation) -> dict[str, Any]:
    return {"execute_by": _typed_day()}


def _done_on(_opened: OpenedRecommendation) -> dict[str, Any]:
    return {"done_on": _typed_day("done_on")}


def _typed_day(name: str = "execute_by") -> tuple[str, str, str]:
    typed = TypedDay.read(name)
    return typed.day, typed.month, typed.year


_PLAN = ("choice", "owner", "execute_by", "reason")

STEP_PAGES = (
    StepPage(
        "reply_to_recommendation",
        "repondre",
        "reply",
        to_translate("Répondre à la recommandation"),
        Permission.CARRY_OUT,
        State.SENT,
        to_translate("Réponse envoyée au service des plaintes."),
        _reply,
        is_offered=lambda opened: opened.is_mine,
        given=_owners,
        fields=_PLAN,
    ),
    StepPage(
        "settle_refusal",
        "trancher",
        "settle",
        to_translate("Trancher le refus"),
        Permission.DECIDE,
        State.REFUSED,
        to_translate("Décision envoyée au service des plaintes et à qui avait refusé."),
        _settle,
        given=_owners,
        fields=_PLAN,
    ),
    StepPage(
        "say_done",
        "fait",
        "done",
        to_translate("Dire que c’est fait"),
        Permission.CARRY_OUT,
        State.ACCEPTED,
        to_translate("C’est noté. Une autre personne vérifie maintenant."),
        _say_done,
        is_offered=lambda opened: opened.is_carried_out_by_me,
        given=_done_on,
        fields=("body", "done_on"),
    ),
    StepPage(
        "verify_execution",
        "verifier",
        "verify",
        to_translate("Vérifier l’exécution"),
        Permission.VERIFY,
        State.DONE,
        to_translate("Vérification notée."),
        _verify,
        is_offered=lambda opened: opened.may_be_verified_by_me,
        given=_again_by,
        fields=("choice", "body", "reason", "execute_by"),
    ),
    StepPage(
        "correct_recommendation",
        "corriger",
        "correct",
        to_translate("Corriger le texte"),
        Permission.RECOMMEND,
        State.SENT,
        to_translate("La nouvelle version est à côté de la première."),
        _correct,
    ),
)
