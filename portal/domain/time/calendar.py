"""When an agency works: its days, its hours and its closures, in its own time zone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.domain.errors import TooFewWorkingDaysError
from portal.domain.facts import Kept, written
from portal.domain.text import Text
from portal.domain.time.holidays import ONE_DAY, closed_days, is_weekend, jurisdiction_with, settle
from portal.domain.time.opening_hours import (
    WEEKEND,
    Closure,
    Hours,
    Span,
    check_hours,
    moment_on,
    parse_closure,
    parse_hours,
)

__all__ = [
    "CalendarChange",
    "Closure",
    "NotCounted",
    "Span",
    "WorkingCalendar",
    "parse_closure",
    "parse_hours",
]

FEWEST_WORKING_DAYS = 100
"""What a calendar has to leave in each year, for anybody to promise a date by it."""

_FEWEST_COUNTED = FEWEST_WORKING_DAYS // 2
"""Half of them: Easter and weekends make years differ, and what was let in is always counted."""

_LIKELY_POOR = 10
_ANY_YEARS = (2026, 2027)


@dataclass(frozen=True, slots=True)
class NotCounted(Kept):
    """A day that a clock passes over, and why."""

    day: date
    reason: Text

    def as_facts(self) -> dict[str, Any]:
        """Return the day and the reason; every clock that passes over it tells the same."""
        return _told(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> NotCounted:
        """Return what `as_facts` wrote, read once for all that passed over it."""
        return _read_again(facts["day"], facts["reason"]["fr"], facts["reason"]["en"])


@lru_cache(maxsize=4096)
def _told(day: NotCounted) -> dict[str, Any]:
    return {"day": day.day.isoformat(), "reason": written(day.reason)}


@lru_cache(maxsize=4096)
def _read_again(day: str, french: str, english: str) -> NotCounted:
    return NotCounted(date.fromisoformat(day), Text(french, english))


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What is different in a calendar from a day on; what is None stays as it was."""

    since: date
    jurisdiction: str | None = None
    hours: Hours | None = None
    extra_closures: tuple[Closure, ...] | None = None


@dataclass(frozen=True)
class WorkingCalendar:
    """The days and hours when an agency works; wrong values raise ValueError.

    Moments are handed out in UTC, so that they can be compared and subtracted; days are those
    of the agency's time zone. `changes` say what is different from a day on, in date order; each
    day is as the calendar of that day has it.
    """

    jurisdiction: str
    timezone: str
    hours: Hours
    extra_closures: tuple[Closure, ...] = ()
    changes: tuple[CalendarChange, ...] = ()

    def __post_init__(self) -> None:
        jurisdiction_with(self.jurisdiction)
        check_hours(self.hours)
        for earlier, later in pairwise(self.changes):
            if later.since <= earlier.since:
                raise ValueError(
                    f"a change from {later.since} comes after one from {earlier.since}"
                )
        for change in self.changes:
            jurisdiction_with(change.jurisdiction or self.jurisdiction)
            check_hours(change.hours or self.hours)
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f'"{self.timezone}" is not a time zone, such as "America/Toronto"'
            raise ValueError(message) from None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the agency's days begin and end."""
        return ZoneInfo(self.timezone)

    @cached_property
    def versions(self) -> tuple[tuple[date, WorkingCalendar], ...]:
        """The calendars that follow each other, each with its first day; none of them changes."""
        versions = [(date.min, replace(self, changes=()))]
        for change in self.changes:
            before = versions[-1][1]
            changed = replace(
                before,
                jurisdiction=change.jurisdiction or before.jurisdiction,
                hours=change.hours or before.hours,
                extra_closures=before.extra_closures
                if change.extra_closures is None
                else change.extra_closures,
            )
            versions.append((change.since, changed))
        return tuple(versions)

    def hours_on(self, day: date) -> Hours:
        """Return the opening hours of `day`, if it is a working day."""
        if not self.changes:
            return self.hours
        return next(version.hours for since, version in reversed(self.versions) if since <= day)

    def changes_within(self, first: date, last: date) -> Iterator[date]:
        """Yield the days after `first`, until `last`, from which on the hours may be others."""
        yield from (change.since for change in self.changes if first < change.since <= last)

    def closed_in(self, year: int) -> Mapping[date, Text]:
        """Return the closed days of a year in order, and why each is closed."""
        return _reasons_by_version(self, year) if self.changes else _reasons(self, year)

    def day_of(self, moment: datetime) -> date:
        """Return the civil day in which `moment` falls."""
        return moment.astimezone(self.zone).date()

    def why_closed(self, day: date) -> Text | None:
        """Return why nobody works on `day`: weekend, holiday or closure; None if they do."""
        return self._year(day.year).reasons.get(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the agency works on `day`."""
        return day not in self._year(day.year).reasons

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.working_day_after(day, 1)

    def working_day_from(self, day: date) -> date:
        """Return `day`, or the first working day after it if it is closed."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def working_day_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; `count` is at least 1."""
        year = day.year
        working = self._year(year).working
        place = bisect_right(working, day) + count - 1
        while place >= len(working):
            place -= len(working)
            year += 1
            self.check_reach(year)
            working = self._year(year).working
        return working[place]

    def check_reach(self, year: int) -> None:
        """Raise TooFewWorkingDaysError where hardly anybody works in `year`, nor in the next one.

        Whoever walks on through the years looks here, or would walk to the end of time.
        """
        if all(len(self._year(n).working) < _FEWEST_COUNTED for n in (year, year + 1)):
            raise TooFewWorkingDaysError(year)

    def days_after(self, day: date) -> Iterator[date]:
        """Yield the days after `day`, as long as working days are in reach."""
        while True:
            day += ONE_DAY
            if (day.month, day.day) == (1, 1):
                self.check_reach(day.year)
            yield day

    def working_days_within(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and including `until`."""
        years = (self._year(year).working for year in range(after.year, until.year + 1))
        return sum(bisect_right(days, until) - bisect_right(days, after) for days in years)

    def closed_days_within(self, first: date, last: date) -> tuple[NotCounted, ...]:
        """Return the closed days from `first` to `last`, both included, and why they are."""
        years = (self._year(year) for year in range(first.year, last.year + 1))
        return tuple(chain.from_iterable(year.closed_within(first, last) for year in years))

    def is_after_closing(self, moment: datetime) -> bool:
        """Tell whether `moment` is past the last closing time of its day; at it is not past."""
        local = moment.astimezone(self.zone)
        return local.time() > self.hours_on(local.date())[-1].closes

    def opens_at(self, day: date) -> datetime:
        """Return the moment when the first span of `day` opens."""
        return self._moment(day, self.hours_on(day)[0].opens)

    def closes_at(self, day: date) -> datetime:
        """Return the moment when the last span of `day` closes."""
        return self._moment(day, self.hours_on(day)[-1].closes)

    def ends_at(self, day: date) -> datetime:
        """Return the midnight that ends `day`."""
        return self._moment(day + ONE_DAY, time())

    def openings(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the opening and closing moments of every span, for ever, from `day` on."""
        day = self.working_day_from(day)
        while True:
            for span in self.hours_on(day):
                yield self._moment(day, span.opens), self._moment(day, span.closes)
            day = self.next_working_day(day)

    def _moment(self, day: date, at: time) -> datetime:
        return moment_on(day, at, self.zone)

    @cached_property
    def _years(self) -> dict[int, _Year]:
        return {}

    def _year(self, year: int) -> _Year:
        # A dictionary of one's own: hashing the calendar costs more than the look-up.
        counted_year = self._years.get(year)
        if counted_year is None:
            counted_year = self._years[year] = _year_of(self, year)
        return counted_year


@dataclass(frozen=True, slots=True)
class _Year:
    """The days of one year of one calendar, sorted."""

    working: tuple[date, ...]
    closed: tuple[date, ...]
    not_counted: tuple[NotCounted, ...]
    reasons: Mapping[date, Text]

    def closed_within(self, first: date, last: date) -> tuple[NotCounted, ...]:
        return self.not_counted[bisect_left(self.closed, first) : bisect_right(self.closed, last)]


@lru_cache(maxsize=1024)
def _year_of(calendar: WorkingCalendar, year: int) -> _Year:
    reasons = calendar.closed_in(year)
    return _Year(
        working=tuple(day for day in days_of(year) if day not in reasons),
        closed=tuple(reasons),
        not_counted=tuple(NotCounted(day, reason) for day, reason in reasons.items()),
        reasons=reasons,
    )


def _reasons_by_version(calendar: WorkingCalendar, year: int) -> Mapping[date, Text]:
    """Return the closed days of a year: each day is looked up in the calendar in force on it."""
    reasons: dict[date, Text] = {}
    for since, version in calendar.versions:
        kept = {day: why for day, why in reasons.items() if day < since}
        reasons = kept | {
            day: why for day, why in _year_of(version, year).reasons.items() if day >= since
        }
    return reasons


def _reasons(calendar: WorkingCalendar, year: int) -> Mapping[date, Text]:
    # Around New Year a closure may leave its weekend for the year before or after.
    near = (year - 1, year, year + 1)
    holidays: dict[date, Text] = {}
    for nearby in near:
        holidays |= closed_days(calendar.jurisdiction, nearby)
    days_off = (closure.day_off(nearby) for nearby in near for closure in calendar.extra_closures)
    closed = settle((off for off in days_off if off is not None), holidays) | holidays
    return {
        day: WEEKEND if is_weekend(day) else closed[day]
        for day in days_of(year)
        if is_weekend(day) or day in closed
    }


def days_of(year: int) -> Iterator[date]:
    """Return the days of a year in order."""
    first = date(year, 1, 1).toordinal()
    return map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))


def last_opening(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the latest moment, at or before `moment`, at which the agency opened for a day."""
    day = calendar.day_of(moment)
    if calendar.opens_at(day) > moment:
        day -= ONE_DAY
    while not calendar.is_working_day(day):
        if (day.month, day.day) == (1, 1):
            calendar.check_reach(day.year - 1)
        day -= ONE_DAY
    return calendar.opens_at(day)


def next_opening(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the first moment after `moment` at which the agency opens for a day."""
    day = calendar.working_day_from(calendar.day_of(moment))
    opens = calendar.opens_at(day)
    return opens if opens > moment else calendar.opens_at(calendar.next_working_day(day))


class PoorYear(NamedTuple):
    """A year in which a calendar leaves fewer working days than FEWEST_WORKING_DAYS."""

    year: int
    working_days: int


def poor_year(calendar: WorkingCalendar) -> PoorYear | None:
    """Return the first year in which a calendar leaves too few working days, if there is one."""
    for year in sorted(_telling_years(calendar)):
        days = calendar.working_days_within(date(year - 1, 12, 31), date(year, 12, 31))
        if days < FEWEST_WORKING_DAYS:
            return PoorYear(year, days)
    return None


def _telling_years(calendar: WorkingCalendar) -> set[int]:
    """Return years that tell of all others.

    They are any two before the first change, those around each change, and those that have the
    most closures of one year only.
    """
    changed = [change.since.year for change in calendar.changes]
    around = {year + n for year in changed for n in (-1, 0, 1)}
    dated = Counter(
        closure.year
        for _, version in calendar.versions
        for closure in version.extra_closures
        if closure.year is not None
    )
    most = {year for year, _ in dated.most_common(_LIKELY_POOR)}
    return {year for year in {*(around or _ANY_YEARS), *most} if 1 < year < date.max.year}
