"""How time is counted: from a receipt and an allowance to the moment when the clock runs out.

Everything is counted in the agency's time zone, and moments are in UTC. The time never runs out
while a clock is stopped: its last day is then the next one that counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from portal.domain.time.calendar import NotCounted, WorkingCalendar
from portal.domain.time.counting import End, Start, before_day_zero, counting, receipt_day
from portal.domain.time.due_date import NEVER, CountedIn, DueDate, Pause, Stops
from portal.domain.time.promise import Allowance, Unit

__all__ = [
    "ANSWERING",
    "INSIDE",
    "ClockKind",
    "DueDate",
    "NotCounted",
    "Pause",
    "count",
    "days_counted",
    "days_left",
    "due_at",
    "extend",
    "is_overdue",
    "may_still_move",
    "recount",
    "silence_opens_at",
    "unmoved_last_day",
    "waiting",
    "working_days_between",
]


_HOURS = frozenset({Unit.HOURS, Unit.WORKING_HOURS})


class ClockKind(StrEnum):
    """What a clock waits for."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_CONTACT = "first_contact"
    COMPLETE_FILE = "complete_file"
    ANSWER = "answer"
    FIRST_PROMISE = "first_promise"
    PAUSE = "pause"
    SILENCE = "silence"
    REVIEW = "review"
    TRANSFER = "transfer"
    PART = "part"
    INFORMATION_REQUEST = "information_request"
    RECOMMENDATION_REPLY = "recommendation_reply"
    RECOMMENDATION_EXECUTION = "recommendation_execution"
    INTAKE = "intake"
    REPRISAL_FIRST_ACT = "reprisal_first_act"
    REPRISAL_CHECK_IN = "reprisal_check_in"
    URGENT_FIRST_ACT = "urgent_first_act"
    ACCOMMODATION = "accommodation"
    ACCOMMODATION_IN_PLACE = "accommodation_in_place"
    CLOSING = "closing"
    REOPENING = "reopening"
    WITHDRAWAL = "withdrawal"


ANSWERING = frozenset({ClockKind.ANSWER, ClockKind.REVIEW})
"""What an answer is due by: a complaint has one of them at a time, and climbs when it is missed."""

INSIDE = frozenset(
    {
        ClockKind.INFORMATION_REQUEST,
        ClockKind.RECOMMENDATION_REPLY,
        ClockKind.RECOMMENDATION_EXECUTION,
    }
)
"""What an agency asks of itself: complainants are not told of these dates."""


def count(
    started_at: datetime,
    allowance: Allowance,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
) -> DueDate:
    """Return when `allowance` runs out for something received at `started_at`, and why then.

    A clock that is still stopped has no due date, unless it had run out before it was stopped.
    """
    start, received_on = _receipt(started_at, allowance, calendar), calendar.day_of(started_at)
    if pauses or allowance.unit in _HOURS:
        return _counted(start, received_on, allowance, calendar, tuple(pauses))
    same_day = _counted_in_days(start.day_zero, received_on, allowance, calendar)
    return replace(same_day, started_at=start.moment)


@lru_cache(maxsize=1024)
def _counted_in_days(
    day_zero: date, received_on: date, allowance: Allowance, calendar: WorkingCalendar
) -> DueDate:
    """Return the date of all that is received on a day, whenever, if it has this day 0.

    Days are the same for every moment: what many promise on one day is counted once.
    """
    morning = datetime.combine(received_on, time.min, UTC)
    return _counted(Start(morning, day_zero), received_on, allowance, calendar, ())


def _counted(
    start: Start,
    received_on: date,
    allowance: Allowance,
    calendar: WorkingCalendar,
    pauses: tuple[Pause, ...],
) -> DueDate:
    run = _run(start, allowance, calendar, pauses)
    before = before_day_zero(received_on, start.day_zero, calendar)
    return DueDate(
        allowance=allowance,
        started_at=start.moment,
        day_zero=start.day_zero,
        due_at=run.due_at,
        last_day=run.last_day,
        not_counted=before + run.not_counted,
        landed_from=run.landed_from,
        suspended_since=run.suspended_since,
        pauses=pauses,
        counted_in=(_counted_in(calendar, received_on, start.day_zero, run),),
    )


def waiting(received_at: datetime, allowance: Allowance, calendar: WorkingCalendar) -> DueDate:
    """Return the date of a clock that starts later, once the file is complete: none yet."""
    start = _receipt(received_at, allowance, calendar)
    return DueDate(
        allowance=allowance,
        started_at=start.moment,
        day_zero=start.day_zero,
        due_at=None,
        last_day=None,
        counted_in=(CountedIn.of(calendar, calendar.day_of(received_at), start.day_zero),),
    )


def extend(due: DueDate, by: Allowance, calendar: WorkingCalendar) -> DueDate:
    """Return `due` put off by `by`, counted from the date last promised as day 0.

    A stopped clock stays stopped: the extension is counted when it is started again.
    """
    extensions = (*due.extensions, by)
    if due.due_at is None or due.last_day is None:
        return replace(due, extensions=extensions)
    run = _run(Start(due.due_at, due.last_day), by, calendar, due.pauses)
    return replace(
        due,
        due_at=run.due_at,
        last_day=run.last_day,
        not_counted=due.not_counted + run.not_counted,
        landed_from=run.landed_from,
        suspended_since=run.suspended_since,
        extensions=extensions,
        counted_in=(*due.counted_in, _counted_in(calendar, due.last_day, due.last_day, run)),
    )


def recount(due: DueDate, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> DueDate:
    """Return `due` counted again, extensions included, when its pauses have become `pauses`.

    What waits for its start goes on waiting.
    """
    if due.is_waiting:
        return due
    again = count(due.started_at, due.allowance, calendar, pauses)
    for extension in due.extensions:
        again = extend(again, extension, calendar)
    return again


def due_at(started_at: datetime, allowance: Allowance, calendar: WorkingCalendar) -> datetime:
    """Return the first moment that is late."""
    return _end(started_at, allowance, calendar).due_at


def silence_opens_at(
    started_at: datetime, allowance: Allowance, calendar: WorkingCalendar
) -> datetime:
    """Return when silence opens a recourse: the due moment, had its last day never moved."""
    end = _end(started_at, allowance, calendar)
    return end.due_at if end.unmoved == end.last_day else calendar.ends_at(end.unmoved)


def unmoved_last_day(day_zero: date, allowance: Allowance, calendar: WorkingCalendar) -> date:
    """Return the last day of `allowance` after `day_zero`, before it moves to a working day."""
    begins = datetime.combine(day_zero, time.min, calendar.zone).astimezone(UTC)
    return counting(allowance, calendar).end(Start(begins, day_zero)).unmoved


def is_overdue(due_at: datetime | None, now: datetime) -> bool:
    """Tell whether the clock has run out; an act at exactly `due_at` is late."""
    return due_at is not None and due_at <= now


def may_still_move(due_at: datetime | None, now: datetime) -> bool:
    """Tell whether a clock may be paused or extended: not once it has run out."""
    return not is_overdue(due_at, now)


def days_counted(unit: Unit) -> Unit:
    """Return in which days it is told how much is left of a time in this unit."""
    is_working = unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS)
    return Unit.WORKING_DAYS if is_working else Unit.CALENDAR_DAYS


def days_left(
    now: datetime,
    last_day: date,
    calendar: WorkingCalendar,
    unit: Unit,
    started_at: datetime | None = None,
) -> int:
    """Return the days from today to `last_day`, negative when it is past.

    They are working days for a clock in working days or hours, calendar days for any other. A clock
    that started on a closed day, or after closing, has its whole allowance until its day 0 is over.
    """
    today = calendar.day_of(now)
    if days_counted(unit) is Unit.CALENDAR_DAYS:
        return (last_day - today).days
    if last_day < today:
        return -calendar.working_days_within(last_day, today)
    day_zero = today if started_at is None else receipt_day(started_at, calendar)
    return calendar.working_days_within(max(today, day_zero), last_day)


def working_days_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    """Return how many working days it took from `start` to `end`: 0 on the day of receipt.

    What took at most n of these days kept a promise of n working days: so what ends on a day off
    took as long as if it had ended on the next working day.
    """
    day_zero = receipt_day(start, calendar)
    last = calendar.working_day_from(calendar.day_of(end))
    return calendar.working_days_within(day_zero, max(day_zero, last))


class _Run(NamedTuple):
    due_at: datetime | None
    last_day: date | None
    not_counted: tuple[NotCounted, ...]
    landed_from: date | None
    suspended_since: datetime | None


def _run(
    start: Start, allowance: Allowance, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> _Run:
    stops = Stops.of(pauses) if pauses else NEVER
    way = counting(allowance, calendar, stops.ended())
    end = way.end(start)
    since = stops.stopped_since
    if since is not None and since < end.due_at:
        until = calendar.day_of(since)
        so_far = counting(allowance, calendar, stops)
        return _Run(None, None, so_far.not_counted(start, End(since, until, until)), None, since)
    landed_from = end.unmoved if end.unmoved != end.last_day else None
    return _Run(end.due_at, end.last_day, way.not_counted(start, end), landed_from, None)


def _counted_in(calendar: WorkingCalendar, first: date, day_zero: date, run: _Run) -> CountedIn:
    """Return the calendar as far as it was looked at, until the clock ran out or was stopped."""
    until = run.last_day or (run.suspended_since and calendar.day_of(run.suspended_since))
    return CountedIn.of(calendar, first, max(until or day_zero, day_zero))


def _receipt(started_at: datetime, allowance: Allowance, calendar: WorkingCalendar) -> Start:
    day_zero = counting(allowance, calendar).day_zero(started_at)
    return Start(started_at.astimezone(UTC), day_zero)


def _end(started_at: datetime, allowance: Allowance, calendar: WorkingCalendar) -> End:
    return counting(allowance, calendar).end(_receipt(started_at, allowance, calendar))
