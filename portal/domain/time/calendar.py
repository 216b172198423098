"""When an agency works: its days, its hours and its closures, in its own time zone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.domain.errors import MisreadError
from portal.domain.text import Text
from portal.domain.time.closures import Closure, parse_closure
from portal.domain.time.holidays import ONE_DAY, closed_days, is_weekend, jurisdiction_with, settle

__all__ = ["Closure", "NotCounted", "Span", "WorkingCalendar", "parse_closure", "parse_hours"]

WEEKEND = Text("Fin de semaine", "Weekend")
_SPAN = re.compile(r"\s*(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of opening hours within one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A day that a clock passes over, and why."""

    day: date
    reason: Text


def parse_hours(words: str) -> tuple[Span, ...]:
    """Read "08:30-12:00, 13:00-16:30"; raise MisreadError that says what is wrong otherwise."""
    spans = tuple(_parse_span(part, words) for part in words.split(","))
    _check_hours(spans)
    return spans


def _parse_span(part: str, words: str) -> Span:
    match = _SPAN.fullmatch(part)
    try:
        if match is not None:
            return Span(_parse_time(match[1]), _parse_time(match[2]))
    except ValueError:
        pass
    raise MisreadError(
        Text(
            f"«\u00a0{words}\u00a0» ne sont pas des heures d’ouverture, comme "
            "«\u00a008:30-12:00, 13:00-16:30\u00a0»",
            f'"{words}" are not opening hours, such as "08:30-12:00, 13:00-16:30"',
        )
    )


def _parse_time(words: str) -> time:
    hour, minute = words.split(":")
    return time(int(hour), int(minute))


def _check_hours(spans: tuple[Span, ...]) -> None:
    for fault in _faults(spans):
        raise MisreadError(fault)


def _faults(spans: tuple[Span, ...]) -> Iterator[Text]:
    if not spans:
        yield Text("aucune heure d’ouverture n’est donnée", "no opening hours are given")
    for span in spans:
        if span.opens >= span.closes:
            yield Text(f"{span} ferme avant d’ouvrir", f"{span} closes before it opens")
    for earlier, later in pairwise(spans):
        if later.closes <= earlier.opens:
            yield Text(
                f"{later} vient avant {earlier}\u00a0: ce n’est pas dans l’ordre",
                f"{later} comes before {earlier}: not in order",
            )
        if later.opens < earlier.closes:
            yield Text(f"{earlier} et {later} se chevauchent", f"{earlier} and {later} overlap")


@dataclass(frozen=True)
class WorkingCalendar:
    """The days and hours when an agency works; wrong values raise ValueError.

    Moments are handed out in UTC, so that they can be compared and subtracted; days are those
    of the agency's time zone.
    """

    jurisdiction: str
    timezone: str
    hours: tuple[Span, ...]
    extra_closures: tuple[Closure, ...] = ()

    def __post_init__(self) -> None:
        jurisdiction_with(self.jurisdiction)
        _check_hours(self.hours)
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f'"{self.timezone}" is not a time zone, such as "America/Toronto"'
            raise ValueError(message) from None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the agency's days begin and end."""
        return ZoneInfo(self.timezone)

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
            working = self._year(year).working
        return working[place]

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
        return moment.astimezone(self.zone).time() > self.hours[-1].closes

    def opens_at(self, day: date) -> datetime:
        """Return the moment when the first span of `day` opens."""
        return self._moment(day, self.hours[0].opens)

    def closes_at(self, day: date) -> datetime:
        """Return the moment when the last span of `day` closes."""
        return self._moment(day, self.hours[-1].closes)

    def ends_at(self, day: date) -> datetime:
        """Return the midnight that ends `day`."""
        return self._moment(day + ONE_DAY, time())

    def openings(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the opening and closing moments of every span, for ever, from `day` on."""
        day = self.working_day_from(day)
        while True:
            for span in self.hours:
                yield self._moment(day, span.opens), self._moment(day, span.closes)
            day = self.next_working_day(day)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    @cached_property
    def _years(self) -> dict[int, _Year]:
        return {}

    def _year(self, year: int) -> _Year:
        # A dictionary of one's own: hashing the calendar costs more than the look-up.
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = _year_of(self, year)
        return found


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
    reasons = _reasons(calendar, year)
    return _Year(
        working=tuple(day for day in _days(year) if day not in reasons),
        closed=tuple(reasons),
        not_counted=tuple(NotCounted(day, reason) for day, reason in reasons.items()),
        reasons=reasons,
    )


def _reasons(calendar: WorkingCalendar, year: int) -> Mapping[date, Text]:
    # Around New Year a closure may leave its weekend for the year before or after.
    near = (year - 1, year, year + 1)
    holidays: dict[date, Text] = {}
    for each in near:
        holidays |= closed_days(calendar.jurisdiction, each)
    days_off = (closure.day_off(each) for each in near for closure in calendar.extra_closures)
    closed = settle((off for off in days_off if off is not None), holidays) | holidays
    return {
        day: WEEKEND if is_weekend(day) else closed[day]
        for day in _days(year)
        if is_weekend(day) or day in closed
    }


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1).toordinal()
    return map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))
