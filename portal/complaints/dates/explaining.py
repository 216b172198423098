"""Explaining the clocks of a complaint: from what is kept of them to facts that can be replayed."""

from __future__ import annotations

from dataclasses import replace

from portal.complaints.queries.kept_clocks import KeptClock
from portal.domain.confidential import CLOCKS
from portal.domain.promise import Promise
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind
from portal.domain.time.counted_in import CountedIn
from portal.domain.time.due_date import DueDate
from portal.domain.time.explanation import Explanation, Outcome, Rule, StartEvent, explain
from portal.domain.time.promised_dates import promise_from

_OF_ONE_START: dict[ClockKind, StartEvent] = {
    ClockKind.PAUSE: StartEvent.PAUSED,
    ClockKind.TRANSFER: StartEvent.TRANSFER_PROPOSED,
    ClockKind.PART: StartEvent.PART_ASKED,
    ClockKind.CLOSING: StartEvent.ANSWERED,
    ClockKind.REOPENING: StartEvent.CLOSED,
    ClockKind.RECOMMENDATION_REPLY: StartEvent.RECOMMENDED,
    ClockKind.RECOMMENDATION_EXECUTION: StartEvent.ACCEPTED,
    **dict.fromkeys(CLOCKS, StartEvent.REPORTED),
    ClockKind.URGENT_FIRST_ACT: StartEvent.CONFIRMED_URGENT,
}
_AFTER_THE_FILE = (ClockKind.ANSWER, ClockKind.SILENCE, ClockKind.FIRST_PROMISE)


def explained(clock: KeptClock, calendar: WorkingCalendar) -> Explanation:
    """Explain a clock by what is kept of it.

    `calendar` is that of the complaint's category today: it stands in for clocks that started
    before the calendar was kept with them.
    """
    promise = promise_from(clock.promise)
    return explain(
        kind=ClockKind(clock.kind),
        level=clock.level,
        rule=Rule(promise.basis, promise.confidence, clock.release, clock.in_force_from),
        start=_start(clock, promise),
        due=_with_calendar(DueDate.from_facts(clock.explanation), calendar),
        due_at=clock.due_at,
        outcome=Outcome(clock.met_at, clock.missed_at, clock.ended_at),
        starts_by=clock.file_day,
    )


def _start(clock: KeptClock, promise: Promise) -> StartEvent:
    """Return what started a clock: the receipt, a hand-over, a report, a question, the answer."""
    if clock.kind in _OF_ONE_START:
        return _OF_ONE_START[ClockKind(clock.kind)]
    if promise.complete_within is not None and clock.kind in _AFTER_THE_FILE:
        return StartEvent.FILE_COMPLETED
    if clock.kind == ClockKind.REVIEW and not clock.is_handed_on:
        return StartEvent.REVIEW_ASKED
    if clock.level > 1:
        return StartEvent.HANDED_OVER
    if clock.kind == ClockKind.INFORMATION_REQUEST:
        return StartEvent.INFORMATION_REQUESTED
    if clock.is_reopened:
        return StartEvent.REOPENED
    return StartEvent.ROUTED if clock.is_routed else StartEvent.RECEIVED


def _with_calendar(due: DueDate, calendar: WorkingCalendar) -> DueDate:
    if due.counted_in:
        return due
    until = due.last_day or due.day_zero
    known = CountedIn.of(calendar, calendar.day_of(due.started_at), max(until, due.day_zero))
    return replace(due, counted_in=(known,) * (1 + len(due.extensions)))
