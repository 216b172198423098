"""How old open complaints are, in four classes that are the same for every agency."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, time, timedelta

from portal.domain.time.calendar import WorkingCalendar

AGE_LIMITS = (10, 20, 60)
"""The most working days of the first three classes; what is older is in the fourth."""

# Days back to look: more than any class reaches, however often an agency is closed.
_FARTHEST = 1000


def age_bounds(now: datetime, calendar: WorkingCalendar) -> tuple[datetime, ...]:
    """Return, for each limit, the first moment of receipt that is not older than it.

    Age is counted in the agency's working days after the day of receipt, up to today.
    """
    return tuple(_received_since(limit, now, calendar) for limit in AGE_LIMITS)


def _received_since(limit: int, now: datetime, calendar: WorkingCalendar) -> datetime:
    today = calendar.day_of(now)
    # Ages only grow with the days one goes back, so the last day of a class can be bisected.
    days = bisect_left(
        range(_FARTHEST),
        limit + 1,
        key=lambda days: calendar.working_days_within(today - timedelta(days), today),
    )
    return datetime.combine(today - timedelta(days - 1), time(), calendar.zone)
