"""The register of an agency's recommendations: in views, the soonest date first, and in figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import DATED, State, Step

ROWS_A_PAGE = 50

_R, _K, _C = RecommendationRecord, ClockRecord, ComplaintRecord


class RegisterView(StrEnum):
    """One of the ways in which the register is looked at."""

    OPEN = "ouvertes"
    MINE = "a-moi"
    LATE = "en-retard"
    SENT = "a-repondre"
    REFUSED = "a-trancher"
    ACCEPTED = "a-executer"
    DONE = "a-verifier"
    VERIFIED = "verifiees"
    NOT_FOLLOWED = "non-suivies"


_STATES: dict[RegisterView, State] = {
    RegisterView.SENT: State.SENT,
    RegisterView.REFUSED: State.REFUSED,
    RegisterView.ACCEPTED: State.ACCEPTED,
    RegisterView.DONE: State.DONE,
    RegisterView.VERIFIED: State.VERIFIED,
    RegisterView.NOT_FOLLOWED: State.NOT_FOLLOWED,
}
_IS_OPEN = _R.state.in_([state.value for state in State if state.is_open])


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at which agency, now: a person with those they replace, and their posts."""

    agency: str
    people: Collection[int]
    posts: Collection[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the register is narrowed to: one subject, one complaint or several."""

    category: str | None = None
    is_systemic: bool | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A recommendation in the register; `due_at` and `last_day` only while a date runs."""

    id: int
    title: str
    state: State
    made_at: datetime
    level: int
    post: str | None
    addressee_id: int | None
    category: str
    complaints: int
    has_climbed: bool
    due_at: datetime | None
    last_day: date | None
    allowance: str


@dataclass(frozen=True, slots=True)
class RegisterFigures:
    """What became of all recommendations of an agency; a reply is due once its date came."""

    made: int
    reply_due: int
    replied_in_time: int
    replied: int
    accepted: int
    done: int
    verified: int


def view_sizes(session: Session, looking: Looking) -> dict[RegisterView, int]:
    """Return how many recommendations each view has."""
    counted = {
        view.value: func.coalesce(func.sum(case((_in_view(looking, view), 1), else_=0)), 0)
        for view in RegisterView
    }
    row = session.execute(_of_agency(looking, *(c.label(n) for n, c in counted.items()))).one()
    return {view: int(count) for view, count in zip(RegisterView, row, strict=True)}


def register_page(
    session: Session, looking: Looking, view: RegisterView, narrowing: Narrowing, page: int
) -> tuple[list[RegisterRow], int]:
    """Return a page of a view, the soonest date first, then what has none; and how many in all."""
    chosen = and_(_in_view(looking, view), *_narrowed(narrowing))
    is_dated = _R.state.in_([state.value for state in DATED])
    due_at, last_day = case((is_dated, _K.due_at)), case((is_dated, _K.last_day))
    statement = _of_agency(
        looking,
        *(_R.id, _R.title, _R.state, _R.made_at, _R.level, _R.post, _R.addressee_id),
        *(_C.category, _complaints(), _has_climbed(), due_at, last_day, _K.allowance),
    ).where(chosen)
    total = session.scalar(_of_agency(looking, func.count()).where(chosen)) or 0
    ordered = statement.order_by(due_at.is_(None), due_at, _R.id.desc())
    rows = session.execute(ordered.limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))
    return [RegisterRow(row[0], row[1], State(row[2]), *row[3:]) for row in rows], total


def register_figures(session: Session, looking: Looking) -> RegisterFigures:
    """Return what became of all recommendations of an agency."""
    rows = session.execute(_of_agency(looking, _R.state, func.count()).group_by(_R.state))
    states: dict[str, int] = {row[0]: row[1] for row in rows}
    done = states.get(State.DONE, 0) + states.get(State.VERIFIED, 0)
    replied = _count(session, looking, _has_taken(*_REPLIES))
    overdue = and_(_R.state == State.SENT.value, or_(_has_climbed(), _K.due_at <= looking.now))
    return RegisterFigures(
        made=sum(states.values()),
        reply_due=replied + _count(session, looking, overdue),
        replied_in_time=_count(session, looking, _replied_in_time()),
        replied=replied,
        accepted=states.get(State.ACCEPTED, 0) + done,
        done=done,
        verified=states.get(State.VERIFIED, 0),
    )


_REPLIES = (Step.ACCEPTED, Step.REFUSED, Step.CONFIRMED)


def _of_agency(looking: Looking, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(_R)
        .join(_C, _C.id == _R.complaint_id)
        .join(_K, _K.id == _R.clock_id)
        .where(_C.agency == looking.agency)
    )


def _in_view(looking: Looking, view: RegisterView) -> ColumnElement[bool]:
    if view in _STATES:
        return _R.state == _STATES[view].value
    if view is RegisterView.LATE:
        return or_(
            and_(_R.state == State.SENT.value, _has_climbed()),
            and_(_R.state.in_([state.value for state in DATED]), _K.due_at <= looking.now),
        )
    if view is RegisterView.MINE:
        return and_(_IS_OPEN, _is_mine(looking))
    return _IS_OPEN


def _is_mine(looking: Looking) -> ColumnElement[bool]:
    people, posts = sorted(looking.people), sorted(looking.posts)
    mine: list[ColumnElement[bool]] = [
        _R.author_id.in_(people),
        _R.addressee_id.in_(people),
        _R.owner_id.in_(people),
    ]
    return or_(*mine, _R.post.in_(posts) if posts else false())


def _narrowed(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    criteria = []
    if narrowing.category is not None:
        criteria.append(_C.category == narrowing.category)
    if narrowing.is_systemic is not None:
        several = _complaints() > 1
        criteria.append(several if narrowing.is_systemic else ~several)
    return criteria


def _complaints() -> Any:
    link = RecommendationComplaintRecord
    of_it = select(func.count()).where(link.recommendation_id == _R.id)
    return of_it.correlate(_R).scalar_subquery()


def _has_climbed() -> ColumnElement[bool]:
    return _has_taken(Step.CLIMBED)


def _has_taken(*steps: Step) -> ColumnElement[bool]:
    step = RecommendationStepRecord
    taken = select(step.id).where(step.recommendation_id == _R.id, step.kind.in_(steps))
    return taken.correlate(_R).exists()


def _replied_in_time() -> ColumnElement[bool]:
    step = RecommendationStepRecord
    in_time = select(step.id).where(
        step.recommendation_id == _R.id,
        step.kind.in_(_REPLIES),
        step.facts["in_time"].as_boolean(),
    )
    return in_time.correlate(_R).exists()


def _count(session: Session, looking: Looking, criterion: ColumnElement[bool]) -> int:
    return session.scalar(_of_agency(looking, func.count()).where(criterion)) or 0
