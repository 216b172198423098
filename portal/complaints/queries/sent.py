"""A complaint that was just filed, as its confirmation shows it, and the days promised with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from portal.complaints.queries.followed import Contact, PromisedDay, SentComplaint
from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.db.row_filter import find
from portal.domain.complaint import ReplyBy, facts_of
from portal.domain.errors import UnknownComplaintError
from portal.domain.time.clock import INSIDE
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Allowance, Confidence

_C, _P, _K = ComplaintRecord, PersonRecord, ClockRecord
_SENT = (
    select(
        *(_C.id, _C.number, _C.agency, _C.category, _C.status, _C.level, _C.received_at),
        *(_C.language, _C.channel, _C.answers, _C.story, _C.reply_by),
        *(_P.email, _P.phone, _P.address),
    )
    .outerjoin(_P, and_(_P.complaint_id == _C.id, _P.role == COMPLAINANT))
    .where(_C.number == bindparam("number"))
    .order_by(_P.id)
)
_CLOCKS = (
    select(
        *(_K.kind, _K.level, _K.pending, _K.due_at, _K.last_day),
        *(_K.allowance, _K.promise, _K.explanation),
    )
    .where(_K.complaint_id == bindparam("complaint"), _K.kind.not_in(INSIDE))
    .order_by(_K.id)
)


def sent_complaint(session: Session, number: str) -> SentComplaint:
    """Return a complaint that was just filed (two queries)."""
    row: Any = find(session, _SENT, number=number).first()
    if row is None:
        raise UnknownComplaintError(number)
    details = (detail or "" for detail in (row.email, row.phone, row.address))
    clocks: Any = find(session, _CLOCKS, complaint=row.id)
    return SentComplaint(
        id=row.id,
        facts=facts_of(row),
        story=row.story,
        contact=Contact(ReplyBy(row.reply_by), *details),
        days=promised_days(clocks),
    )


def promised_days(clocks: Iterable[KeptClock]) -> tuple[PromisedDay, ...]:
    """Return what each of these clocks promises the complainant, as it stands."""
    return tuple(_day(clock) for clock in clocks)


def _day(clock: KeptClock) -> PromisedDay:
    # A clock that has its day neither waits nor stands still: nothing more is read of it.
    due = DueDate.from_facts(clock.explanation) if clock.due_at is None else None
    return PromisedDay(
        kind=clock.kind,
        level=clock.level,
        pending=clock.pending,
        last_day=clock.last_day,
        due_at=clock.due_at,
        allowance=Allowance.parse(clock.allowance),
        is_sample=clock.promise["confidence"] == Confidence.ASSUMED,
        waits_for_file=due is not None and due.is_waiting,
        stopped_since=due.suspended_since if due else None,
    )
