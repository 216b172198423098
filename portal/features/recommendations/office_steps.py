"""A recommendation as its pages show it, and what may be done with it: when, and by which form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.work import Advice
from portal.domain.errors import (
    IncompleteError,
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.handling.lifecycle import TakenStep
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.time.promise import Allowance
from portal.features.recommendations import actions, queries
from portal.features.recommendations.queries import FoundRecommendation
from portal.features.recommendations.rules import DATED, WORDING, Addressee, State, Step
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, TypedDay, typed_text
from portal.pages.office.case import days_to
from portal.pages.office.wording import Tag, worded
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

STATES: dict[State, tuple[str, str]] = {
    State.SENT: (to_translate("Attend une réponse"), "info"),
    State.REFUSED: (to_translate("Refusée, à trancher"), "up"),
    State.ACCEPTED: (to_translate("Acceptée, à exécuter"), "plain"),
    State.DONE: (to_translate("Exécutée, à vérifier"), "info"),
    State.VERIFIED: (to_translate("Exécution vérifiée"), "ok"),
    State.NOT_FOLLOWED: (to_translate("Non suivie"), "plain"),
}
STEPS: dict[str, str] = {
    Step.MADE: to_translate("envoyée"),
    Step.CORRECTED: to_translate("nouvelle version du texte"),
    Step.ESCALATED: to_translate("sans réponse, passée au palier suivant"),
    Step.UNANSWERED: to_translate("sans réponse de la plus haute autorité"),
    Step.ACCEPTED: to_translate("acceptée"),
    Step.REFUSED: to_translate("refusée"),
    Step.UPHELD: to_translate("maintenue par la plus haute autorité"),
    Step.CONFIRMED: to_translate("refusée par la plus haute autorité"),
    Step.LATE: to_translate("date d’exécution dépassée"),
    Step.DONE: to_translate("dite exécutée"),
    Step.SENT_BACK: to_translate("pas encore exécutée, retournée"),
    Step.VERIFIED: to_translate("exécution vérifiée"),
}


def state_tag(state: State) -> Tag:
    """Return where a recommendation stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def addressee_words(agency: Agency, addressee: Addressee, names: Mapping[int, str]) -> str:
    """Return who has to reply: the person's name, or the title of the post."""
    if addressee.user_id is not None:
        return names.get(addressee.user_id, "")
    titles = {step.to: step.title.text for step in agency.settings.escalation}
    post = addressee.post or ""
    return titles.get(post, Text(post)).in_(current_language())


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
class StepLine:
    """One step in words."""

    title: str
    who: str
    at: datetime
    detail: str | None
    body: str | None


def opened_recommendation(
    agency: str, recommendation: int, what: str = "recommendation"
) -> OpenedRecommendation:
    """Open a recommendation; raise UnknownRecommendationError where the actor may see none."""
    portal = runtime()
    now = portal.now()
    with portal.reading(current_actor()) as session:
        found = queries.recommendation(session, agency, recommendation)
    advice = portal.advice(current_actor(), found.number, now)
    return OpenedRecommendation(found, portal.agencies.agency(agency), advice, now)


def shared(opened: OpenedRecommendation) -> dict[str, Any]:
    """Return what all pages of a recommendation show."""
    found = opened.recommendation
    return {
        "agency": opened.agency,
        "opened": opened,
        "recommendation": found,
        "tag": state_tag(found.state),
        "addressee": addressee_words(opened.agency, found.roles.addressee, found.names),
        "owner": found.names.get(found.roles.owner_id or 0),
        "days": _days(opened),
        "lines": [_line(opened, step) for step in reversed(found.steps)],
        "text": found.versions[-1],
        "zone": opened.zone,
    }


def _days(opened: OpenedRecommendation) -> int | None:
    """Return the days left to the date that runs, negative once it passed; None without one."""
    found, clock = opened.recommendation, opened.recommendation.clock
    if found.state not in DATED:
        return None
    unit = Allowance.parse(clock.allowance).unit
    return days_to(clock.due_at, clock.last_day, opened.advice.calendar, unit, opened.now)


def _line(opened: OpenedRecommendation, step: TakenStep[Step]) -> StepLine:
    words = worded(STEPS, step.kind)
    return StepLine(
        title=words[:1].upper() + words[1:],
        who=opened.recommendation.names.get(step.user_id or 0) or gettext("Le portail"),
        at=step.at,
        detail=_detail(opened, step),
        # The text itself stands above, in each of its versions.
        body=None if step.kind in WORDING else step.body,
    )


def _detail(opened: OpenedRecommendation, step: TakenStep[Step]) -> str | None:
    facts = step.facts
    if facts.get("level"):
        title = opened.advice.path[min(int(facts["level"]), len(opened.advice.path)) - 1].title
        return gettext(
            "Palier %(level)s : %(holder)s",
            level=facts["level"],
            holder=title.in_(current_language()),
        )
    if facts.get("by"):
        return gettext("À faire au plus tard le %(day)s.", day=_day(facts["by"]))
    return gettext("Fait le %(day)s.", day=_day(facts["on"])) if facts.get("on") else None


def _day(written: str) -> str:
    return day_words(datetime.fromisoformat(written).date(), current_language())


RECOMMENDATION: Subject[OpenedRecommendation] = Subject(
    fr="/gestion/<agency>/recommandations/<int:recommendation>",
    en="/office/<agency>/recommendations/<int:recommendation>",
    opened=opened_recommendation,
    change=lambda opened, act, _seen: runtime().change(
        current_actor(),
        opened.recommendation.number,
        partial(act, recommendation_id=opened.recommendation.id),
    ),
    url=lambda opened: url_for(
        "office.recommendation", agency=opened.agency.code, recommendation=opened.recommendation.id
    ),
    shared=shared,
    refusals={
        StaleComplaintError: to_translate(
            "Une des plaintes est en train de changer. Envoyez de nouveau."
        ),
        TransitionNotAllowedError: to_translate(
            "La recommandation a changé depuis que vous avez ouvert la page"
        ),
    },
)


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
