"""The moments at which whoever holds a complaint is warned: shares of the time allowed.

A share is counted as the clock itself is: in its unit, in the agency's calendar, around its stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.counting import CivilDays, Count, ElapsedHours, Start, WorkingDays, counting
from portal.domain.time.due_date import NEVER, DueDate, Stops
from portal.domain.time.holidays import ONE_DAY

WARNED_AT = (50, 80)
"""The shares of the time allowed, in percent, at which somebody is warned (FEATURES 6.6).

At 100 the date is missed, which is acted upon and told at once.
"""


def mark(due: DueDate, percent: int, calendar: WorkingCalendar) -> datetime | None:
    """Return when `percent` of the time between the start and the due date has run.

    Days are counted whole, and a part of a day rounded down, so that nobody is warned late; the
    mark is the moment at which the last of them counts. A stopped clock has no marks.
    """
    if due.due_at is None or due.last_day is None:
        return None
    if percent >= 100:
        return due.due_at
    stops = Stops.of(due.pauses).ended() if due.pauses else NEVER
    way = counting(due.allowance, calendar, stops)
    if isinstance(way, ElapsedHours):
        return _share_of_hours(way, Start(due.started_at, due.day_zero), due.due_at, percent)
    assert isinstance(way, CivilDays)
    last = min(due.last_day, due.landed_from or due.last_day)
    return min(due.due_at, _share_of_days(way, due.day_zero, last, percent))


def marks(due: DueDate, calendar: WorkingCalendar) -> list[tuple[int, datetime]]:
    """Return the shares at which somebody is warned with their moments, in order."""
    counted = ((percent, mark(due, percent, calendar)) for percent in WARNED_AT)
    return [(percent, at) for percent, at in counted if at is not None and at != due.due_at]


def _share_of_hours(way: ElapsedHours, start: Start, end: datetime, percent: int) -> datetime:
    stretches = list(_stretches(way, start, end))
    left = sum((ended - began for began, ended in stretches), timedelta()) * percent / 100
    for began, ended in stretches:
        if left <= ended - began:
            return began + left
        left -= ended - began
    return end


def _stretches(
    way: ElapsedHours, start: Start, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches in which the hours run, up to `end`."""
    for opens, closes in way.openings(start):
        if opens >= end:
            return
        yield from way.stops.running(max(opens, start.moment), min(closes, end))
        if closes >= end:
            return


def _share_of_days(way: CivilDays, day_zero: date, last: date, percent: int) -> datetime:
    rank = _counted_days(way, day_zero, last) * percent // 100
    if rank:
        return _counts_at(way, way.nth_counted(day_zero, rank))
    return way.stops.running_from(_counts_at(way, day_zero))


def _counted_days(way: CivilDays, day_zero: date, last: date) -> int:
    if not way.stops.spans:
        if isinstance(way, WorkingDays):
            return way.calendar.working_days_within(day_zero, last)
        return (last - day_zero).days
    days = (day_zero + ONE_DAY * n for n in range(1, (last - day_zero).days + 1))
    return sum(map(way.counts, days))


def _counts_at(way: Count, day: date) -> datetime:
    """Return the moment that decides whether `day` counts: closing time, or the end of the day."""
    if isinstance(way, WorkingDays):
        return way.calendar.closes_at(day)
    return way.calendar.ends_at(day)
