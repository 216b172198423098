"""Promised dates before they are written: counted from what an agency promises, and as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, count, silence_opens_at, waiting
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Promise

_ANY_START = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PlannedClock:
    """A date about to be promised."""

    kind: ClockKind
    level: int
    promise: Promise
    due: DueDate


def planned(
    kind: ClockKind, level: int, promise: Promise, started_at: datetime, calendar: WorkingCalendar
) -> PlannedClock:
    """Count the date that `promise` leads to from `started_at`.

    An answer that waits for the complete file has none yet.
    """
    waits = kind is ClockKind.ANSWER and promise.complete_within is not None
    dated = waiting if waits else count
    return PlannedClock(kind, level, promise, dated(started_at, promise.allowance, calendar))


def waiting_for_file(
    answer: PlannedClock, received_at: datetime, calendar: WorkingCalendar
) -> list[PlannedClock]:
    """Return the clock at whose end an answer's own starts by itself, if it waits for the file."""
    if answer.promise.complete_within is None:
        return []
    promise = Promise(
        answer.promise.complete_within, answer.promise.basis, answer.promise.complete_confidence
    )
    return [planned(ClockKind.COMPLETE_FILE, answer.level, promise, received_at, calendar)]


def silence_rows(
    answer: PlannedClock, calendar: WorkingCalendar, release_id: int
) -> list[dict[str, Any]]:
    """Return the row of the clock that opens a recourse by itself, where the promise has one.

    It runs out on the unmoved day (counting rule 3), even if the answer's own date landed later,
    and starts with the answer's.
    """
    if answer.promise.silence is None or answer.due.is_waiting:
        return []
    opens = silence_opens_at(answer.due.started_at, answer.promise.allowance, calendar)
    row = clock_row(answer, release_id)
    return [row | {"kind": ClockKind.SILENCE.value, "due_at": opens, "last_day": None}]


def clock_row(clock: PlannedClock, release_id: int) -> dict[str, Any]:
    """Return what is stored of a clock that starts now."""
    return {
        "kind": clock.kind.value,
        "level": clock.level,
        "pending": True,
        "started_at": clock.due.started_at,
        "due_at": clock.due.due_at,
        "last_day": clock.due.last_day,
        "met_at": None,
        "allowance": str(clock.promise.allowance),
        "promise": promise_facts(clock.promise),
        "explanation": _explanation(clock.due),
        "release_id": release_id,
        "fired": 0,
        "extended": 0,
    }


def _explanation(due: DueDate) -> dict[str, Any]:
    """Return the facts of a date: all but its start, what many promise on one day has in common."""
    started_at = due.started_at.isoformat()
    return {**_facts_but_start(replace(due, started_at=_ANY_START)), "started_at": started_at}


@lru_cache(maxsize=1024)
def _facts_but_start(due: DueDate) -> dict[str, Any]:
    return due.as_facts()


@lru_cache(maxsize=1024)
def promise_facts(promise: Promise) -> dict[str, Any]:
    """Return a promise as values that JSON can hold; they are not to be changed."""
    facts = promise.as_facts()
    within, pauses = facts.pop("allowance"), facts.pop("pauses")
    return {"within": within} | facts | ({"pauses": pauses} if pauses else {})


def promise_from(facts: Mapping[str, Any]) -> Promise:
    """Return the promise that `promise_facts` wrote."""
    return Promise.from_facts({"allowance": facts["within"], **facts})
