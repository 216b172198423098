"""How long an agency worked between two moments: its opening hours, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.domain.time.calendar import WorkingCalendar

_HOUR = timedelta(hours=1)


def working_hours_between(since: datetime, until: datetime, calendar: WorkingCalendar) -> int:
    """Return the opening hours from one moment to another, a begun hour as a whole one."""
    worked = timedelta()
    for opens, closes in calendar.openings(calendar.day_of(since)):
        if opens >= until:
            break
        worked += max(min(closes, until) - max(opens, since), timedelta())
    return -(-worked // _HOUR)
