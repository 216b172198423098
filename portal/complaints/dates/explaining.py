"""Explaining the clocks of a complaint: from what is kept of them to facts that can be replayed."""

from __future__ import annotations

from dataclasses import replace

from portal.complaints.features import Features
from portal.complaints.queries.kept_clocks import KeptClock
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind
from portal.domain.time.due_date import CountedIn, DueDate
from portal.domain.time.explanation import Explanation, Outcome, Rule, StartEvent, explain
from portal.domain.time.promise import Promise
from portal.domain.time.promised_dates import promise_from

_AFTER_THE_FILE = (ClockKind.ANSWER, ClockKind.SILENCE, ClockKind.FIRST_PROMISE)


def explained(clock: KeptClock, calendar: WorkingCalendar, features: Features) -> Explanation:
    """Explain a clock by what is kept of it.

    `calendar` is that of the complaint's category today: it stands in for clocks that started
    before the calendar was kept with them.
    """
    promise = promise_from(clock.promise)
    return explain(
        kind=ClockKind(clock.kind),
        level=clock.level,
        rule=Rule(promise.basis, promise.confidence, clock.release, clock.in_force_from),
        start=_own_start(clock, features) or _start(clock, promise),
        due=_with_calendar(DueDate.from_facts(clock.explanation), calendar),
        due_at=clock.due_at,
        outcome=Outcome(clock.met_at, clock.missed_at, clock.ended_at),
        starts_by=clock.file_day,
    )


def _own_start(clock: KeptClock, features: Features) -> StartEvent | None:
    obligation = features.obligation(ClockKind(clock.kind))
    start = obligation.start if obligation else None
    return start(clock) if callable(start) else start


def _start(clock: KeptClock, promise: Promise) -> StartEvent:
    """Return what started a clock like others: the receipt, the file, a hand-over, a reopening."""
    if promise.complete_within is not None and clock.kind in _AFTER_THE_FILE:
        return StartEvent.FILE_COMPLETED
    if clock.level > 1:
        return StartEvent.HANDED_OVER
    if clock.is_reopened:
        return StartEvent.REOPENED
    return StartEvent.ROUTED if clock.is_routed else StartEvent.RECEIVED


def _with_calendar(due: DueDate, calendar: WorkingCalendar) -> DueDate:
    if due.counted_in:
        return due
    until = due.last_day or due.day_zero
    known = CountedIn.of(calendar, calendar.day_of(due.started_at), max(until, due.day_zero))
    return replace(due, counted_in=(known,) * (1 + len(due.extensions)))
