"""What happened is read from the history, and becomes an event for each who asks to be told.

The history is written in one transaction with what it tells, so that no event is lost; how far it
was read moves in one transaction with the events, so that none is made twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.agencies.told import is_told
from portal.complaints.records.message import ReportMarkRecord
from portal.domain.actor import PORTAL
from portal.domain.event import EventKind, Happened
from portal.features.outgoing_events.queries import (
    MARK,
    last_entry,
    last_settled,
    lived_between,
    reached,
    read_until,
)
from portal.features.outgoing_events.records import PLUGIN, OutgoingEventRecord
from portal.features.outgoing_events.rules import KEPT_FOR, events_of
from portal.jobs import Job, Place
from portal.runtime import Runtime

AT_ONCE = 500
"""How many entries of the history are read at once."""


@dataclass
class _Gathering:
    """How one worker goes on reading; `is_idle` once it is known that nobody asks to be told."""

    runtime: Runtime
    is_idle: bool = False

    def gather(self, now: datetime) -> int:
        """Make the events of what happened meanwhile; return how many entries were read."""
        receivers = told_agencies(self.runtime.agencies)
        if not receivers:
            self._rest()
            return 0
        self.is_idle = False
        with self.runtime.reading(PORTAL) as session:
            mark = reached(session)
            if mark is not None and mark >= last_entry(session):
                return 0
        with self.runtime.transaction(PORTAL) as session:
            return _gather(session, self.runtime.agencies, now)

    def _rest(self) -> None:
        """Forget how far was read: whoever asks later is told from then on, not of years ago."""
        if not self.is_idle:
            with self.runtime.transaction(PORTAL) as session:
                session.execute(delete(ReportMarkRecord).where(ReportMarkRecord.name == MARK))
            self.is_idle = True


def told_agencies(agencies: Registry) -> frozenset[str]:
    """Return the agencies that ask to be told of events."""
    return frozenset(
        code
        for code, agency in agencies.in_force.agencies.items()
        if any(is_told(agency, kind) for kind in EventKind)
    )


def _gather(session: Session, agencies: Registry, now: datetime) -> int:
    mark = reached(session, held=True)
    if mark is None:
        session.add(ReportMarkRecord(name=MARK, entry_id=last_entry(session)))
        return 0
    until = read_until(session, mark, last_settled(session, mark), AT_ONCE)
    if until == mark:
        return 0
    told = told_agencies(agencies)
    rows = [
        _row(complaint.id, event, now)
        for complaint in lived_between(session, mark, until, told)
        for event in events_of(complaint.number, complaint.entries, mark)
        if event.agency in told and is_told(agencies.agency(event.agency), event.kind)
    ]
    if rows:
        session.execute(insert(OutgoingEventRecord), rows)
        _forget(session, now)
    session.execute(
        update(ReportMarkRecord).where(ReportMarkRecord.name == MARK).values(entry_id=until)
    )
    return until - mark


def _row(complaint_id: int, event: Happened, now: datetime) -> dict[str, Any]:
    stood = {"category": event.category, "status": event.status, "level": event.level}
    return {
        "agency": event.agency,
        "receiver": PLUGIN,
        "event_id": event.id,
        "complaint_id": complaint_id,
        "number": event.number,
        "seq": event.seq,
        "kind": event.kind.value,
        "at": event.at,
        "facts": {"stood": stood, "said": dict(event.facts)},
        "since": now,
        "not_before": now,
        "done": False,
        "attempts": 0,
    }


def _forget(session: Session, now: datetime) -> None:
    """Forget what was told long ago; what was given up stays until somebody saw to it."""
    old = (OutgoingEventRecord.done, OutgoingEventRecord.sent_at < now - KEPT_FOR)
    session.execute(delete(OutgoingEventRecord).where(*old))


def _begin(runtime: Runtime) -> Callable[[datetime], int]:
    return _Gathering(runtime).gather


GATHER: Job[Runtime] = Job("gather events", Place.LAST, _begin, "events_read", AT_ONCE)
