"""A second way to count time: naive, minute by minute and day by day, to hold the clock against."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from portal.domain.time.allowance import Allowance, Unit
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import Pause

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def moment(calendar: WorkingCalendar, at: tuple[date, time]) -> datetime:
    return datetime.combine(*at, calendar.zone).astimezone(UTC)


def is_stopped(moment: datetime, pauses: Sequence[Pause]) -> bool:
    return any(p.began_at < moment <= (p.ended_at or moment) for p in pauses)


def first_day(calendar: WorkingCalendar, received: datetime) -> date:
    wall = received.astimezone(calendar.zone)
    day = wall.date()
    if not calendar.is_working_day(day) or wall.time() > calendar.hours[-1].closes:
        day += DAY
        while not calendar.is_working_day(day):
            day += DAY
    return day


def months_on(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def days_to_count(day: date, allowance: Allowance) -> int:
    if allowance.unit is Unit.WEEKS:
        return 7 * allowance.amount
    if allowance.unit in (Unit.MONTHS, Unit.YEARS):
        months = allowance.amount * (12 if allowance.unit is Unit.YEARS else 1)
        return (months_on(day, months) - day).days
    return allowance.amount


def second_last_day(
    calendar: WorkingCalendar, received: datetime, allowance: Allowance, pauses: Sequence[Pause]
) -> date:
    working = allowance.unit is Unit.WORKING_DAYS
    day = first_day(calendar, received) if working else received.astimezone(calendar.zone).date()
    left = days_to_count(day, allowance)
    while True:
        day += DAY
        is_open = calendar.is_working_day(day)
        midnight = moment(calendar, (day + DAY, time()))
        closing = moment(calendar, (day, calendar.hours[-1].closes))
        counts = (is_open or not working) and not is_stopped(
            closing if working else midnight, pauses
        )
        left -= counts
        if left <= 0 and counts and is_open and not is_stopped(midnight, pauses):
            return day


def is_open_minute(calendar: WorkingCalendar, start: datetime) -> bool:
    wall = start.astimezone(calendar.zone)
    within = any(span.opens <= wall.time() < span.closes for span in calendar.hours)
    return within and calendar.is_working_day(wall.date())


def second_due_at(
    calendar: WorkingCalendar, received: datetime, allowance: Allowance, pauses: Sequence[Pause]
) -> datetime:
    now, left = received, 60 * allowance.amount
    while left:
        runs = allowance.unit is Unit.HOURS or is_open_minute(calendar, now)
        now += MINUTE
        left -= runs and not is_stopped(now, pauses)
    return now
