"""When an agency opens its doors: the moments at which its staff is told what the day asks."""

from __future__ import annotations

from datetime import datetime

from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.holidays import ONE_DAY


def last_opening(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the latest moment, at or before `moment`, at which the agency opened for a day."""
    day = calendar.day_of(moment)
    if calendar.opens_at(day) > moment:
        day -= ONE_DAY
    while not calendar.is_working_day(day):
        day -= ONE_DAY
    return calendar.opens_at(day)


def next_opening(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the first moment after `moment` at which the agency opens for a day."""
    day = calendar.working_day_from(calendar.day_of(moment))
    opens = calendar.opens_at(day)
    return opens if opens > moment else calendar.opens_at(calendar.next_working_day(day))
