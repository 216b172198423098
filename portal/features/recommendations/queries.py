"""Recommendations as they are read: one with all that happened to it, those of a complaint.

The use cases get from here what they act on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from portal.complaints.every_feature import Features
from portal.complaints.queries.accounts import members_who_may, names_of
from portal.complaints.queries.case_file import CaseRead, masked_texts
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.kept_clocks import KeptClock, clock_by_id
from portal.complaints.queries.of_complaint import COMPLAINT_ID, belonging
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.steps import steps_of
from portal.db.reads import AnySelect, Rows
from portal.db.row_filter import as_the_portal, find
from portal.domain.errors import UnknownRecommendationError
from portal.domain.handling.lifecycle import TakenStep, has_taken
from portal.domain.permissions import Permission
from portal.features.recommendations.records import (
    OF,
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import (
    DATED,
    ENTRIES,
    LEADS_TO,
    RETURNED,
    WORDING,
    Roles,
    State,
    Step,
)

LIKE_AT_MOST = 30
_LIKE_WITHIN = timedelta(days=365)
_R, _L, _C = RecommendationRecord, RecommendationComplaintRecord, ComplaintRecord
_GATHERED = (_C.number, _C.received_at, _C.reply_by, _C.wishes_news)


class Gathered(Struct, frozen=True):
    """A complaint that a recommendation gathers, or could; `wishes_news` once it is corrected."""

    number: str
    received_at: datetime
    reply_by: str
    wishes_news: bool


class FoundRecommendation(Struct, frozen=True):
    """A recommendation as it stands, with its steps in order and its complaints.

    It gathers `count` of them, of which `complaints` are those that whoever looks may see.
    """

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
    count: int
    complaints: tuple[Gathered, ...]
    names: Mapping[int, str]

    @property
    def versions(self) -> tuple[TakenStep[Step], ...]:
        """Its text as it was sent first, then each corrected version."""
        return tuple(step for step in self.steps if step.kind in WORDING)

    @property
    def was_escalated(self) -> bool:
        """Tell whether a level did not reply in time."""
        return has_taken(self.steps, Step.ESCALATED)


class Mentioned(Struct, frozen=True):
    """A recommendation as the page of a complaint mentions it."""

    id: int
    title: str
    state: State


class ToldRecommendation(Struct, frozen=True):
    """When a recommendation was made, where it stands, and by when it is carried out."""

    made_at: datetime
    state: State
    by: date | None


def recommendation(session: Session, agency: str, recommendation_id: int) -> FoundRecommendation:
    """Return a recommendation of an agency, or raise UnknownRecommendationError."""
    statement = (
        select(_R, OF.c.number, OF.c.category)
        .join(OF, OF.c.id == _R.complaint_id)
        .where(_R.id == recommendation_id, OF.c.agency == agency)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise UnknownRecommendationError(recommendation_id)
    record: RecommendationRecord = row[0]
    steps = steps_of_recommendation(session, record.id)
    people = [record.author_id, record.addressee_id, record.owner_id]
    complaints = select(*_GATHERED).where(is_gathered(record.id)).order_by(_C.id)
    count = select(func.count(_L.complaint_id)).where(_L.recommendation_id == record.id)
    with as_the_portal(session):
        clock = clock_by_id(session, record.clock_id)
    return FoundRecommendation(
        id=record.id,
        title=record.title,
        state=State(record.state),
        made_at=record.made_at,
        level=record.level,
        roles=record.roles,
        number=row.number,
        category=row.category,
        clock=clock,
        steps=steps,
        count=session.scalar(count) or 0,
        complaints=tuple(Gathered(*complaint) for complaint in session.execute(complaints)),
        names=names_of(session, [*people, *(step.user_id for step in steps)]),
    )


def number_of_recommendation(session: Session, recommendation_id: int) -> str:
    """Return the number of the complaint that a recommendation is from.

    Raise UnknownRecommendationError where the actor sees no such recommendation.
    """
    numbers = select(OF.c.number).select_from(_R).join(OF, OF.c.id == _R.complaint_id)
    number = session.scalar(numbers.where(_R.id == recommendation_id))
    if number is None:
        raise UnknownRecommendationError(recommendation_id)
    return str(number)


def steps_of_recommendation(
    session: Session, recommendation_id: int
) -> tuple[TakenStep[Step], ...]:
    """Return all that happened to a recommendation, in order."""
    of_it = RecommendationStepRecord.recommendation_id == recommendation_id
    return steps_of(session, RecommendationStepRecord, Step, of_it)


def who_may_own(
    session: Session, features: Features, agency: str, recommendation_id: int
) -> list[tuple[int, str]]:
    """Return who of an agency may carry a recommendation out, with their names.

    Nobody whom the complaint that it is from concerns.
    """
    complaint_id = session.scalar(select(_R.complaint_id).where(_R.id == recommendation_id)) or 0
    excluded = features.excluded(session, [complaint_id]).get(complaint_id, ())
    members = members_who_may(session, Permission.CARRY_OUT, agency)
    return [(member.user_id, member.name) for member in members if member.user_id not in excluded]


def _mentioned(rows: Iterable[Any]) -> list[Mentioned]:
    return [Mentioned(id_, title, State(state)) for id_, title, state in rows]


_MENTIONED: AnySelect = select(_R.id.label("by"), _R.id, _R.title, _R.state)
MENTIONED: CaseRead[list[Mentioned]] = CaseRead(
    (_MENTIONED.join(_L, _L.recommendation_id == _R.id).where(_L.complaint_id == COMPLAINT_ID),),
    lambda rows: _mentioned(reversed(rows)),
    masked=lambda mentioned, masking: list(masked_texts(mentioned, masking, "title")),
)
"""The recommendations that gather a complaint, the newest first."""


def refused_recommendations(session: Session, agency: str) -> list[Mentioned]:
    """Return what the top authority of an agency has to settle, the oldest first."""
    return _mentioned(row[1:] for row in find(session, _REFUSED, agency=agency))


_REFUSED = (
    _MENTIONED.join(_C, _C.id == _R.complaint_id)
    .where(_C.agency == bindparam("agency"), _R.state == State.REFUSED.value)
    .order_by(_R.id)
)


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


def _told(recommendation_id: int, entries: Rows) -> ToldRecommendation:
    of_it = [entry for entry in entries if entry[1]["recommendation"] == recommendation_id]
    (made_at, _), *later = of_it
    if not later:
        return ToldRecommendation(made_at, State.SENT, None)
    moves = [facts for _, facts in later]
    state = LEADS_TO[Step(moves[-1]["step"])]
    days = [facts["by"] for facts in moves if "by" in facts]
    by = date.fromisoformat(days[-1]) if days and state is State.ACCEPTED else None
    return ToldRecommendation(made_at, state, by)


def _all_told(told: Rows, entries: Rows) -> tuple[ToldRecommendation, ...]:
    return tuple(_told(number, entries) for (number,) in told)


_E = HistoryEntryRecord
_TOLD_ENTRIES = [entry.value for entry in ENTRIES]
TOLD_RECOMMENDATIONS = FollowedRead(
    (
        belonging(_L, [_L.recommendation_id], "recommendation_id").where(_L.told),
        belonging(_E, [_E.at, _E.facts], "seq").where(_E.kind.in_(_TOLD_ENTRIES)),
    ),
    _all_told,
)
"""What the complainant is told: nothing of a recommendation that no answer told of.

It is read from the complaint's own history: recommendations are out of a complainant's reach.
"""


def watched_after_end(agency: str) -> ColumnElement[bool]:
    """Return what chooses the clocks of recommendations whose complaint ended in an agency."""
    dated = select(_R.clock_id).where(_R.state.in_(DATED))
    # By no index: SQLite would read every complaint that ended in the agency for it.
    named = _C.agency.concat("") == agency
    return and_(named, _C.is_open.is_(False), ClockRecord.id.in_(dated))


# What is acted on.


def held_recommendation(
    session: Session, complaint_id: int, recommendation_id: int
) -> RecommendationRecord:
    """Return a recommendation written from a complaint that is held, so that nobody else acts.

    Raise UnknownRecommendationError where there is none.
    """
    of_it = select(_R).where(_R.id == recommendation_id, _R.complaint_id == complaint_id)
    recommendation = session.scalar(of_it.execution_options(populate_existing=True))
    if recommendation is None:
        raise UnknownRecommendationError(recommendation_id)
    return recommendation


IS_AWAITED = exists().where(_R.complaint_id == _C.id, _R.state.in_(RETURNED))
"""Whether people have still to act on a recommendation written from a complaint."""


def awaited_recommendations(session: Session, complaint_id: int) -> list[RecommendationRecord]:
    """Return the recommendations written from a complaint on which people have still to act."""
    awaited = select(_R).where(_R.complaint_id == complaint_id, _R.state.in_(RETURNED))
    return list(session.scalars(awaited.order_by(_R.id)))


def recommendation_of(session: Session, clock: ClockRecord) -> RecommendationRecord:
    """Return the recommendation whose date a clock keeps."""
    return session.scalars(select(_R).where(_R.clock_id == clock.id)).one()


def clock_of(session: Session, recommendation: RecommendationRecord) -> ClockRecord:
    """Return the clock of a recommendation that runs, or ran last."""
    return session.get_one(ClockRecord, recommendation.clock_id)


def is_gathered(recommendation_id: int) -> ColumnElement[bool]:
    """Return what chooses the complaints that a recommendation gathers."""
    return _C.id.in_(select(_L.complaint_id).where(_L.recommendation_id == recommendation_id))


def gathered_complaints(session: Session, recommendation_id: int) -> Sequence[ComplaintRecord]:
    """Return the complaints that a recommendation gathers, in order."""
    statement = select(_C).where(is_gathered(recommendation_id)).order_by(_C.id)
    return session.scalars(statement).all()


def show_what_became(session: Session, complaint_id: int) -> None:
    """Let a complainant see what becomes of the recommendations that gather their complaint."""
    session.execute(update(_L).where(_L.complaint_id == complaint_id).values(told=True))
