"""A second way to count time, naive and on its own: day by day, and minute by minute.

It shares no code with the portal: lengths are a number and a word, calendars are what a settings
file says, moments are whole minutes since 1970. Holidays are looked for one day at a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.domain.time.second_holidays import holidays

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Length = tuple[int, str]
Stop = tuple[datetime, datetime | None]


def minutes(moment: datetime) -> int:
    return round((moment - EPOCH).total_seconds() / 60)


@dataclass(frozen=True)
class Facts:
    """What is asked of a day again and again: is it open, when does it open, close and end."""

    is_open: bool
    spans: list[tuple[int, int]]
    ends: int


@dataclass
class SecondCalendar:
    """The calendar of a settings file, as its text says it."""

    settings: Mapping[str, Any]
    known: dict[date, Facts] = field(default_factory=dict)
    years: dict[tuple[int, int], set[date]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings["timezone"])

    def moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def facts(self, day: date) -> Facts:
        if day not in self.known:
            spans = re.findall(r"(\d+):(\d+)-(\d+):(\d+)", self.said(day)["hours"])
            times = [(time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in spans]
            self.known[day] = Facts(
                day.isoweekday() < 6 and day not in self.days_off(day),
                [tuple(minutes(self.moment(day, at)) for at in span) for span in times],  # type: ignore[misc]
                minutes(self.moment(day + DAY, time())),
            )
        return self.known[day]

    def said(self, day: date) -> dict[str, Any]:
        """What the settings say on a day: each change that has begun says it anew."""
        said = dict(self.settings)
        for change in self.settings.get("changes", ()):
            if date.fromisoformat(change["from"]) <= day:
                said |= {name: value for name, value in change.items() if value is not None}
        return said

    def days_off(self, day: date) -> set[date]:
        said = self.said(day)
        begun = [change for change in said.get("changes", ()) if change["from"] <= str(day)]
        version = (len(begun), day.year)
        if version not in self.years:
            self.years[version] = holidays(
                said["jurisdiction"], said.get("extra_closures", ()), day.year
            )
        return self.years[version]

    def is_after_closing(self, received: datetime) -> bool:
        closing = re.findall(r"-(\d+:\d+)", self.said(received.date())["hours"])[-1]
        return received.time() > time(*map(int, closing.split(":")))


def day_zero(calendar: SecondCalendar, received: datetime, unit: str) -> date:
    local = received.astimezone(calendar.zone)
    day = local.date()
    if unit.startswith("working"):
        if calendar.facts(day).is_open and calendar.is_after_closing(local):
            day += DAY
        while not calendar.facts(day).is_open:
            day += DAY
    return day


def same_day_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def days_to_count(day: date, length: Length) -> int:
    amount, unit = length
    if unit in ("months", "years"):
        return (same_day_later(day, amount * (12 if unit == "years" else 1)) - day).days
    return amount * 7 if unit == "weeks" else amount


@dataclass(frozen=True)
class Stops:
    """When the clock stood still, in minutes; one without an end stands still for ever."""

    pauses: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, pauses: Sequence[Stop]) -> Stops:
        ends = ((minutes(a), float("inf") if b is None else minutes(b)) for a, b in pauses)
        return cls(tuple(ends))

    def hold(self, minute: int) -> bool:
        return any(began < minute <= ended for began, ended in self.pauses)

    def for_ever_at(self, minute: int) -> bool:
        return any(began < minute and ended == float("inf") for began, ended in self.pauses)


Counted = tuple[int, date] | None


def counted_days(calendar: SecondCalendar, day: date, length: Length, stops: Stops) -> Counted:
    """The midnight and the last day of a length in days, or None if the clock stands still."""
    left, working = days_to_count(day, length), length[1] == "working days"
    while True:
        if stops.for_ever_at(calendar.facts(day).ends):
            return None
        day += DAY
        facts = calendar.facts(day)
        looked_at = facts.spans[-1][1] if working else facts.ends
        counts = (facts.is_open or not working) and not stops.hold(looked_at)
        left -= counts
        if left <= 0 and counts and facts.is_open and not stops.hold(facts.ends):
            return facts.ends, day


def counted_hours(
    calendar: SecondCalendar, start: tuple[int, date], length: Length, stops: Stops
) -> Counted:
    """The minute in which the hours have run and the day it ends, counting every minute."""
    (began, day), left = start, 60 * length[0]
    while True:
        facts = calendar.facts(day)
        begins = calendar.facts(day - DAY).ends
        stretches = [(begins, facts.ends)]
        if length[1] == "working hours":
            stretches = facts.spans if facts.is_open else []
        ran = [
            minute
            for opens, closes in stretches
            for minute in range(max(opens, began) + 1, closes + 1)
            if not stops.hold(minute)
        ]
        if left <= len(ran):
            last = ran[left - 1]
            return last, day if last > begins else day - DAY
        left -= len(ran)
        if stops.for_ever_at(facts.ends):
            return None
        day += DAY


def second_count(
    calendar: SecondCalendar,
    received: datetime,
    lengths: Sequence[Length],
    pauses: Sequence[Stop] = (),
) -> tuple[datetime, date] | None:
    """When a promise and then its extensions run out, and on which day; None if it is stopped."""
    stops = Stops.of(pauses)
    at = minutes(received), day_zero(calendar, received, lengths[0][1])
    for length in lengths:
        is_hours = length[1].endswith("hours")
        found = (
            counted_hours(calendar, at, length, stops)
            if is_hours
            else counted_days(calendar, at[1], length, stops)
        )
        if found is None:
            return None
        at = found
    return EPOCH + timedelta(minutes=at[0]), at[1]
