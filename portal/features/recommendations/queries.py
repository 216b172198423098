"""Recommendations as they are read: one with all that happened to it, those of a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.kept_clocks import KeptClock, clock_by_id
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.steps import steps_of
from portal.domain.errors import UnknownRecommendationError
from portal.domain.handling.lifecycle import TakenStep, has_taken
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import (
    DATED,
    ENTRIES,
    LEADS_TO,
    WORDING,
    Roles,
    State,
    Step,
)

LIKE_AT_MOST = 30
_LIKE_WITHIN = timedelta(days=365)
_C = ComplaintRecord
_GATHERED = (_C.number, _C.received_at, _C.reply_by, _C.wishes_news)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A complaint that a recommendation gathers, or could; `wishes_news` once it is corrected."""

    number: str
    received_at: datetime
    reply_by: str
    wishes_news: bool


@dataclass(frozen=True, slots=True)
class FoundRecommendation:
    """A recommendation as it stands, with its steps in order and its complaints."""

    id: int
    title: str
    state: State
    made_at: datetime
    level: int
    roles: Roles
    number: str
    category: str
    clock: KeptClock
    steps: tuple[TakenStep[Step], ...]
    complaints: tuple[Gathered, ...]
    names: Mapping[int, str]

    @property
    def versions(self) -> tuple[TakenStep[Step], ...]:
        """Its text as it was sent first, then each corrected version."""
        return tuple(step for step in self.steps if step.kind in WORDING)

    @property
    def has_climbed(self) -> bool:
        """Tell whether a level did not reply in time."""
        return has_taken(self.steps, Step.CLIMBED)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A recommendation as the page of a complaint mentions it."""

    id: int
    title: str
    state: State


@dataclass(frozen=True, slots=True)
class ToldRecommendation:
    """When a recommendation was made, where it stands, and by when it is carried out."""

    made_at: datetime
    state: State
    by: date | None


def recommendation(session: Session, agency: str, recommendation_id: int) -> FoundRecommendation:
    """Return a recommendation of an agency, or raise UnknownRecommendationError."""
    statement = (
        select(RecommendationRecord, _C.number, _C.category)
        .join(_C, _C.id == RecommendationRecord.complaint_id)
        .where(RecommendationRecord.id == recommendation_id, _C.agency == agency)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise UnknownRecommendationError(recommendation_id)
    record: RecommendationRecord = row[0]
    steps = steps_of_recommendation(session, record.id)
    people = [record.author_id, record.addressee_id, record.owner_id]
    return FoundRecommendation(
        id=record.id,
        title=record.title,
        state=State(record.state),
        made_at=record.made_at,
        level=record.level,
        roles=record.roles,
        number=row.number,
        category=row.category,
        clock=clock_by_id(session, record.clock_id),
        steps=steps,
        complaints=_complaints(session, record.id),
        names=names_of(session, [*people, *(step.user_id for step in steps)]),
    )


def steps_of_recommendation(
    session: Session, recommendation_id: int
) -> tuple[TakenStep[Step], ...]:
    """Return all that happened to a recommendation, in order."""
    of_it = RecommendationStepRecord.recommendation_id == recommendation_id
    return steps_of(session, RecommendationStepRecord, Step, of_it)


def mentioned_in(session: Session, complaint_id: int) -> list[Mentioned]:
    """Return the recommendations that gather a complaint, the newest first."""
    record, link = RecommendationRecord, RecommendationComplaintRecord
    statement = (
        select(record.id, record.title, record.state)
        .join(link, link.recommendation_id == record.id)
        .where(link.complaint_id == complaint_id)
        .order_by(record.id.desc())
    )
    return [Mentioned(row[0], row[1], State(row[2])) for row in session.execute(statement)]


def refused_recommendations(session: Session, agency: str) -> list[Mentioned]:
    """Return what the top authority of an agency has to settle, the oldest first."""
    record = RecommendationRecord
    statement = (
        select(record.id, record.title, record.state)
        .join(_C, _C.id == record.complaint_id)
        .where(_C.agency == agency, record.state == State.REFUSED.value)
        .order_by(record.id)
    )
    return [Mentioned(row[0], row[1], State(row[2])) for row in session.execute(statement)]


def complaints_like(
    session: Session, agency: str, category: str, number: str, now: datetime
) -> list[Gathered]:
    """Return the newest complaints of a year about the same subject, but for one of them."""
    statement = (
        select(*_GATHERED)
        .where(
            _C.agency == agency,
            _C.is_open.in_((True, False)),
            _C.received_at > now - _LIKE_WITHIN,
            _C.category == category,
            _C.number != number,
        )
        .order_by(_C.received_at.desc(), _C.id.desc())
        .limit(LIKE_AT_MOST)
    )
    return [Gathered(*row) for row in session.execute(statement)]


def told_recommendations(session: Session, complaint_id: int) -> tuple[ToldRecommendation, ...]:
    """Return what the complainant is told: nothing of a recommendation that no answer told of.

    It is read from the complaint's own history: recommendations are out of a complainant's reach.
    """
    link, entry = RecommendationComplaintRecord, HistoryEntryRecord
    numbers = session.scalars(
        select(link.recommendation_id)
        .where(link.complaint_id == complaint_id, link.told)
        .order_by(link.recommendation_id)
    ).all()
    if not numbers:
        return ()
    entries = session.execute(
        select(entry.at, entry.facts)
        .where(entry.complaint_id == complaint_id, entry.kind.in_(ENTRIES))
        .order_by(entry.seq)
    ).all()
    return tuple(_told(number, entries) for number in numbers)


def watched_after_end(agency: str) -> ColumnElement[bool]:
    """Return what chooses the clocks of recommendations whose complaint ended in an agency."""
    dated = select(RecommendationRecord.clock_id).where(RecommendationRecord.state.in_(DATED))
    # By no index: SQLite would read every complaint that ended in the agency for it.
    named = _C.agency.concat("") == agency
    # Those of complaints with reprisals are watched with these.
    others = and_(_C.is_open.is_(False), _C.reprisal_due_at.is_(None))
    return and_(named, others, ClockRecord.id.in_(dated))


def _complaints(session: Session, recommendation_id: int) -> tuple[Gathered, ...]:
    link = RecommendationComplaintRecord
    statement = (
        select(*_GATHERED)
        .join(link, link.complaint_id == _C.id)
        .where(link.recommendation_id == recommendation_id)
        .order_by(_C.id)
    )
    return tuple(Gathered(*row) for row in session.execute(statement))


def _told(recommendation_id: int, entries: Iterable[Any]) -> ToldRecommendation:
    of_it = (entry for entry in entries if entry.facts["recommendation"] == recommendation_id)
    made, *later = of_it
    if not later:
        return ToldRecommendation(made.at, State.SENT, None)
    state = LEADS_TO[Step(later[-1].facts["step"])]
    days = [entry.facts["by"] for entry in later if "by" in entry.facts]
    by = date.fromisoformat(days[-1]) if days and state is State.ACCEPTED else None
    return ToldRecommendation(made.at, state, by)
