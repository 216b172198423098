"""What the top authority sees: the complaints that wait for its decision, and four numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord, EscalationRecord
from portal.complaints.records.message import MessageRecord, ReportCountRecord
from portal.domain.complaint import Status
from portal.domain.figures.indicators import Measure

_C = ComplaintRecord
_UNDECIDED = tuple(status.value for status in Status if status.is_unanswered)
_ANSWERED = Status.ANSWERED.value
SHOWN_AT_MOST = 50
# In the query's own text, as in the index of complaints above this level.
_FIRST_LEVEL: ColumnElement[int] = literal_column("1")
# Open or not: said because the index by date of receipt begins with it.
_EITHER = _C.is_open.in_((True, False))


@dataclass(frozen=True, slots=True)
class AtTop:
    """A complaint at the top authority, and what it was passed with."""

    id: int
    number: str
    subject: str
    category: str
    language: str
    received_at: datetime
    due_at: datetime | None
    late_since: datetime | None
    arrived_at: datetime | None
    reason: str | None
    passed_with: str | None
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """Four numbers of an agency: two of the month, two of today."""

    received: int
    received_before: int
    late: int
    open: int
    kept: int
    missed: int

    @property
    def due(self) -> int:
        """How many answers were due in the month, those still missing included."""
        return self.kept + self.missed


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """How often a category came up in the month, and in the month before."""

    category: str
    now: int
    before: int


def at_top(session: Session, agency: str) -> list[AtTop]:
    """Return the unanswered complaints at the top authority, the latest ones first."""
    rows = session.execute(
        select(
            *(_C.id, _C.number, _C.subject, _C.category, _C.language),
            *(_C.received_at, _C.due_at, _C.late_since),
        )
        .where(
            _C.agency == agency,
            _C.is_open.is_(True),
            _C.level >= _C.top_level,
            _C.level > _FIRST_LEVEL,
            _C.status.in_(_UNDECIDED),
        )
        .order_by(_C.due_at, _C.id)
        .limit(SHOWN_AT_MOST)
    ).all()
    ids = [row.id for row in rows]
    arrivals, texts = _arrivals(session, ids), _texts(session, ids)
    return [_at_top(row, arrivals.get(row.id), texts) for row in rows]


def numbers(session: Session, agency: str, month: datetime, month_before: datetime) -> Numbers:
    """Return the four numbers; `month` is when the month began, `month_before` the one before."""
    received = _received(agency, _C.received_at >= month)
    before = _received(agency, _C.received_at >= month_before, _C.received_at < month)
    unanswered = (_C.is_open.is_(True), _C.due_at.is_not(None), _C.status != _ANSWERED)
    late = _of(agency, *unanswered, _C.late_since.is_not(None))
    is_open = _of(agency, _C.is_open.is_(True))
    row = session.execute(select(received, before, late, is_open)).one()
    return Numbers(*row, **_promises(session, agency, month))


def _promises(session: Session, agency: str, month: datetime) -> dict[str, int]:
    """Return how many promised dates of the month were kept and missed, from the report counts."""
    record = ReportCountRecord
    rows = session.execute(
        select(record.measure, func.sum(record.n))
        .where(
            record.agency == agency,
            record.month == f"{month:%Y-%m}",
            record.measure.in_((Measure.ANSWER_KEPT.value, Measure.ANSWER_MISSED.value)),
        )
        .group_by(record.measure)
    )
    counts = {measure: int(n) for measure, n in rows}
    return {
        "kept": counts.get(Measure.ANSWER_KEPT.value, 0),
        "missed": counts.get(Measure.ANSWER_MISSED.value, 0),
    }


def most_frequent(
    session: Session, agency: str, month: datetime, month_before: datetime, most: int = 5
) -> list[CategoryCount]:
    """Return the categories most often received this month."""
    now = func.sum(case((_C.received_at >= month, 1), else_=0))
    before = func.sum(case((_C.received_at < month, 1), else_=0))
    rows = session.execute(
        select(_C.category, now, before)
        .where(_C.agency == agency, _EITHER, _C.received_at >= month_before)
        .where(_C.parent_id.is_(None))
        .group_by(_C.category)
        .order_by(now.desc(), _C.category)
        .limit(most)
    )
    return [CategoryCount(*row) for row in rows if row[1]]


def _at_top(
    row: Any,
    arrival: tuple[datetime, str] | None,
    texts: dict[tuple[int, str], tuple[datetime, str]],
) -> AtTop:
    passed, decided = texts.get((row.id, "to_top")), texts.get((row.id, "decision"))
    arrived_at, reason = arrival or (None, None)
    is_decided = decided is not None and (arrived_at is None or decided[0] >= arrived_at)
    return AtTop(
        **row._mapping,
        arrived_at=arrived_at,
        reason=reason,
        passed_with=passed[1] if passed else None,
        is_decided=is_decided,
    )


def _arrivals(session: Session, ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """Return when, and why, each complaint last went up."""
    record = EscalationRecord
    rows = session.execute(
        select(record.complaint_id, record.at, record.reason)
        .where(record.complaint_id.in_(ids))
        .order_by(record.id)
    )
    return {complaint_id: (at, reason) for complaint_id, at, reason in rows}


def _texts(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], tuple[datetime, str]]:
    """Return the newest text of each kind that passed to, or came from, the top authority."""
    record = MessageRecord
    rows = session.execute(
        select(record.complaint_id, record.kind, record.at, record.body)
        .where(record.complaint_id.in_(ids), record.kind.in_(("to_top", "decision")))
        .order_by(record.id)
    )
    return {(complaint_id, kind): (at, body) for complaint_id, kind, at, body in rows}


def _received(agency: str, *chosen: ColumnElement[bool]) -> ColumnElement[int]:
    """Count what was filed with the agency, without its parts of complaints that others have.

    They are taken off: counted with the rest, the index of what was received would not do.
    """
    parts = _of(agency, _C.parent_id.is_not(None), *chosen)
    return _of(agency, _EITHER, *chosen) - parts


def _of(agency: str, *chosen: ColumnElement[bool]) -> ColumnElement[int]:
    statement = select(func.count()).select_from(_C)
    return statement.where(_C.agency == agency, *chosen).scalar_subquery()
