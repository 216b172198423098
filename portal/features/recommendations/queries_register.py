"""The recommendations of agencies: the register of one, and what all of them count.

The register shows them in views, the soonest date first, and in figures. Lessons and alarms are
told of them by `Recommendations`. They are few beside complaints: their steps are read as they
are, and not from the cube, in which one would count with each complaint that it gathers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.changes import Change, Changes, VerifiedChange
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, PersonRecord
from portal.complaints.work import Work
from portal.domain.errors import TransitionNotAllowedError, UnknownRecommendationError
from portal.features.recommendations.queries import recommendation
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import DATED, REPLIES, State, Step

ROWS_A_PAGE = 50

_A_YEAR = timedelta(days=365)
_R, _S, _L = RecommendationRecord, RecommendationStepRecord, RecommendationComplaintRecord
_K, _C = ClockRecord, ComplaintRecord


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


_COMPLAINTS: Any = (
    select(func.count()).where(_L.recommendation_id == _R.id).correlate(_R).scalar_subquery()
)
"""How many complaints a recommendation gathers."""
_COUNTED = (_R.id, _R.title, _COMPLAINTS, _C.theme)
_IS_OPEN = _R.state.in_([state.value for state in State if state.is_open])


class Looking(Struct, frozen=True):
    """Who looks at which agency, now: a person with those they replace, and their posts."""

    agency: str
    people: Collection[int]
    posts: Collection[str]
    now: datetime


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
    """What became of all recommendations of an agency; a reply is due once its date came."""

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


def view_sizes(session: Session, looking: Looking) -> dict[RegisterView, int]:
    """Return how many recommendations each view has."""
    counted = (
        func.coalesce(func.sum(case((_in_view(looking, view), 1), else_=0)), 0).label(view.value)
        for view in RegisterView
    )
    row = session.execute(_of_agency(looking, *counted)).one()
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
        *(_C.category, _COMPLAINTS, _has_taken(Step.ESCALATED), due_at, last_day, _K.allowance),
    ).where(chosen)
    ordered = statement.order_by(due_at.is_(None), due_at, _R.id.desc())
    rows = session.execute(ordered.limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))
    listed = [RegisterRow(row[0], row[1], State(row[2]), *row[3:]) for row in rows]
    return listed, _count(session, looking, chosen)


def register_figures(session: Session, looking: Looking) -> RegisterFigures:
    """Return what became of all recommendations of an agency."""
    rows = session.execute(_of_agency(looking, _R.state, func.count()).group_by(_R.state))
    states: dict[str, int] = {row[0]: row[1] for row in rows}
    done = states.get(State.DONE, 0) + states.get(State.VERIFIED, 0)
    replied = _count(session, looking, _has_taken(*REPLIES))
    overdue = and_(
        _R.state == State.SENT.value, or_(_has_taken(Step.ESCALATED), _K.due_at <= looking.now)
    )
    in_time = _has_taken(*REPLIES, and_also=_S.facts["in_time"].as_boolean())
    return RegisterFigures(
        made=sum(states.values()),
        reply_due=replied + _count(session, looking, overdue),
        replied_in_time=_count(session, looking, in_time),
        replied=replied,
        accepted=states.get(State.ACCEPTED, 0) + done,
        done=done,
        verified=states.get(State.VERIFIED, 0),
    )


def steps_of_moved(
    session: Session, agencies: Collection[str], since: datetime, until: datetime
) -> list[StepOfAgency]:
    """Return all steps of the recommendations that took one in this time, each in its order."""
    moved = select(_S.recommendation_id).where(_S.at >= since, _S.at < until)
    statement = (
        _of_agencies(agencies, _C.agency, _C.category, _R.id, _S.kind, _R.made_at, _S.at)
        .join(_S, _S.recommendation_id == _R.id)
        .where(_R.id.in_(moved))
        .order_by(_R.id, _S.id)
    )
    return [StepOfAgency(*row) for row in session.execute(statement)]


def late_recommendations(
    session: Session, agencies: Collection[str], now: datetime
) -> list[tuple[str, str, int]]:
    """Return of each agency and subject how many wait for what was due before."""
    counted = _of_agencies(agencies, _C.agency, _C.category, func.count()).where(_is_late(now))
    rows = session.execute(counted.group_by(_C.agency, _C.category))
    return [(row[0], row[1], row[2]) for row in rows]


class Recommendations(Changes):
    """The recommendations of agencies, to whoever speaks of them."""

    def of_agency(self, session: Session, agency: str, most: int) -> list[tuple[int, str]]:
        """Return the newest of an agency, with their titles."""
        newest = (
            _selected(_R.id, _R.title).where(_C.agency == agency).order_by(_R.id.desc()).limit(most)
        )
        return [(row[0], row[1]) for row in session.execute(newest)]

    def change(self, session: Session, agency: str, change_id: int) -> Change:
        """Return one of an agency; raise UnknownRecommendationError where there is none."""
        change = recommendation(session, agency, change_id)
        text = change.versions[-1].body or ""
        return Change(change.id, change.title, text, change.state is State.VERIFIED)

    def verified(
        self, session: Session, agency: str, but: Collection[int], most: int
    ) -> list[VerifiedChange]:
        """Return those of an agency that were verified, the newest first, without some."""
        is_verified = _R.state == State.VERIFIED.value
        wanted = (_C.agency == agency, is_verified, _R.id.not_in(but))
        newest = _selected(*_COUNTED).where(*wanted).order_by(_R.id.desc())
        return [VerifiedChange(*row) for row in session.execute(newest.limit(most))]

    def hold_verified(self, work: Work, agency: str, change_id: int) -> VerifiedChange:
        """Hold one that was verified.

        Raise UnknownRecommendationError where there is none, TransitionNotAllowedError before.
        """
        of_it = (_C.agency == agency, _R.id == change_id)
        locked = _selected(_R).where(*of_it).with_for_update(of=_R)
        held: RecommendationRecord | None = work.session.scalar(locked)
        if held is None:
            raise UnknownRecommendationError(change_id)
        if held.state != State.VERIFIED:
            raise TransitionNotAllowedError(held.state, "write_lesson")
        return VerifiedChange(*work.session.execute(_selected(*_COUNTED).where(*of_it)).one())

    def people_behind(self, session: Session, change_id: int) -> list[str]:
        """Return the names of the people whose complaints a recommendation gathers."""
        gathered = select(_L.complaint_id).where(_L.recommendation_id == change_id)
        names = select(PersonRecord.name).where(PersonRecord.complaint_id.in_(gathered))
        return [name for name in session.scalars(names) if name]

    def in_vain(
        self, session: Session, agencies: Collection[str], now: datetime
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return of each agency how many were not followed within a year, and how many are late."""
        lately = (_S.at >= now - _A_YEAR, _S.at <= now)
        was_confirmed = _has_taken(Step.CONFIRMED, and_also=and_(*lately))
        not_followed = and_(_R.state == State.NOT_FOLLOWED.value, was_confirmed)
        rows = session.execute(
            _of_agencies(agencies, _C.agency, func.count()).where(not_followed).group_by(_C.agency)
        )
        late: Counter[str] = Counter()
        for agency, _, n in late_recommendations(session, agencies, now):
            late[agency] += n
        return {row[0]: row[1] for row in rows}, late


def _selected(*columns: Any) -> Select[Any]:
    """Return what selects recommendations with their complaint and their clock."""
    joined = select(*columns).select_from(_R).join(_C, _C.id == _R.complaint_id)
    return joined.join(_K, _K.id == _R.clock_id)


def _of_agency(looking: Looking, *columns: Any) -> Select[Any]:
    return _selected(*columns).where(_C.agency == looking.agency)


def _of_agencies(agencies: Collection[str], *columns: Any) -> Select[Any]:
    return _selected(*columns).where(_C.agency.in_(sorted(agencies)))


def _in_view(looking: Looking, view: RegisterView) -> ColumnElement[bool]:
    if view.name in State.__members__:
        return _R.state == State[view.name].value
    if view is RegisterView.LATE:
        return _is_late(looking.now)
    if view is RegisterView.MINE:
        return and_(_IS_OPEN, _is_mine(looking))
    return _IS_OPEN


def _is_late(now: datetime) -> ColumnElement[bool]:
    """Return what tells that a date passed: the one that runs, or one of a level below."""
    return or_(
        and_(_R.state == State.SENT.value, _has_taken(Step.ESCALATED)),
        and_(_R.state.in_([state.value for state in DATED]), _K.due_at <= now),
    )


def _is_mine(looking: Looking) -> ColumnElement[bool]:
    people, posts = sorted(looking.people), sorted(looking.posts)
    roles = (_R.author_id, _R.addressee_id, _R.owner_id)
    return or_(*(role.in_(people) for role in roles), _R.post.in_(posts) if posts else false())


def _narrowed(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    criteria = []
    if narrowing.category is not None:
        criteria.append(_C.category == narrowing.category)
    if narrowing.is_systemic is not None:
        criteria.append((_COMPLAINTS > 1) == narrowing.is_systemic)
    return criteria


def _has_taken(*steps: Step, and_also: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Return what tells that one of these steps was taken, one of which something is true."""
    taken = select(_S.id).where(_S.recommendation_id == _R.id, _S.kind.in_(steps))
    if and_also is not None:
        taken = taken.where(and_also)
    return taken.correlate(_R).exists()


def _count(session: Session, looking: Looking, criterion: ColumnElement[bool]) -> int:
    return session.scalar(_of_agency(looking, func.count()).where(criterion)) or 0
