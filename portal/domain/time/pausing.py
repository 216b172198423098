"""Stopping a clock and letting it go on: nothing of what it held is lost, nothing is added.

The days that were promised stay counted as they were, whatever became of the calendar or of the
subject meanwhile; only the days after them are those of the calendar of today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce

from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar, days_of
from portal.domain.time.clock import recount
from portal.domain.time.due_date import CountedIn, DueDate, Pause
from portal.domain.time.holidays import ONE_DAY
from portal.domain.time.opening_hours import Hours


@dataclass(frozen=True)
class KeptCalendar(WorkingCalendar):
    """A calendar whose days until `kept_until` are as they were promised, whatever it says now."""

    kept: CountedIn = field(kw_only=True)
    kept_until: date = field(kw_only=True)

    def hours_on(self, day: date) -> Hours:
        """Return the opening hours of `day`, if it is a working day."""
        return self.kept.hours_on(day) if day <= self.kept_until else super().hours_on(day)

    def changes_within(self, first: date, last: date) -> Iterator[date]:
        """Yield the days after `first`, until `last`, from which on the hours may be others."""
        until = min(last, self.kept_until)
        yield from (stretch.since for stretch in self.kept.hours if first < stretch.since <= until)
        if until < last:
            later = until + ONE_DAY
            yield later
            yield from super().changes_within(max(first, later), last)

    def closed_in(self, year: int) -> Mapping[date, Text]:
        """Return the closed days of a year in order, and why each is closed."""
        kept = ((day, self.kept.why_closed(day)) for day in days_of(year) if day <= self.kept_until)
        later = super().closed_in(year).items()
        return {day: why for day, why in kept if why is not None} | {
            day: why for day, why in later if day > self.kept_until
        }


def pause(due: DueDate, at: datetime, calendar: WorkingCalendar) -> DueDate:
    """Return `due` stopped at `at`: it has no date until it goes on.

    It keeps its whole calendar, also of the days that are no longer promised.
    """
    assert due.last_day is not None, "only a clock that runs can be stopped"
    promised = _as_promised(due, due.last_day, calendar)
    stopped = recount(due, promised, (*due.pauses, Pause(at)))
    return replace(stopped, counted_in=due.counted_in)


def resume(due: DueDate, at: datetime, calendar: WorkingCalendar) -> DueDate:
    """Return a stopped `due` that goes on at `at`, with what it held when it was stopped."""
    assert due.suspended_since is not None, "only a stopped clock can go on"
    *before, last = due.pauses
    promised_until = recount(due, _as_promised(due, date.max, calendar), before).last_day
    assert promised_until is not None, "it ran before it was stopped"
    # The machine's clock may have been put back meanwhile.
    ended = Pause(last.began_at, max(at, last.began_at))
    return recount(due, _as_promised(due, promised_until, calendar), (*before, ended))


def _as_promised(due: DueDate, until: date, calendar: WorkingCalendar) -> WorkingCalendar:
    # Clocks that started before calendars were kept have none.
    if not due.counted_in:
        return calendar
    kept = reduce(CountedIn.then, due.counted_in)
    return KeptCalendar(
        jurisdiction=calendar.jurisdiction,
        timezone=kept.timezone,
        hours=calendar.hours,
        extra_closures=calendar.extra_closures,
        changes=calendar.changes,
        kept=kept,
        kept_until=until,
    )
