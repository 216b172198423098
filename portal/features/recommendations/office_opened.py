"""A recommendation as its pages show it, and as what something is done with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.work import Advice
from portal.domain.errors import (
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.handling.lifecycle import TakenStep
from portal.domain.time.allowance import Allowance
from portal.features.recommendations import queries
from portal.features.recommendations.queries import FoundRecommendation
from portal.features.recommendations.rules import DATED, WORDING, Step
from portal.features.recommendations.words import STEPS, addressee_words, state_tag
from portal.pages.actions.engine import Subject
from portal.pages.current import current_language, runtime
from portal.pages.office.case.opened import days_to
from portal.pages.office.wording import worded
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import day_words


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
