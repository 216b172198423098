"""Quarters and years: what a report covers, and what it is compared to; and how old cases are."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.domain.time.calendar import WorkingCalendar

_QUARTER, _YEAR = 3, 12
_WRITTEN = re.compile(r"(?P<year>[12]\d{3})(?:-T(?P<quarter>[1-4]))?")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A quarter or a year, written 2026-T2 or 2026."""

    year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, written: str) -> Period | None:
        """Return the period that was written, or None if it is none."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            return None
        return cls(int(match["year"]), int(match["quarter"] or 0) or None)

    @classmethod
    def quarter_of(cls, day: date) -> Period:
        """Return the quarter in which `day` lies."""
        return cls(day.year, (day.month - 1) // _QUARTER + 1)

    def __str__(self) -> str:
        return f"{self.year}-T{self.quarter}" if self.quarter else str(self.year)

    @property
    def first_day(self) -> date:
        """The day on which the period begins."""
        return date(self.year, ((self.quarter or 1) - 1) * _QUARTER + 1, 1)

    @property
    def last_day(self) -> date:
        """The day on which the period ends."""
        return _months_on(self.first_day, self._length) - timedelta(days=1)

    @property
    def months(self) -> tuple[str, ...]:
        """The months of the period, such as 2026-04, in order."""
        return months_from(self.first_day, self._length)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters of the period, in order: itself, if it is one."""
        if self.quarter is not None:
            return (self,)
        return tuple(Period(self.year, number) for number in range(1, _YEAR // _QUARTER + 1))

    @property
    def before(self) -> Period:
        """The period of the same length just before."""
        if self.quarter is None:
            return Period(self.year - 1)
        return Period.quarter_of(self.first_day - timedelta(days=1))

    @property
    def after(self) -> Period:
        """The period of the same length just after."""
        if self.quarter is None:
            return Period(self.year + 1)
        return Period.quarter_of(self.last_day + timedelta(days=1))

    @property
    def three_before(self) -> tuple[Period, ...]:
        """The quarters that make four with this one, the newest first; none before a year."""
        if self.quarter is None:
            return ()
        return self.before, self.before.before, self.before.before.before

    @property
    def year_before(self) -> Period:
        """The same period one year earlier."""
        return Period(self.year - 1, self.quarter)

    def is_over(self, today: date) -> bool:
        """Tell whether the whole period has passed."""
        return self.last_day < today

    @property
    def _length(self) -> int:
        return _QUARTER if self.quarter else _YEAR


def last_complete_quarter(today: date) -> Period:
    """Return the newest quarter that has wholly passed."""
    return Period.quarter_of(today).before


def months_from(first: date, count: int) -> tuple[str, ...]:
    """Return `count` months beginning with that of `first`."""
    return tuple(_months_on(first, n).strftime("%Y-%m") for n in range(count))


def months_until(last: date, count: int) -> tuple[str, ...]:
    """Return `count` months ending with that of `last`."""
    return months_from(_months_on(last, 1 - count), count)


def first_day_of(month: str) -> date:
    """Return the day on which a month such as 2026-04 begins."""
    return date.fromisoformat(f"{month}-01")


def _months_on(day: date, count: int) -> date:
    months = day.year * _YEAR + day.month - 1 + count
    return date(months // _YEAR, months % _YEAR + 1, 1)


AGE_LIMITS = (10, 20, 60)
"""The most working days of the first three classes; what is older is in the fourth."""

# Days back to look: more than any class reaches, however often an agency is closed.
_FARTHEST = 1000


def age_bounds(now: datetime, calendar: WorkingCalendar) -> tuple[datetime, ...]:
    """Return, for each limit, the first moment of receipt that is not older than it.

    Age is counted in the agency's working days after the day of receipt, up to today.
    """
    return tuple(_received_since(limit, now, calendar) for limit in AGE_LIMITS)


def since_working_days(days: int, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the first moment that lies no more than so many working days back."""
    return _received_since(days, now, calendar)


def _received_since(limit: int, now: datetime, calendar: WorkingCalendar) -> datetime:
    today = calendar.day_of(now)
    # Ages only grow with the days one goes back, so the last day of a class can be bisected.
    days = bisect_left(
        range(_FARTHEST),
        limit + 1,
        key=lambda days: calendar.working_days_within(today - timedelta(days), today),
    )
    return datetime.combine(today - timedelta(days - 1), time(), calendar.zone)
