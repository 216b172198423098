"""The date an agency promises, and the facts that explain it to anybody who counts again: the
stops of its clock, and the calendar that it was counted in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from portal.domain.facts import Kept
from portal.domain.text import Text
from portal.domain.time.calendar import NotCounted, WorkingCalendar
from portal.domain.time.holidays import ONE_DAY, is_weekend
from portal.domain.time.opening_hours import WEEKEND, Hours, parse_hours, written_hours
from portal.domain.time.promise import Allowance

CLOCK_STOPPED = Text("Délai suspendu", "Clock stopped")
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pause(Kept):
    """A stretch of time during which a clock is stopped; `ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ended_at is not None and self.ended_at < self.began_at:
            raise ValueError("a pause ends before it begins")


@dataclass(frozen=True, slots=True)
class Stops:
    """Pauses put together: in order, apart from each other, in UTC.

    The clock still runs at the moment when one begins, and not yet at the moment when it ends.
    """

    spans: tuple[tuple[datetime, datetime], ...] = ()

    @classmethod
    def of(cls, pauses: Iterable[Pause]) -> Stops:
        """Put `pauses` together, so that those that overlap stop the clock once."""
        spans: list[tuple[datetime, datetime]] = []
        for began, ended in sorted(map(_span, pauses)):
            if spans and began <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(ended, spans[-1][1]))
            else:
                spans.append((began, ended))
        return cls(tuple(spans))

    @property
    def stopped_since(self) -> datetime | None:
        """When the clock stopped, if it has not been started again."""
        return self.spans[-1][0] if self.spans and self.spans[-1][1] == FOREVER else None

    def ended(self) -> Stops:
        """Return the stops that are over."""
        return Stops(tuple(span for span in self.spans if span[1] != FOREVER))

    def hold(self, moment: datetime) -> bool:
        """Tell whether the clock is stopped at `moment`."""
        return any(began < moment <= ended for began, ended in self.spans)

    def running_from(self, moment: datetime) -> datetime:
        """Return `moment`, or the first moment after it at which the clock runs again."""
        held = (ended for began, ended in self.spans if began < moment <= ended)
        stopped_until = next(held, None)
        return moment if stopped_until is None else stopped_until + timedelta.resolution

    def running(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches between `begin` and `end` during which the clock runs."""
        for began, ended in self.spans:
            if begin < min(began, end):
                yield begin, min(began, end)
            begin = max(begin, ended)
        if begin < end:
            yield begin, end


def _span(pause: Pause) -> tuple[datetime, datetime]:
    ended = FOREVER if pause.ended_at is None else pause.ended_at.astimezone(UTC)
    return pause.began_at.astimezone(UTC), ended


NEVER = Stops()


@dataclass(frozen=True, slots=True)
class HoursSince(Kept):
    """The opening hours from a day on."""

    since: date
    hours: Hours

    def as_facts(self) -> dict[str, Any]:
        """Return the day, and the hours as settings write them."""
        return {"since": self.since.isoformat(), "spans": written_hours(self.hours)}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> HoursSince:
        """Return what `as_facts` wrote."""
        return cls(date.fromisoformat(facts["since"]), parse_hours(facts["spans"]))


@dataclass(frozen=True, slots=True)
class CountedIn(Kept):
    """The calendar of one stretch of days: nobody works at weekends, nor on `closed` days."""

    timezone: str
    hours: tuple[HoursSince, ...]
    closed: tuple[NotCounted, ...] = ()

    @classmethod
    def of(cls, calendar: WorkingCalendar, first: date, last: date) -> CountedIn:
        """Return what `calendar` says of the days from `first` to `last`, both included."""
        later = calendar.changes_within(first, last)
        hours = [HoursSince(day, calendar.hours_on(day)) for day in (first, *later)]
        other = (now for before, now in pairwise(hours) if now.hours != before.hours)
        closed = calendar.closed_days_within(first, last)
        return cls(
            calendar.timezone,
            (hours[0], *other),
            tuple(off for off in closed if not is_weekend(off.day)),
        )

    def then(self, later: CountedIn) -> CountedIn:
        """Return this calendar, and that one after its first day, which is the last of this."""
        first, *others = later.hours
        after = HoursSince(first.since + ONE_DAY, first.hours)
        closed = (off for off in later.closed if off.day > first.since)
        return CountedIn(self.timezone, (*self.hours, after, *others), (*self.closed, *closed))

    def hours_on(self, day: date) -> Hours:
        """Return the opening hours of `day`, if it is a working day."""
        begun = [stretch.hours for stretch in self.hours if stretch.since <= day]
        return begun[-1] if begun else self.hours[0].hours

    def why_closed(self, day: date) -> Text | None:
        """Return why nobody works on `day`: weekend, holiday or closure; None if they do."""
        if is_weekend(day):
            return WEEKEND
        return next((off.reason for off in self.closed if off.day == day), None)


@dataclass(frozen=True, slots=True)
class DueDate(Kept):
    """When a clock runs out, and how that was counted.

    `due_at` is the first moment that is late, and `last_day` the last day on which an act can be
    in time; both are None while the clock is stopped (`suspended_since`) or waits for its start.
    `landed_from` is the last day before it moved to a working day. `not_counted` lists the days
    passed over, from the receipt on; a clock that runs every day passes over closed days only at
    its end. `counted_in` keeps the calendar of the promise and then of each extension, as far as
    each was counted; clocks that started before calendars were kept have none.
    """

    allowance: Allowance
    started_at: datetime
    day_zero: date
    due_at: datetime | None
    last_day: date | None
    not_counted: tuple[NotCounted, ...] = ()
    landed_from: date | None = None
    suspended_since: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Allowance, ...] = ()
    counted_in: tuple[CountedIn, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Tell whether the clock has not started yet: it waits for the complete file."""
        return self.due_at is None and self.suspended_since is None
