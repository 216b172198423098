"""A complaint that was just filed, as its confirmation shows it, and the days promised with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, exists, select
from sqlalchemy.orm import Session

from portal.complaints.queries.followed import (
    Contact,
    PromisedDay,
    SentComplaint,
    StoredFacts,
)
from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.queries.of_complaint import columns_of
from portal.complaints.queries.readable import readable
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.direct import Direct
from portal.db.row_filter import find
from portal.db.written import Row
from portal.domain.complaint import FiledFor, ReplyBy, facts_of
from portal.domain.errors import UnknownComplaintError
from portal.domain.history import EntryKind
from portal.domain.time.clock import INSIDE, ClockKind
from portal.domain.time.due_date import DueDate
from portal.domain.time.first_counted import day_first_counted
from portal.domain.time.promise import Allowance, Confidence

_C, _P, _H = ComplaintRecord, PersonRecord, HistoryEntryRecord


class _Filed(StoredFacts, frozen=True):
    """A complaint as it is read, and how whoever filed it is reached."""

    id: int
    story: str
    reply_by: str
    email: str | None
    phone: str | None
    address: str | None
    filed_for: str
    contact_changed: bool
    access_code_hash: str
    nature: str | None


_SENT = (
    select(
        *columns_of(StoredFacts, _C),
        *(_C.id, _C.story, _C.reply_by, _P.email, _P.phone, _P.address, _C.filed_for),
        exists()
        .where(_H.complaint_id == _C.id, _H.kind == EntryKind.CONTACT_CHANGED.value)
        .label("contact_changed"),
        _C.access_code_hash,
        _C.nature,
    )
    .outerjoin(_P, and_(_P.complaint_id == _C.id, _P.role == COMPLAINANT))
    .where(_C.number == bindparam("number"))
    .order_by(_P.id)
)


class _PromisedClock(NamedTuple):
    """A clock as far as it promises something."""

    kind: str
    level: int
    pending: bool
    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    allowance: str
    promise: Mapping[str, Any]
    explanation: Mapping[str, Any]


_CLOCKS = (
    select(*(getattr(ClockRecord, name) for name in _PromisedClock._fields))
    .where(ClockRecord.complaint_id == bindparam("complaint"))
    .order_by(ClockRecord.id)
)
_GLANCE, _GLANCE_AT_CLOCKS = Direct(_SENT), Direct(_CLOCKS)


def sent_complaint(session: Session, number: str) -> SentComplaint:
    """Return a complaint that was just filed, to whoever may see it (two queries)."""
    return _sent(
        number,
        find(session, _SENT, number=number),
        lambda complaint_id: find(session, _CLOCKS, complaint=complaint_id),
    )


def sent_by_citizen(connection: Connection, number: str) -> SentComplaint:
    """Return a complaint to whoever has just filed it (two queries)."""
    return _sent(
        number,
        _GLANCE.rows(connection, number=number),
        lambda complaint_id: _GLANCE_AT_CLOCKS.rows(connection, complaint=complaint_id),
    )


def _sent(
    number: str, found: Sequence[Row], clocks_of: Callable[[int], Iterable[Row]]
) -> SentComplaint:
    if not found:
        raise UnknownComplaintError(number)
    filed = _Filed(*found[0])
    details = (detail or "" for detail in (filed.email, filed.phone, filed.address))
    clocks = (_PromisedClock(*clock) for clock in clocks_of(filed.id))
    return SentComplaint(
        id=filed.id,
        facts=facts_of(filed),
        story=filed.story,
        contact=Contact(ReplyBy(filed.reply_by), *details),
        days=promised_days(clock for clock in clocks if clock.kind not in INSIDE),
        contact_changed=bool(filed.contact_changed),
        code_hash=filed.access_code_hash,
        nature=filed.nature,
        is_for_another=filed.filed_for == FiledFor.OTHER,
        said=dict(filed.answers or {}),
    )


def promised_days(clocks: Iterable[KeptClock | _PromisedClock]) -> tuple[PromisedDay, ...]:
    """Return what each of these clocks that can be read promises the complainant, as it stands."""
    days = (readable("promised day", _day, clock) for clock in clocks)
    return tuple(day for day in days if day is not None)


def _day(clock: KeptClock | _PromisedClock) -> PromisedDay:
    # A clock that has its day neither waits nor stands still: nothing more is read of most.
    is_first = clock.kind == ClockKind.FIRST_PROMISE
    due = DueDate.from_facts(clock.explanation) if is_first or clock.due_at is None else None
    return PromisedDay(
        kind=clock.kind,
        level=clock.level,
        pending=clock.pending,
        last_day=clock.last_day,
        due_at=clock.due_at,
        allowance=Allowance.kept(clock.allowance),
        is_sample=clock.promise["confidence"] == Confidence.ASSUMED,
        waits_for_file=due is not None and due.is_waiting,
        stopped_since=due.suspended_since if due else None,
        started_at=clock.started_at,
        may_be_extended=clock.promise.get("extension") is not None,
        day_when_sent=day_first_counted(due) if due is not None and is_first else None,
    )
