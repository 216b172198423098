"""One recommendation with all that happened to it, and those that a complaint led to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.clocks import KeptClock, clock_by_id
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.errors import UnknownRecommendationError
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import WORDING, State, Step

LIKE_AT_MOST = 30
_LIKE_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class FoundStep:
    """Something that happened to a recommendation."""

    kind: Step
    at: datetime
    user_id: int | None
    body: str | None
    facts: Mapping[str, Any]


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
    author_id: int | None
    made_at: datetime
    level: int
    post: str | None
    addressee_id: int | None
    owner_id: int | None
    number: str
    category: str
    clock: KeptClock
    steps: tuple[FoundStep, ...]
    complaints: tuple[Gathered, ...]
    names: Mapping[int, str]

    @property
    def versions(self) -> tuple[FoundStep, ...]:
        """Its text as it was sent first, then each corrected version."""
        return tuple(one for one in self.steps if one.kind in WORDING)

    @property
    def has_climbed(self) -> bool:
        """Tell whether a level did not reply in time."""
        return any(one.kind is Step.CLIMBED for one in self.steps)

    def taken_by(self, *kinds: Step) -> set[int | None]:
        """Return who took steps of these kinds."""
        return {one.user_id for one in self.steps if one.kind in kinds}


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A recommendation as the page of a complaint mentions it."""

    id: int
    title: str
    state: State


def recommendation(session: Session, agency: str, recommendation_id: int) -> FoundRecommendation:
    """Return a recommendation of an agency, or raise UnknownRecommendationError."""
    record, complaint = RecommendationRecord, ComplaintRecord
    statement = (
        select(record, complaint.number, complaint.category)
        .join(complaint, complaint.id == record.complaint_id)
        .where(record.id == recommendation_id, complaint.agency == agency)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise UnknownRecommendationError(recommendation_id)
    found: RecommendationRecord = row[0]
    steps = _steps(session, found.id)
    people = [found.author_id, found.addressee_id, found.owner_id]
    return FoundRecommendation(
        id=found.id,
        title=found.title,
        state=State(found.state),
        author_id=found.author_id,
        made_at=found.made_at,
        level=found.level,
        post=found.post,
        addressee_id=found.addressee_id,
        owner_id=found.owner_id,
        number=row.number,
        category=row.category,
        clock=clock_by_id(session, found.clock_id),
        steps=steps,
        complaints=_complaints(session, found.id),
        names=names_of(session, [*people, *(one.user_id for one in steps)]),
    )


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
    record, complaint = RecommendationRecord, ComplaintRecord
    statement = (
        select(record.id, record.title, record.state)
        .join(complaint, complaint.id == record.complaint_id)
        .where(complaint.agency == agency, record.state == State.REFUSED.value)
        .order_by(record.id)
    )
    return [Mentioned(row[0], row[1], State(row[2])) for row in session.execute(statement)]


def complaints_like(
    session: Session, agency: str, category: str, number: str, now: datetime
) -> list[Gathered]:
    """Return the newest complaints of a year about the same subject, but for one of them."""
    complaint = ComplaintRecord
    statement = (
        select(*_GATHERED)
        .where(
            complaint.agency == agency,
            complaint.is_open.in_((True, False)),
            complaint.received_at > now - _LIKE_WITHIN,
            complaint.category == category,
            complaint.number != number,
        )
        .order_by(complaint.received_at.desc(), complaint.id.desc())
        .limit(LIKE_AT_MOST)
    )
    return [Gathered(*row) for row in session.execute(statement)]


_C = ComplaintRecord
_GATHERED = (_C.number, _C.received_at, _C.reply_by, _C.wishes_news)


def _steps(session: Session, recommendation_id: int) -> tuple[FoundStep, ...]:
    step = RecommendationStepRecord
    statement = (
        select(step.kind, step.at, step.user_id, step.body, step.facts)
        .where(step.recommendation_id == recommendation_id)
        .order_by(step.id)
    )
    return tuple(FoundStep(Step(row[0]), *row[1:]) for row in session.execute(statement))


def _complaints(session: Session, recommendation_id: int) -> tuple[Gathered, ...]:
    link = RecommendationComplaintRecord
    statement = (
        select(*_GATHERED)
        .join(link, link.complaint_id == ComplaintRecord.id)
        .where(link.recommendation_id == recommendation_id)
        .order_by(ComplaintRecord.id)
    )
    return tuple(Gathered(*row) for row in session.execute(statement))
