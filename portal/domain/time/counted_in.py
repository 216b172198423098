"""The calendar that a clock was counted in, kept so that it can be counted again later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from portal.domain.text import Text
from portal.domain.time.calendar import NotCounted, WorkingCalendar
from portal.domain.time.closures import WEEKEND
from portal.domain.time.holidays import ONE_DAY, is_weekend
from portal.domain.time.hours import Hours, parse_hours, written_hours


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
            tuple(each for each in closed if not is_weekend(each.day)),
        )

    def then(self, later: CountedIn) -> CountedIn:
        """Return this calendar, and that one after its first day, which is the last of this."""
        first, *others = later.hours
        after = HoursSince(first.since + ONE_DAY, first.hours)
        closed = (each for each in later.closed if each.day > first.since)
        return CountedIn(self.timezone, (*self.hours, after, *others), (*self.closed, *closed))

    def as_facts(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold."""
        return {
            "timezone": self.timezone,
            "hours": [
                {"since": each.since.isoformat(), "spans": written_hours(each.hours)}
                for each in self.hours
            ],
            "closed": [each.as_facts() for each in self.closed],
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> CountedIn:
        """Return what `as_facts` wrote."""
        hours = (
            HoursSince(date.fromisoformat(each["since"]), parse_hours(each["spans"]))
            for each in facts["hours"]
        )
        closed = map(NotCounted.from_facts, facts["closed"])
        return cls(facts["timezone"], tuple(hours), tuple(closed))

    def hours_on(self, day: date) -> Hours:
        """Return the opening hours of `day`, if it is a working day."""
        begun = [each.hours for each in self.hours if each.since <= day]
        return begun[-1] if begun else self.hours[0].hours

    def why_closed(self, day: date) -> Text | None:
        """Return why nobody works on `day`: weekend, holiday or closure; None if they do."""
        if is_weekend(day):
            return WEEKEND
        return next((each.reason for each in self.closed if each.day == day), None)
