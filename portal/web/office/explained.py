"""Why a date is what it is: every day of a promise, counted or not, and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portal.db.queries.casefile import Clock
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit
from portal.domain.time.due_date import DueDate
from portal.services.clocks import promise_from

_ONE_DAY = timedelta(days=1)
_DAYS_SHOWN = 120


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of a promise: its rank among the days that count, or why it does not count."""

    day: date
    rank: int | None
    reason: Text | None


@dataclass(frozen=True, slots=True)
class ExplainedDate:
    """A promised date with what it rests on; `days` is empty where days are not counted."""

    allowance: Allowance
    basis: Text
    is_assumed: bool
    day_zero: date
    last_day: date | None
    days: tuple[ExplainedDay, ...]
    landed_from: date | None
    extensions: tuple[Allowance, ...]
    is_waiting: bool
    since_file: bool
    file_day: date | None


def explained(clock: Clock, file: Clock | None) -> ExplainedDate:
    """Return how the date of a clock was counted; `file` is the clock of the complete file."""
    due = DueDate.from_facts(clock.explanation)
    promise = promise_from(clock.promise)
    return ExplainedDate(
        allowance=due.allowance,
        basis=promise.basis,
        is_assumed=promise.confidence.value == "assumed",
        day_zero=due.day_zero,
        last_day=due.last_day,
        days=tuple(_days(due)),
        landed_from=due.landed_from,
        extensions=due.extensions,
        is_waiting=due.is_waiting,
        since_file=promise.complete_within is not None,
        file_day=file.last_day if file else None,
    )


def _days(due: DueDate) -> list[ExplainedDay]:
    reasons = {each.day: each.reason for each in due.not_counted}
    if due.last_day is None or due.allowance.unit is not Unit.WORKING_DAYS:
        return [ExplainedDay(day, None, reason) for day, reason in sorted(reasons.items())]
    days: list[ExplainedDay] = []
    rank, day = 0, due.day_zero + _ONE_DAY
    while day <= due.last_day and len(days) < _DAYS_SHOWN:
        rank += day not in reasons
        days.append(ExplainedDay(day, None if day in reasons else rank, reasons.get(day)))
        day += _ONE_DAY
    return days
