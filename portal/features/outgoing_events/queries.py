"""What the history tells beyond a mark, what is due to be told, and what never came through."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import ColumnElement, Table, exists, func, select
from sqlalchemy.orm import Session, aliased

from portal.complaints.letters.outbox import is_due
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord, ReportMarkRecord
from portal.db.earlier_ids import are_settled
from portal.domain.history import EntryKind
from portal.features.outgoing_events.records import OutgoingEventRecord
from portal.features.outgoing_events.rules import DELAYS

MARK = "outgoing events"
"""The name under which is kept how far the history was read for events."""

LISTED = 200
"""How many events that were given up one page shows at most, the newest first."""

_C, _H, _O, _M = ComplaintRecord, HistoryEntryRecord, OutgoingEventRecord, ReportMarkRecord
_HANDED_OVER = (EntryKind.ROUTED.value, EntryKind.SUCCEEDED.value)


def reached(session: Session, *, held: bool = False) -> int | None:
    """Return how far the history was read, perhaps held for change; None where never."""
    statement = select(_M.entry_id).where(_M.name == MARK)
    return session.scalar(statement.with_for_update() if held else statement)


def last_entry(session: Session) -> int:
    """Return the newest entry of all histories."""
    return session.scalar(select(func.max(_H.id))) or 0


def last_settled(session: Session, beyond: int) -> int:
    """Return the last entry before which none can come in; `beyond` where that is not sure."""
    last = last_entry(session)
    table = cast("Table", _H.__table__)
    return last if last > beyond and are_settled(session.connection(), table) else beyond


def read_until(session: Session, beyond: int, last: int, most: int) -> int:
    """Return up to which entry is read at once: so many beyond one, and none after the last."""
    some = select(_H.id).where(_H.id > beyond, _H.id <= last).order_by(_H.id).limit(most)
    return session.scalar(select(func.max(some.subquery().c.id))) or beyond


class LivedComplaint(Struct, frozen=True):
    """A complaint with its history up to an entry."""

    id: int
    number: str
    entries: Sequence[Any]


def lived_between(
    session: Session, beyond: int, until: int, agencies: Collection[str]
) -> Iterator[LivedComplaint]:
    """Yield the complaints to which something happened between two entries, with all before it.

    Only those that one of these agencies has, or that were handed over meanwhile.
    """
    moved = (_H.id > beyond, _H.id <= until)
    theirs = select(_H.complaint_id).join(_C, _C.id == _H.complaint_id)
    which = theirs.where(*moved, _C.agency.in_(agencies) | _H.kind.in_(_HANDED_OVER))
    columns = (_H.id, _H.complaint_id, _H.seq, _H.kind, _H.at, _H.facts, _C.number)
    whole = select(*columns).join(_C, _C.id == _H.complaint_id)
    whole = whole.where(_H.complaint_id.in_(which), _H.id <= until)
    rows = session.execute(whole.order_by(_H.complaint_id, _H.seq)).all()
    for complaint_id, entries in groupby(rows, lambda row: row.complaint_id):
        history = list(entries)
        yield LivedComplaint(complaint_id, history[0].number, history)


def first_of_its_complaint() -> ColumnElement[bool]:
    """Return what tells that nothing earlier of the same complaint waits for the same receiver."""
    earlier = aliased(_O)
    return ~exists().where(
        earlier.complaint_id == _O.complaint_id,
        earlier.agency == _O.agency,
        earlier.receiver == _O.receiver,
        earlier.id < _O.id,
        ~earlier.done,
    )


def is_anything_due(session: Session, now: datetime) -> bool:
    """Tell whether any event is to be told by now."""
    return session.scalar(select(exists().where(*is_due(_O, now, DELAYS[-1])))) or False


class WaitingEvent(Struct, frozen=True):
    """An event that is about to be told, with its complaint as it stands."""

    event: OutgoingEventRecord
    complaint: ComplaintRecord


def waiting_event(session: Session, row_id: int) -> WaitingEvent:
    """Return one event that is about to be told."""
    event = session.get_one(_O, row_id)
    return WaitingEvent(event, session.get_one(_C, event.complaint_id))


class DeadLetter(Struct, frozen=True):
    """An event that was given up: what it was of, how often it was tried, and what went wrong."""

    id: int
    number: str
    kind: str
    at: datetime
    attempts: int
    failed_at: datetime
    problem: str


class Standing(Struct, frozen=True):
    """How the events of an agency fare: what waits, since when, and what was given up.

    `failing` is why the one that waits longest after a try that failed was not taken, if any.
    """

    waiting: int
    oldest: datetime | None
    failing: str | None
    told: int
    dead: Sequence[DeadLetter]
    given_up: int


def dead_count(session: Session, agency: str) -> int:
    """Return how many events of an agency were given up."""
    given_up = (_O.agency == agency, _O.failed_at.is_not(None))
    return session.scalar(select(func.count()).where(*given_up)) or 0


def standing_of(session: Session, agency: str) -> Standing:
    """Return how the events of an agency fare."""
    of_agency, waits = _O.agency == agency, ~_O.done
    count, oldest = session.execute(
        select(func.count(), func.min(_O.at)).where(of_agency, waits)
    ).one()
    failing = select(_O.problem).where(of_agency, waits, _O.problem.is_not(None))
    told = select(func.count()).where(of_agency, _O.sent_at.is_not(None))
    columns: tuple[Any, ...] = (_O.id, _O.number, _O.kind, _O.at)
    columns += (_O.attempts, _O.failed_at, _O.problem)
    dead = select(*columns).where(of_agency, _O.failed_at.is_not(None))
    dead = dead.order_by(_O.failed_at.desc(), _O.id.desc()).limit(LISTED)
    return Standing(
        count,
        oldest,
        session.scalar(failing.order_by(_O.id).limit(1)),
        session.scalar(told) or 0,
        [DeadLetter(*row) for row in session.execute(dead)],
        dead_count(session, agency),
    )
