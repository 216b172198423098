"""The walk from a start to where an allowance has run, around stops and closed days."""

from __future__ import annotations

from abc import ABC, abstractmethod
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple

from portal.domain.text import Text
from portal.domain.time.calendar import NotCounted, WorkingCalendar
from portal.domain.time.due_date import CLOCK_STOPPED, FOREVER, NEVER, Stops
from portal.domain.time.holidays import ONE_DAY
from portal.domain.time.promise import Allowance, Unit

RECEIVED_AFTER_CLOSING = Text("Réception après la fermeture", "Received after closing")


class Start(NamedTuple):
    """Where counting begins: hours at the moment, days after day 0."""

    moment: datetime
    day_zero: date


class End(NamedTuple):
    """Where counting ends; `unmoved` is the last day before it lands on a working day."""

    due_at: datetime
    last_day: date
    unmoved: date


@dataclass(frozen=True, slots=True)
class Count(ABC):
    """An allowance counted in an agency's calendar, around the stops of its clock."""

    allowance: Allowance
    calendar: WorkingCalendar
    stops: Stops = NEVER
    in_working_time: ClassVar[bool] = False

    def day_zero(self, received_at: datetime) -> date:
        """Return the day of receipt; in working time, the working day to which that belongs."""
        if self.in_working_time:
            return receipt_day(received_at, self.calendar)
        return self.calendar.day_of(received_at)

    @abstractmethod
    def end(self, start: Start) -> End:
        """Return where the allowance has run."""

    @abstractmethod
    def not_counted(self, start: Start, end: End) -> tuple[NotCounted, ...]:
        """Return the days passed over between the start and the end, and why."""


class ElapsedHours(Count):
    """Hours that run from the very moment, through nights, weekends and clock changes."""

    __slots__ = ()

    def end(self, start: Start) -> End:
        """Return the moment when the hours have run, and the day it belongs to."""
        left = timedelta(hours=self.allowance.amount)
        for opens, closes in self.openings(start):
            for began, ended in self.stops.running(max(opens, start.moment), closes):
                if left <= ended - began:
                    return self._end_at(began + left)
                left -= ended - began
        raise AssertionError("time goes on for ever")

    def not_counted(self, start: Start, end: End) -> tuple[NotCounted, ...]:
        """Return nothing: hours run every day, and the pauses say when they did not."""
        return ()

    def openings(self, start: Start) -> Iterable[tuple[datetime, datetime]]:
        """Return the stretches in which the hours run, without end."""
        return [(start.moment, FOREVER)]

    def _end_at(self, due_at: datetime) -> End:
        last_day = self.calendar.day_of(due_at - timedelta.resolution)
        return End(due_at, last_day, last_day)


class WorkingHours(ElapsedHours):
    """Hours that run while the agency is open."""

    __slots__ = ()
    in_working_time = True

    def not_counted(self, start: Start, end: End) -> tuple[NotCounted, ...]:
        """Return the closed days; the pauses say which hours of the others did not count."""
        return self.calendar.closed_days_within(start.day_zero + ONE_DAY, end.last_day)

    def openings(self, start: Start) -> Iterable[tuple[datetime, datetime]]:
        """Return the opening hours from day 0 on."""
        return self.calendar.openings(start.day_zero)


class CivilDays(Count):
    """Days, weeks, months and years: every day counts, and the last one lands on a working day."""

    __slots__ = ()

    def end(self, start: Start) -> End:
        """Return the midnight after the last day, once that has landed."""
        unmoved = self.last_counted(start.day_zero)
        last_day = self._landing(unmoved)
        return End(self.calendar.ends_at(last_day), last_day, unmoved)

    def not_counted(self, start: Start, end: End) -> tuple[NotCounted, ...]:
        """Return the closed days on which the last day could not fall, and the stopped days."""
        closed = self.closed_days(start, end)
        return _in_order(closed, self._stopped_days(start, end)) if self.stops.spans else closed

    def last_counted(self, day_zero: date) -> date:
        """Return the day on which the last day of the allowance is counted."""
        target = _civil_day(day_zero, self.allowance)
        return self.nth_counted(day_zero, (target - day_zero).days) if self.stops.spans else target

    def nth_counted(self, day_zero: date, rank: int) -> date:
        """Return the `rank`-th day after day 0 that counts."""
        day, later = day_zero, self.calendar.days_after(day_zero)
        while rank:
            day = next(later)
            rank -= self.counts(day)
        return day

    def counts(self, day: date) -> bool:
        """Tell whether the clock runs at the midnight that ends `day`."""
        return not self.stops.hold(self.calendar.ends_at(day))

    def closed_days(self, start: Start, end: End) -> tuple[NotCounted, ...]:
        """Return the closed days that the last day passed over."""
        if end.unmoved == end.last_day:
            return ()
        return self.calendar.closed_days_within(end.unmoved, end.last_day)

    def _landing(self, day: date) -> date:
        if not self.stops.spans:
            return self.calendar.working_day_from(day)
        later = self.calendar.days_after(day)
        while not self._may_end(day):
            day = next(later)
        return day

    def _may_end(self, day: date) -> bool:
        # Time never runs out while the clock is stopped: it must run at the last midnight too.
        return (
            self.calendar.is_working_day(day)
            and self.counts(day)
            and not self.stops.hold(self.calendar.ends_at(day))
        )

    def _stopped_days(self, start: Start, end: End) -> Iterator[NotCounted]:
        for day in _days_after(start.day_zero, end.last_day):
            used = day <= end.unmoved or day == end.last_day
            if not (used and self.counts(day)):
                yield NotCounted(day, CLOCK_STOPPED)


class WorkingDays(CivilDays):
    """Days on which the agency works."""

    __slots__ = ()
    in_working_time = True

    def last_counted(self, day_zero: date) -> date:
        """Return the working day on which the last day of the allowance is counted."""
        if self.stops.spans:
            return self.nth_counted(day_zero, self.allowance.amount)
        return self.calendar.working_day_after(day_zero, self.allowance.amount)

    def counts(self, day: date) -> bool:
        """Tell whether the agency works on `day` and the clock runs when it closes."""
        working = self.calendar.is_working_day(day)
        return working and not self.stops.hold(self.calendar.closes_at(day))

    def closed_days(self, start: Start, end: End) -> tuple[NotCounted, ...]:
        """Return every closed day on the way."""
        return self.calendar.closed_days_within(start.day_zero + ONE_DAY, end.last_day)


_COUNTS: dict[Unit, type[Count]] = {
    Unit.HOURS: ElapsedHours,
    Unit.WORKING_HOURS: WorkingHours,
    Unit.WORKING_DAYS: WorkingDays,
    Unit.CALENDAR_DAYS: CivilDays,
    Unit.WEEKS: CivilDays,
    Unit.MONTHS: CivilDays,
    Unit.YEARS: CivilDays,
}
_MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}


def counting(allowance: Allowance, calendar: WorkingCalendar, stops: Stops = NEVER) -> Count:
    """Return the way in which the unit of `allowance` is counted."""
    return _COUNTS[allowance.unit](allowance, calendar, stops)


def receipt_day(received_at: datetime, calendar: WorkingCalendar) -> date:
    """Return day 0 in working time: the next working day if it came too late or on a closed day."""
    day = calendar.day_of(received_at)
    if calendar.is_after_closing(received_at):
        return calendar.next_working_day(day)
    return calendar.working_day_from(day)


def before_day_zero(
    received_on: date, day_zero: date, calendar: WorkingCalendar
) -> tuple[NotCounted, ...]:
    """Return the days from the receipt until day 0, and why none of them is day 0."""
    if received_on == day_zero:
        return ()
    closed = calendar.closed_days_within(received_on, day_zero)
    if calendar.is_working_day(received_on):
        return (NotCounted(received_on, RECEIVED_AFTER_CLOSING), *closed)
    return closed


def _civil_day(day_zero: date, allowance: Allowance) -> date:
    if allowance.unit in _MONTHS_IN:
        return _months_later(day_zero, _MONTHS_IN[allowance.unit] * allowance.amount)
    days = 7 if allowance.unit is Unit.WEEKS else 1
    return day_zero + timedelta(days=days * allowance.amount)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _days_after(day: date, last: date) -> Iterator[date]:
    while day < last:
        day += ONE_DAY
        yield day


def _in_order(
    closed: tuple[NotCounted, ...], stopped: Iterable[NotCounted]
) -> tuple[NotCounted, ...]:
    # A day that is both is a closed day.
    reasons = {off.day: off for off in (*stopped, *closed)}
    return tuple(reasons[day] for day in sorted(reasons))
