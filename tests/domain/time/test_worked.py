from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal.domain.time.calendar import Span, WorkingCalendar
from portal.domain.time.worked import working_hours_between

MONTREAL = ZoneInfo("America/Toronto")
CALENDAR = WorkingCalendar(
    "CA-QC", "America/Toronto", (Span(time(9), time(12)), Span(time(13), time(17)))
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=MONTREAL)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(3, 9), at(3, 9), 0),
        (at(3, 9), at(3, 9, 1), 1),
        (at(3, 11), at(3, 14), 2),
        (at(3, 16), at(4, 10), 2),
        (at(6, 18), at(9, 9), 0),
        (at(6, 16), at(9, 10, 30), 3),
        (at(7, 12), at(9, 17), 7),
    ],
)
def test_only_opening_hours_count(since: datetime, until: datetime, hours: int):
    assert working_hours_between(since, until, CALENDAR) == hours


def test_nothing_was_worked_before_it_began():
    assert working_hours_between(at(4, 10), at(3, 10), CALENDAR) == 0
