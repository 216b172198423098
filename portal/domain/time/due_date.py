"""The date an agency promises, and the facts that explain it to anybody who counts again: the
stops of its clock, and the calendar that it was counted in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from portal.domain.text import Text
from portal.domain.time.calendar import NotCounted, WorkingCalendar
from portal.domain.time.holidays import ONE_DAY, is_weekend
from portal.domain.time.opening_hours import WEEKEND, Hours, parse_hours, written_hours
from portal.domain.time.promise import Allowance

CLOCK_STOPPED = Text("Délai suspendu", "Clock stopped")
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time during which a clock is stopped; `ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ended_at is not None and self.ended_at < self.began_at:
            raise ValueError("a pause ends before it begins")

    def as_facts(self) -> dict[str, str | None]:
        """Return both moments as values that JSON can hold."""
        ended = None if self.ended_at is None else self.ended_at.isoformat()
        return {"began_at": self.began_at.isoformat(), "ended_at": ended}

    @classmethod
    def from_facts(cls, facts: Mapping[str, str | None]) -> Pause:
        """Return the pause that `as_facts` wrote."""
        began, ended = facts["began_at"], facts["ended_at"]
        assert began is not None, "a pause has begun"
        return cls(datetime.fromisoformat(began), datetime.fromisoformat(ended) if ended else None)


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
class HoursSince:
    """The opening hours from a day on."""

    since: date
    hours: Hours


@dataclass(frozen=True, slots=True)
class CountedIn:
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

    def as_facts(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold."""
        return {
            "timezone": self.timezone,
            "hours": [
                {"since": stretch.since.isoformat(), "spans": written_hours(stretch.hours)}
                for stretch in self.hours
            ],
            "closed": [off.as_facts() for off in self.closed],
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> CountedIn:
        """Return what `as_facts` wrote."""
        hours = (
            HoursSince(date.fromisoformat(stretch["since"]), parse_hours(stretch["spans"]))
            for stretch in facts["hours"]
        )
        closed = map(NotCounted.from_facts, facts["closed"])
        return cls(facts["timezone"], tuple(hours), tuple(closed))

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
class DueDate:
    """When a clock runs out, and how that was counted.

    `due_at` is the first moment that is late, and `last_day` the last day on which an act can be
    in time; both are None while the clock is stopped (`suspended_since`) or waits for its start.
    `landed_from` is the last day before it moved to a working day. `not_counted` lists the days
    passed over, from the receipt on; a clock that runs every day passes over closed days only at
    its end. `counted_in` keeps the calendar of the promise and then of each extension, as far as
    each was counted.
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

    def as_facts(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold."""
        return {
            "allowance": str(self.allowance),
            "started_at": self.started_at.isoformat(),
            "day_zero": self.day_zero.isoformat(),
            "due_at": _written(self.due_at),
            "last_day": _written(self.last_day),
            "not_counted": [off.as_facts() for off in self.not_counted],
            "landed_from": _written(self.landed_from),
            "suspended_since": _written(self.suspended_since),
            "pauses": [pause.as_facts() for pause in self.pauses],
            "extensions": [str(extension) for extension in self.extensions],
            "counted_in": [calendar.as_facts() for calendar in self.counted_in],
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> DueDate:
        """Return the due date that `as_facts` wrote."""
        return cls(
            allowance=Allowance.parse(facts["allowance"]),
            started_at=datetime.fromisoformat(facts["started_at"]),
            day_zero=date.fromisoformat(facts["day_zero"]),
            due_at=_moment(facts["due_at"]),
            last_day=_day(facts["last_day"]),
            not_counted=tuple(map(NotCounted.from_facts, facts["not_counted"])),
            landed_from=_day(facts["landed_from"]),
            suspended_since=_moment(facts["suspended_since"]),
            pauses=tuple(map(Pause.from_facts, facts["pauses"])),
            extensions=tuple(Allowance.parse(extension) for extension in facts["extensions"]),
            # Clocks that started before calendars were kept have none.
            counted_in=tuple(map(CountedIn.from_facts, facts.get("counted_in", ()))),
        )


def _written(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def _moment(words: str | None) -> datetime | None:
    return None if words is None else datetime.fromisoformat(words)


def _day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)
