"""What the top authority sees: the complaints that wait for its decision, and four numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import masked_texts
from portal.complaints.queries.counted_cells import OF_COMPLAINTS, WHOLE_AGENCIES
from portal.complaints.queries.withheld import withheld_among
from portal.complaints.queries.work_list_rows import NOTHING_PROMISED, Promises, promises_of
from portal.complaints.queries.work_list_views import LATE_APART
from portal.complaints.records.complaint import ComplaintRecord, EscalationRecord
from portal.complaints.records.message import MessageRecord, ReportCountRecord
from portal.db.row_filter import find
from portal.domain.complaint import FiledFor, Status, is_own_motion
from portal.domain.figures.measures import Measure
from portal.domain.masking import Hidden

_C, _COUNT, _TEXT, _UP = ComplaintRecord, ReportCountRecord, MessageRecord, EscalationRecord
_UNDECIDED = tuple(status.value for status in Status if status.is_unanswered)
SHOWN_AT_MOST = 50
_CATEGORIES_AT_MOST = 5
# In the query's own text, as in the index of complaints above this level.
_FIRST_LEVEL: ColumnElement[int] = literal_column("1")
# Open or not: said because the index by date of receipt begins with it.
_EITHER = _C.is_open.in_((True, False))


class AtTop(Struct, frozen=True):
    """A complaint at the top authority, and what it was passed with."""

    id: int
    number: str
    subject: str
    category: str
    language: str
    filed_for: str
    received_at: datetime
    due_at: datetime | None
    late_since: datetime | None
    arrived_at: datetime | None
    reason: str | None
    passed_with: str | None
    is_decided: bool
    within: str | None

    @property
    def is_own_motion(self) -> bool:
        """Tell whether the service opened it by itself: nobody complains in it."""
        return is_own_motion(self)


class Report(Struct, frozen=True):
    """A report that was delivered on a file of the service's own."""

    id: int
    number: str
    subject: str
    language: str
    answered_at: datetime


class Numbers(Struct, frozen=True):
    """Four numbers of an agency: two of the month, two of today; and what its service opened."""

    received: int
    received_before: int
    late: int
    open: int
    opened: int
    kept: int
    missed: int

    @property
    def due(self) -> int:
        """How many answers were due in the month, those still missing included."""
        return self.kept + self.missed


class CategoryCount(Struct, frozen=True):
    """How often a category came up in the month, and in the month before."""

    category: str
    now: int
    before: int


_OF_AGENCY = _C.agency == bindparam("agency")
# In the query's own text, as in the index of these few.
_IS_OWN = _C.filed_for == literal_column(f"'{FiledFor.SERVICE.value}'")
_THIS_MONTH = _C.received_at >= bindparam("month")
_MONTH_BEFORE = and_(
    _C.received_at >= bindparam("month_before"), _C.received_at < bindparam("month")
)


def at_top(session: Session, agency: str) -> list[AtTop]:
    """Return the unanswered complaints at the top authority, the latest ones first."""
    rows = find(session, _AT_TOP, agency=agency)
    ids = [row[0] for row in rows]
    if not ids:
        return []
    arrivals, texts = _arrivals(session, ids), _texts(session, ids)
    promised, hidden = promises_of(session, ids), withheld_among(session, ids)
    return [
        masked
        for row in rows
        for masked in masked_texts(
            [_at_top(row, arrivals.get(row[0]), texts, promised.get(row[0], NOTHING_PROMISED))],
            hidden.get(row[0], Hidden()).masked,
            *("subject", "passed_with"),
        )
    ]


_AT_TOP = (
    select(
        *(_C.id, _C.number, _C.subject, _C.category, _C.language, _C.filed_for),
        *(_C.received_at, _C.due_at, _C.late_since),
    )
    .where(
        _OF_AGENCY,
        _C.is_open.is_(True),
        _C.level >= _C.top_level,
        _C.level > _FIRST_LEVEL,
        _C.status.in_(_UNDECIDED),
    )
    .order_by(_C.due_at, _C.id)
    .limit(SHOWN_AT_MOST)
)


def reports_since(session: Session, agency: str, since: datetime) -> list[Report]:
    """Return the reports on own files delivered since a moment, the newest first."""
    found = find(session, _REPORTS, agency=agency, since=since)
    rows = [
        Report(id_, number, subject, language, at)
        for id_, number, subject, language, at in found
        if at is not None
    ]
    hidden = withheld_among(session, [report.id for report in rows]) if rows else {}
    return [
        masked
        for report in rows
        for masked in masked_texts([report], hidden.get(report.id, Hidden()).masked, "subject")
    ]


_REPORTS = (
    select(_C.id, _C.number, _C.subject, _C.language, _C.answered_at)
    .where(_OF_AGENCY, _IS_OWN, _C.answered_at >= bindparam("since"))
    .order_by(_C.answered_at.desc(), _C.id)
    .limit(SHOWN_AT_MOST)
)


def numbers(
    session: Session, agency: str, month: datetime, month_before: datetime, now: datetime
) -> Numbers:
    """Return the four numbers; `month` is when the month began, `month_before` the one before.

    Late is what the work list's view of late complaints shows.
    """
    values = {"month": month, "month_before": month_before, "now": now}
    (row,) = find(session, _NUMBERS, agency=agency, **values)
    return Numbers(*row, **_promises(session, agency, month))


def _promises(session: Session, agency: str, month: datetime) -> dict[str, int]:
    """Return how many promised dates of the month were kept and missed, from the report counts."""
    counts = dict(find(session, _PROMISES, agency=agency, month=f"{month:%Y-%m}"))
    return {
        "kept": int(counts.get(Measure.ANSWER_KEPT.value, 0)),
        "missed": int(counts.get(Measure.ANSWER_MISSED.value, 0)),
    }


_PROMISES = (
    select(_COUNT.measure, func.sum(_COUNT.n))
    .where(
        _COUNT.agency == bindparam("agency"),
        _COUNT.month == bindparam("month"),
        _COUNT.measure.in_((Measure.ANSWER_KEPT.value, Measure.ANSWER_MISSED.value)),
        OF_COMPLAINTS,
        WHOLE_AGENCIES,
    )
    .group_by(_COUNT.measure)
)


def most_frequent(
    session: Session, agency: str, month: datetime, month_before: datetime
) -> list[CategoryCount]:
    """Return the categories most often received this month."""
    rows = find(session, _MOST_FREQUENT, agency=agency, month=month, month_before=month_before)
    return [CategoryCount(*row) for row in rows if row[1]]


_RECEIVED_NOW = func.sum(case((_THIS_MONTH, 1), else_=0))
_MOST_FREQUENT = (
    select(_C.category, _RECEIVED_NOW, func.sum(case((_MONTH_BEFORE, 1), else_=0)))
    .where(_OF_AGENCY, _EITHER, _C.received_at >= bindparam("month_before"))
    .where(_C.parent_id.is_(None), ~_IS_OWN)
    .group_by(_C.category)
    .order_by(_RECEIVED_NOW.desc(), _C.category)
    .limit(_CATEGORIES_AT_MOST)
)


def _at_top(
    row: Sequence[Any],
    arrival: tuple[datetime, str] | None,
    texts: dict[tuple[int, str], tuple[datetime, str]],
    promises: Promises,
) -> AtTop:
    passed, decided = texts.get((row[0], "to_top")), texts.get((row[0], "decision"))
    arrived_at, reason = arrival or (None, None)
    *_, late_since = row
    is_decided = decided is not None and (arrived_at is None or decided[0] >= arrived_at)
    return AtTop(  # type: ignore[call-arg]  # of columns, there are as many as _AT_TOP has
        *row,
        arrived_at,
        reason,
        passed[1] if passed else None,
        is_decided,
        promises.within(late_since),
    )


def _arrivals(session: Session, ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """Return when, and why, each complaint last went up."""
    rows = find(session, _ARRIVALS, ids=ids)
    return {complaint_id: (at, reason) for complaint_id, at, reason in rows}


_ARRIVALS = (
    select(_UP.complaint_id, _UP.at, _UP.reason)
    .where(_UP.complaint_id.in_(bindparam("ids", expanding=True)))
    .order_by(_UP.id)
)


def _texts(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], tuple[datetime, str]]:
    """Return the newest text of each kind that passed to, or came from, the top authority."""
    rows = find(session, _TEXTS, ids=ids)
    return {(complaint_id, kind): (at, body) for complaint_id, kind, at, body in rows}


_TEXTS = (
    select(_TEXT.complaint_id, _TEXT.kind, _TEXT.at, _TEXT.body)
    .where(
        _TEXT.complaint_id.in_(bindparam("ids", expanding=True)),
        _TEXT.kind.in_(("to_top", "decision")),
    )
    .order_by(_TEXT.id)
)


def _of(*chosen: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(_C).where(_OF_AGENCY, *chosen).scalar_subquery()


def _received(chosen: ColumnElement[bool]) -> ColumnElement[int]:
    """Count what was filed with the agency, without its parts of complaints that others have.

    They are taken off: counted with the rest, the index of what was received would not do. So is
    what the service opened by itself.
    """
    parts, opened = _C.parent_id.is_not(None), _IS_OWN
    return _of(_EITHER, chosen) - _of(parts, chosen) - _of(opened, chosen)


_MISSED, _PASSED = LATE_APART
_NUMBERS = select(
    *(_received(_THIS_MONTH), _received(_MONTH_BEFORE)),
    *(_of(_MISSED) + _of(_PASSED), _of(_C.is_open.is_(True)), _of(_IS_OWN, _THIS_MONTH)),
)
