"""Recommendations for tests: a service that recommends, and whoever is addressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.complaints.records.complaint import ClockRecord
from portal.complaints.records.message import NoticeRecord
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.features.recommendations import actions
from portal.features.recommendations.actions import Plan, Recommendation
from portal.features.recommendations.actions_progress import change_recommendation
from portal.features.recommendations.records import RecommendationRecord, RecommendationStepRecord
from portal.features.recommendations.rules import Addressee
from portal.runtime import Runtime
from tests.complaints.cases import act, member

TEXT = "Que l’horaire du sentier zouave soit affiché à l’entrée."
TITLE = "Afficher l’horaire zouave"
IN_JANUARY = date(2027, 1, 15)


@dataclass(frozen=True)
class Team:
    """Everybody whom a recommendation goes through."""

    writer: Actor
    head: Actor
    director: Actor
    president: Actor


def team(runtime: Runtime) -> Team:
    """Add an officer, a head, a director and a president to the parks."""
    return Team(
        member(runtime),
        member(runtime, Role.HEAD, "parks", None),
        member(runtime, Role.MANAGER, "parks", "director"),
        member(runtime, Role.TOP_AUTHORITY, "parks", "president"),
    )


def recommend(
    runtime: Runtime,
    number: str,
    writer: Actor | None = None,
    to: Addressee | None = None,
    others: tuple[str, ...] = (),
    is_naming_meant: bool = False,
    **said: str,
) -> int:
    """Send a recommendation, to the director's post if nothing else is said."""
    words = {"title": TITLE, "text": TEXT, **said}
    content = Recommendation(**words, to=to or Addressee(post="director"), others=others)
    told = {"content": content, "is_naming_meant": is_naming_meant}
    made: int = act(runtime, number, actions.recommend, writer, **told)
    return made


def on(
    runtime: Runtime, recommendation_id: int, actor: Actor, what: Callable[..., Any], **told: Any
) -> None:
    """Let an actor do something with a recommendation."""
    change_recommendation(runtime, actor, recommendation_id, partial(what, **told))


def accept(runtime: Runtime, one: int, actor: Actor, by: date = IN_JANUARY) -> None:
    on(runtime, one, actor, actions.accept, plan=Plan(actor.user_id, by))


def refuse(runtime: Runtime, one: int, actor: Actor) -> None:
    on(runtime, one, actor, actions.refuse, reason="Trop cher.")


def say_done(runtime: Runtime, one: int, actor: Actor) -> None:
    on(runtime, one, actor, actions.say_done, text="Affiché.", on=runtime.now().date())


def verify(runtime: Runtime, one: int, actor: Actor) -> None:
    on(runtime, one, actor, actions.verify, text="Je l’ai vu sur place.")


def stored(runtime: Runtime, recommendation_id: int) -> RecommendationRecord:
    """Return the recommendation as it stands."""
    with runtime.reading(PORTAL) as session:
        return session.get_one(RecommendationRecord, recommendation_id)


def steps(runtime: Runtime, recommendation_id: int) -> list[RecommendationStepRecord]:
    """Return what happened to it, in order."""
    with runtime.reading(PORTAL) as session:
        step = RecommendationStepRecord
        of_it = select(step).where(step.recommendation_id == recommendation_id)
        return list(session.scalars(of_it.order_by(step.id)))


def kinds(runtime: Runtime, recommendation_id: int) -> list[str]:
    """Return the kinds of the steps, in order."""
    return [one.kind for one in steps(runtime, recommendation_id)]


def running(runtime: Runtime, recommendation_id: int) -> ClockRecord:
    """Return the date that runs now, or ran last."""
    with runtime.reading(PORTAL) as session:
        return session.get_one(ClockRecord, stored(runtime, recommendation_id).clock_id)


def notices(runtime: Runtime) -> list[tuple[str, str]]:
    """Return what waits to be told to whom."""
    with runtime.reading(PORTAL) as session:
        rows = session.execute(
            select(NoticeRecord.kind, UserRecord.email)
            .join(UserRecord, UserRecord.id == NoticeRecord.user_id)
            .order_by(NoticeRecord.id)
        )
        return [(kind, email) for kind, email in rows]


def warned_of(runtime: Runtime) -> list[str]:
    """Return who waits to be warned of the date of a recommendation."""
    with runtime.reading(PORTAL) as session:
        rows = session.execute(
            select(NoticeRecord.params, UserRecord.email)
            .join(UserRecord, UserRecord.id == NoticeRecord.user_id)
            .where(NoticeRecord.kind == "warning")
        )
        return [email for params, email in rows if "recommendation" in params]
