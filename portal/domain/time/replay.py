"""Counting again from an explanation alone, day by day, as a person would on a wall calendar.

Nothing of the counting that made the promise is used here: neither `clock` nor `counting`, nor
a calendar. So what an explanation leads to proves the promised date, and does not repeat it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.text import Text
from portal.domain.time.due_date import CLOCK_STOPPED, CountedIn, Pause
from portal.domain.time.promise import Allowance, Unit

DAY = timedelta(days=1)
WORKING = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})
IN_HOURS = frozenset({Unit.HOURS, Unit.WORKING_HOURS})


@dataclass(frozen=True, slots=True)
class WalkedDay:
    """A day on the way: its rank among those that count, or why it does not count.

    The last one counted has both if nothing can run out on it; the day it moves to has neither.
    """

    day: date
    rank: int | None
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Part:
    """One length of time, counted: the promise itself, or an extension of it.

    Where time is counted in hours, `days` are only those on which none could run. `landed_from`
    is the last day that counted, before it moved; no date at all means that the clock stands still.
    """

    length: Allowance
    day_zero: date
    days: tuple[WalkedDay, ...]
    last_day: date | None = None
    due_at: datetime | None = None
    landed_from: date | None = None


def replayed(facts: Mapping[str, Any]) -> datetime | None:
    """Return the moment to which an explanation written as JSON leads, None if it stands still.

    Only how time was counted is looked at, never the date that the explanation says. What waits
    for its start was not counted at all.
    """
    if facts["started_at"] is None:
        return None
    return replay(
        datetime.fromisoformat(facts["started_at"]),
        [Allowance.kept(part["length"]) for part in facts["parts"]],
        [CountedIn.from_facts(part["calendar"]) for part in facts["parts"]],
        [Pause.from_facts(pause) for pause in facts["pauses"]],
        lands=facts["lands"],
    )[-1].due_at


def replay(
    started_at: datetime,
    lengths: Sequence[Allowance],
    calendars: Sequence[CountedIn],
    pauses: Sequence[Pause],
    *,
    lands: bool = True,
) -> tuple[Part, ...]:
    """Count a promise and its extensions, each in its calendar; return what came of each.

    A last day that is closed moves to the next working day, unless the clock never `lands`.
    """
    walk = _Walk(calendars[0], pauses, lands)
    moment, day_zero = started_at, walk.day_zero(started_at, lengths[0].unit)
    parts: list[Part] = []
    for length, calendar in zip(lengths, calendars, strict=False):
        part = _Walk(calendar, pauses, lands).part(length, moment, day_zero)
        parts.append(part)
        if part.due_at is None or part.last_day is None:
            break
        moment, day_zero = part.due_at, part.last_day
    return tuple(parts)


@dataclass(frozen=True)
class _Walk:
    """One calendar and the pauses of a clock, walked through day by day."""

    calendar: CountedIn
    pauses: Sequence[Pause]
    lands: bool = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.calendar.timezone)

    def day_zero(self, received_at: datetime, unit: Unit) -> date:
        local = received_at.astimezone(self.zone)
        day = local.date()
        if unit not in WORKING:
            return day
        if self.closed(day) is None and local.time() > self.calendar.hours_on(day)[-1].closes:
            day += DAY
        while self.closed(day) is not None:
            day += DAY
        return day

    def part(self, length: Allowance, moment: datetime, day_zero: date) -> Part:
        if length.unit in IN_HOURS:
            return self._hours(length, moment, day_zero)
        if self.pauses:
            return self.days(length, day_zero)
        return _unstopped_days(self.calendar, length, day_zero, lands=self.lands)

    def days(self, length: Allowance, day_zero: date) -> Part:
        walked: list[WalkedDay] = []
        rank, day, number = 0, day_zero, _days_in(day_zero, length)
        while rank < number:
            if self._stands_still_after(day):
                return Part(length, day_zero, tuple(walked))
            day += DAY
            reason = self._why_not_counted(day, length.unit)
            rank += reason is None
            walked.append(WalkedDay(day, rank if reason is None else None, reason))
        return self._landed(length, day_zero, walked)

    def _landed(self, length: Allowance, day_zero: date, walked: list[WalkedDay]) -> Part:
        counted = day = walked[-1].day
        while self.lands and (reason := self._why_not_last(day, length.unit)) is not None:
            walked[-1] = replace(walked[-1], reason=reason)
            if self._stands_still_after(day):
                return Part(length, day_zero, tuple(walked))
            day += DAY
            walked.append(WalkedDay(day, None, None))
        moved = counted if counted != day else None
        return Part(length, day_zero, tuple(walked), day, self._midnight_after(day), moved)

    def _hours(self, length: Allowance, moment: datetime, day_zero: date) -> Part:
        left, day = timedelta(hours=length.amount), day_zero
        closed: list[WalkedDay] = []
        while True:
            for began, ended in self._running(day, length.unit, moment):
                if left <= ended - began:
                    last = (began + left - timedelta.resolution).astimezone(self.zone).date()
                    return Part(length, day_zero, tuple(closed), last, began + left)
                left -= ended - began
            if self._stands_still_after(day):
                return Part(length, day_zero, tuple(closed))
            day += DAY
            if length.unit in WORKING and (reason := self.closed(day)) is not None:
                closed.append(WalkedDay(day, None, reason))

    def closed(self, day: date) -> Text | None:
        return self.calendar.why_closed(day)

    def _why_not_counted(self, day: date, unit: Unit) -> Text | None:
        closed = self.closed(day) if unit is Unit.WORKING_DAYS else None
        if closed is not None or not self.pauses:
            return closed
        if unit is Unit.WORKING_DAYS:
            return self._stopped(self._at(day, self.calendar.hours_on(day)[-1].closes))
        return self._stopped(self._midnight_after(day))

    def _why_not_last(self, day: date, unit: Unit) -> Text | None:
        closed = self.closed(day) or self._why_not_counted(day, unit)
        return closed or self._stopped(self._midnight_after(day))

    def _running(
        self, day: date, unit: Unit, since: datetime
    ) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches of a day in which hours run: cut at each pause, without the stops."""
        pauses = [moment for pause in self.pauses for moment in (pause.began_at, pause.ended_at)]
        for opens, closes in self._openings(day, unit):
            begin = max(opens, since)
            inside = {moment for moment in pauses if moment is not None and begin < moment < closes}
            for began, ended in pairwise(sorted({begin, closes, *inside})):
                if since < ended and self._stopped(ended) is None:
                    yield began, ended

    def _openings(self, day: date, unit: Unit) -> list[tuple[datetime, datetime]]:
        if unit is Unit.HOURS:
            return [(self._at(day, time()), self._midnight_after(day))]
        if self.closed(day) is not None:
            return []
        spans = self.calendar.hours_on(day)
        return [(self._at(day, span.opens), self._at(day, span.closes)) for span in spans]

    def _stopped(self, moment: datetime) -> Text | None:
        """Return that the clock is stopped if it is: still running when a pause begins."""
        began = [pause for pause in self.pauses if pause.began_at < moment]
        holds = any(pause.ended_at is None or moment <= pause.ended_at for pause in began)
        return CLOCK_STOPPED if holds else None

    def _stands_still_after(self, day: date) -> bool:
        if not self.pauses:
            return False
        midnight = self._midnight_after(day)
        return any(pause.ended_at is None and pause.began_at < midnight for pause in self.pauses)

    def _midnight_after(self, day: date) -> datetime:
        return self._at(day + DAY, time())

    def _at(self, day: date, at: time) -> datetime:
        # Written "24:00": no time of a day is later.
        day, at = (day + DAY, time()) if at == time.max else (day, at)
        return datetime.combine(day, at, self.zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def _unstopped_days(calendar: CountedIn, length: Allowance, day_zero: date, *, lands: bool) -> Part:
    """Return days that nothing stopped, walked through once for all that began on one day."""
    return _Walk(calendar, (), lands).days(length, day_zero)


def _days_in(day_zero: date, length: Allowance) -> int:
    """Return how many days are counted: those until the same day of a later week or month."""
    if length.unit is Unit.WEEKS:
        return 7 * length.amount
    if length.unit not in (Unit.MONTHS, Unit.YEARS):
        return length.amount
    months = length.amount * (12 if length.unit is Unit.YEARS else 1)
    years, before = divmod(day_zero.year * 12 + day_zero.month - 1 + months, 12)
    last = min(day_zero.day, monthrange(years, before + 1)[1])
    return (date(years, before + 1, last) - day_zero).days
