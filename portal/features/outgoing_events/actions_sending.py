"""Events are told one after the other, each leased, marked, and tried again for three days.

Those of one complaint are told in their order: what waits holds up what came after it. Whoever is
too slow, or is not there, rests for a minute, so that nobody else waits for them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import update

from portal.agencies.agency import Agency
from portal.agencies.plugins.answering import PluginStoppedError, reason_of
from portal.agencies.told import tell_plugin
from portal.complaints.letters.outbox import LEASE, Lease, mark, take_due
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status, facts_of
from portal.domain.event import Event, EventKind
from portal.features.outgoing_events.queries import (
    WaitingEvent,
    first_of_its_complaint,
    is_anything_due,
    waiting_event,
)
from portal.features.outgoing_events.records import OutgoingEventRecord
from portal.features.outgoing_events.rules import DELAYS, RESTS_FOR, next_try
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime

log = structlog.get_logger()

AT_ONCE = 20
"""How many events a worker takes at once."""

_ROUNDS = 10
_LONGEST = 200
_O = OutgoingEventRecord


def tell_due(runtime: Runtime, now: datetime) -> int:
    """Tell the events that are due, those of one complaint in their order; return how many left."""
    told = 0
    for _ in range(_ROUNDS):
        with runtime.reading(PORTAL) as session:
            if not is_anything_due(session, now):
                break
        taken, left = _tell_some(runtime, now)
        told += left
        if not taken:
            break
    return told


def _tell_some(runtime: Runtime, now: datetime) -> tuple[int, int]:
    with runtime.transaction(PORTAL) as session:
        taken = take_due(session, _O, now, DELAYS[-1], AT_ONCE, first_of_its_complaint())
    lease, told, resting = Lease(runtime, _O, now + LEASE, set(taken)), 0, set[str]()
    for row_id in taken:
        if lease.holds(row_id):
            told += _tell(runtime, row_id, now, resting)
            lease.left.discard(row_id)
    return len(taken), told


def _tell(runtime: Runtime, row_id: int, now: datetime, resting: set[str]) -> bool:
    """Tell one event; return whether it was taken. Whatever goes wrong with it stays with it."""
    with runtime.reading(PORTAL) as session:
        waiting = waiting_event(session, row_id)
    event = waiting.event
    if event.agency in resting:
        return _put_back(runtime, event, now)
    try:
        agency = runtime.agencies.agency(event.agency)
        tell_plugin(agency, EventKind(event.kind), told_facts(waiting, agency))
    except Exception as error:  # noqa: BLE001  # a plugin may raise anything
        if not isinstance(error, PluginStoppedError) and reason_of(error)[:6] != "raised":
            resting.add(event.agency)
            _let_rest(runtime, event, now)
        return _not_told(runtime, event, now, reason_of(error)[:_LONGEST])
    _mark(runtime, event.id, done=True, sent_at=now, problem=None)
    return True


def told_facts(waiting: WaitingEvent, agency: Agency) -> dict[str, Any]:
    """Return what a hook is given: the complaint stands as it did when the event happened."""
    event, stood = waiting.event, waiting.event.facts["stood"]
    complaint = replace(
        facts_of(waiting.complaint),
        agency=agency.code,
        category=stood["category"],
        status=Status(stood["status"]),
        level=stood["level"],
    )
    said = dict(event.facts["said"])
    if event.kind == EventKind.COMPLAINT_STATUS_CHANGED:
        said["before"] = Status(said["before"])
    is_theirs = waiting.complaint.agency == agency.code
    due_at = waiting.complaint.due_at if is_theirs else None
    told = Event(event.event_id, event.at, event.seq, event.attempts, due_at)
    return {"event": told, "complaint": complaint, **said}


def _not_told(runtime: Runtime, event: OutgoingEventRecord, now: datetime, problem: str) -> bool:
    again = next_try(event.attempts, event.since, now)
    log.warning("event not told", told=event.event_id, attempts=event.attempts, problem=problem)
    if again is None:
        _mark(runtime, event.id, done=True, failed_at=now, problem=problem)
    else:
        _mark(runtime, event.id, not_before=again, problem=problem)
    return False


def _put_back(runtime: Runtime, event: OutgoingEventRecord, now: datetime) -> bool:
    """Leave for later what was not tried, and count no try."""
    _mark(runtime, event.id, not_before=now + RESTS_FOR, attempts=event.attempts - 1)
    return False


def _let_rest(runtime: Runtime, event: OutgoingEventRecord, now: datetime) -> None:
    """Put off whatever else is due to the same receiver."""
    theirs = (_O.agency == event.agency, _O.receiver == event.receiver, ~_O.done)
    soon = (_O.id != event.id, _O.not_before <= now)
    with runtime.transaction(PORTAL) as session:
        put_off = update(_O).where(*theirs, *soon).values(not_before=now + RESTS_FOR)
        session.execute(put_off, execution_options={"synchronize_session": False})


def _mark(runtime: Runtime, row_id: int, **changes: Any) -> None:
    with runtime.transaction(PORTAL) as session:
        mark(session, _O, row_id, **changes)


SEND: Job[Runtime] = Job(
    "tell events", Place.LAST, each_run(tell_due), "events_told", AT_ONCE * _ROUNDS
)
