"""The recommendations of agencies: the register of one, and what all of them count.

The register shows them in views, the soonest date first, and in figures. They are few beside
complaints: their steps are read as they are, and not from the cube, in which one would count with
each complaint that it gathers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from portal.db.reads import AnySelect
from portal.db.row_filter import find
from portal.domain.time.clock import ClockKind
from portal.features.recommendations.records import (
    CLOCK,
    OF,
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import DATED, REPLIES, State, Step

ROWS_A_PAGE = 50

_R, _S, _L = RecommendationRecord, RecommendationStepRecord, RecommendationComplaintRecord
_K, _C = CLOCK.c, OF.c


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
    KEPT_OUT = "revenues"


COMPLAINTS: Any = (
    select(func.count()).where(_L.recommendation_id == _R.id).correlate(_R).scalar_subquery()
)
"""How many complaints a recommendation gathers."""
_IS_OPEN = _R.state.in_([state.value for state in State if state.is_open])
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_IS_MINE = or_(
    *(role.in_(_PEOPLE) for role in (_R.author_id, _R.addressee_id, _R.owner_id)),
    _R.post.in_(bindparam("posts", expanding=True)),
)


class Looking(Struct, frozen=True):
    """Who looks at which agency, now: a person with those they replace, and their posts."""

    agency: str
    people: Collection[int]
    posts: Collection[str]
    now: datetime

    @property
    def values(self) -> dict[str, Any]:
        """What the register's statements are handed."""
        people, posts = sorted(self.people), sorted(self.posts)
        return {"agency": self.agency, "people": people, "posts": posts, "now": self.now}


class Narrowing(Struct, frozen=True):
    """What the register is narrowed to: one subject, one complaint or several."""

    category: str | None = None
    is_systemic: bool | None = None


class RegisterRow(Struct, frozen=True):
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
    was_escalated: bool
    due_at: datetime | None
    last_day: date | None
    allowance: str


class RegisterFigures(Struct, frozen=True):
    """What became of all recommendations of an agency; a reply is due once its date came.

    One that came back was made, and is counted nowhere else: nothing is awaited of anybody.
    """

    made: int
    reply_due: int
    replied_in_time: int
    replied: int
    accepted: int
    done: int
    verified: int


class StepOfAgency(NamedTuple):
    """A step of a recommendation, and the agency and subject that it is of."""

    agency: str
    category: str
    recommendation: int
    kind: str
    made_at: datetime
    at: datetime


class Execution(NamedTuple):
    """When an accepted recommendation was to be carried out, and when it was verified, if so."""

    agency: str
    category: str
    due_at: datetime
    verified_at: datetime | None


def view_sizes(session: Session, looking: Looking) -> dict[RegisterView, int]:
    """Return how many recommendations each view has."""
    (sizes,) = find(session, _sizes(), **looking.values)
    return {view: int(size) for view, size in zip(RegisterView, sizes, strict=True)}


def register_page(
    session: Session, looking: Looking, view: RegisterView, narrowing: Narrowing, page: int
) -> tuple[list[RegisterRow], int]:
    """Return a page of a view, the soonest date first, then what has none; and how many in all."""
    shown = (view, narrowing.category is not None, narrowing.is_systemic)
    values = {**looking.values, "category": narrowing.category}
    offset = (page - 1) * ROWS_A_PAGE
    rows = find(session, _page(*shown), **values, most=ROWS_A_PAGE, offset=offset)
    listed = [RegisterRow(row[0], row[1], State(row[2]), *row[3:]) for row in rows]
    ((total,),) = find(session, _size(*shown), **values)
    return listed, total


def register_figures(session: Session, looking: Looking) -> RegisterFigures:
    """Return what became of all recommendations of an agency."""
    states: Counter[str] = Counter()
    replied = overdue = in_time = 0
    for state, n, of_replied, of_overdue, of_in_time in find(session, _figures(), **looking.values):
        states[state] = n
        if state != State.KEPT_OUT:
            replied, overdue = replied + of_replied, overdue + of_overdue
            in_time += of_in_time
    done = states[State.DONE] + states[State.VERIFIED]
    return RegisterFigures(
        made=states.total(),
        reply_due=replied + overdue,
        replied_in_time=in_time,
        replied=replied,
        accepted=states[State.ACCEPTED] + done,
        done=done,
        verified=states[State.VERIFIED],
    )


def steps_of_moved(
    session: Session, agencies: Collection[str], since: datetime, until: datetime
) -> list[StepOfAgency]:
    """Return all steps of the recommendations that took one in this time, each in its order."""
    moved = select(_S.recommendation_id).where(_S.at >= since, _S.at < until)
    statement = (
        of_agencies(agencies, _C.agency, _C.category, _R.id, _S.kind, _R.made_at, _S.at)
        .join(_S, _S.recommendation_id == _R.id)
        .where(_R.id.in_(moved))
        .order_by(_R.id, _S.id)
    )
    return [StepOfAgency(*row) for row in session.execute(statement)]


def late_recommendations(
    session: Session, agencies: Collection[str], now: datetime
) -> list[tuple[str, str, int]]:
    """Return of each agency and subject how many wait for what was due before."""
    counted = of_agencies(agencies, _C.agency, _C.category, func.count()).where(_is_late(now))
    rows = session.execute(counted.group_by(_C.agency, _C.category))
    return [(row[0], row[1], row[2]) for row in rows]


def executions_due(
    session: Session, agencies: Collection[str], since: datetime, until: datetime
) -> list[Execution]:
    """Return the accepted recommendations that were to be carried out in this time."""
    verified_at = (
        select(func.max(_S.at))
        .where(_S.recommendation_id == _R.id, _S.kind == Step.VERIFIED.value)
        .correlate(_R)
        .scalar_subquery()
    )
    statement = of_agencies(agencies, _C.agency, _C.category, _K.due_at, verified_at).where(
        _R.state.in_([State.ACCEPTED.value, State.DONE.value, State.VERIFIED.value]),
        _K.kind == ClockKind.RECOMMENDATION_EXECUTION.value,
        _K.due_at >= since,
        _K.due_at < until,
    )
    return [Execution(*row) for row in session.execute(statement)]


def selected(*columns: Any) -> Select[Any]:
    """Return what selects recommendations with their complaint and their clock."""
    joined = select(*columns).select_from(_R).join(OF, _C.id == _R.complaint_id)
    return joined.join(CLOCK, _K.id == _R.clock_id)


def of_agencies(agencies: Collection[str], *columns: Any) -> Select[Any]:
    """Return what selects the recommendations of these agencies."""
    return selected(*columns).where(_C.agency.in_(sorted(agencies)))


def _is_late(now: datetime | BindParameter[Any]) -> ColumnElement[bool]:
    """Return what tells that a date passed: the one that runs, or one of a level below."""
    return or_(
        and_(_R.state == State.SENT.value, has_taken(Step.ESCALATED)),
        and_(_R.state.in_([state.value for state in DATED]), _K.due_at <= now),
    )


def has_taken(*steps: Step, and_also: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Return what tells that one of these steps was taken, one of which something is true."""
    taken = select(_S.id).where(_S.recommendation_id == _R.id, _S.kind.in_(steps))
    if and_also is not None:
        taken = taken.where(and_also)
    return taken.correlate(_R).exists()


def _of_agency(*columns: Any) -> Select[Any]:
    return selected(*columns).where(_C.agency == bindparam("agency"))


@cache
def _sizes() -> AnySelect:
    return _of_agency(*(_how_many(_in_view(view)) for view in RegisterView))


@cache
def _page(view: RegisterView, by_category: bool, is_systemic: bool | None) -> AnySelect:
    is_dated = _R.state.in_([state.value for state in DATED])
    due_at, last_day = case((is_dated, _K.due_at)), case((is_dated, _K.last_day))
    rows = _of_agency(
        *(_R.id, _R.title, _R.state, _R.made_at, _R.level, _R.post, _R.addressee_id),
        *(_C.category, COMPLAINTS, has_taken(Step.ESCALATED), due_at, last_day, _K.allowance),
    ).where(_chosen(view, by_category, is_systemic))
    ordered = rows.order_by(due_at.is_(None), due_at, _R.id.desc())
    return ordered.limit(bindparam("most")).offset(bindparam("offset"))


@cache
def _size(view: RegisterView, by_category: bool, is_systemic: bool | None) -> AnySelect:
    return _of_agency(func.count()).where(_chosen(view, by_category, is_systemic))


@cache
def _figures() -> AnySelect:
    """Return what counts the recommendations of each state, and those of which more is true."""
    is_overdue = or_(has_taken(Step.ESCALATED), _K.due_at <= bindparam("now"))
    counted = (
        has_taken(*REPLIES),
        and_(_R.state == State.SENT.value, is_overdue),
        has_taken(*REPLIES, and_also=_S.facts["in_time"].as_boolean()),
    )
    return _of_agency(_R.state, func.count(), *map(_how_many, counted)).group_by(_R.state)


def _how_many(criterion: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((criterion, 1), else_=0)), 0)


def _chosen(view: RegisterView, by_category: bool, is_systemic: bool | None) -> ColumnElement[bool]:
    criteria = [_in_view(view)]
    if by_category:
        criteria.append(_C.category == bindparam("category"))
    if is_systemic is not None:
        criteria.append(COMPLAINTS > 1 if is_systemic else COMPLAINTS <= 1)
    return and_(*criteria)


def _in_view(view: RegisterView) -> ColumnElement[bool]:
    if view.name in State.__members__:
        return _R.state == State[view.name].value
    if view is RegisterView.LATE:
        return _is_late(bindparam("now"))
    return and_(_IS_OPEN, _IS_MINE) if view is RegisterView.MINE else _IS_OPEN
