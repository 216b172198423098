"""A calendar closed nearly every day: counting in it ends, and tells that there is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.errors import TooFewWorkingDaysError
from portal.domain.time.calendar import (
    CalendarChange,
    PoorYear,
    WorkingCalendar,
    last_opening,
    next_opening,
    parse_closure,
    parse_hours,
    poor_year,
)
from portal.domain.time.clock import count, working_days_between
from portal.domain.time.due_date import Pause
from portal.domain.time.promise import Allowance
from tests.support.closed_days import EVERY_DAY, all_days_of

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
STOPPED = (Pause(NOON + timedelta(days=1), NOON + timedelta(weeks=1)),)


def closed_on(*days: str, changes: tuple[CalendarChange, ...] = ()) -> WorkingCalendar:
    closures = tuple(map(parse_closure, days))
    return WorkingCalendar(
        "CA-QC", "America/Toronto", parse_hours("08:30-16:30"), closures, changes
    )


SHUT = closed_on(*EVERY_DAY)


@pytest.mark.parametrize(
    "length", ["1 working day", "1 working hour", "4 weeks", "2 months", "9999 working days"]
)
@pytest.mark.parametrize("pauses", [(), STOPPED])
def test_a_date_that_never_comes_is_not_looked_for_until_the_end_of_time(
    length: str, pauses: tuple[Pause, ...]
):
    with pytest.raises(TooFewWorkingDaysError):
        count(NOON, Allowance.parse(length), SHUT, pauses)


def test_no_opening_is_looked_for_until_the_end_of_time_nor_until_its_beginning():
    for look in (last_opening, next_opening):
        with pytest.raises(TooFewWorkingDaysError):
            look(NOON, SHUT)
    with pytest.raises(TooFewWorkingDaysError):
        working_days_between(NOON, NOON, SHUT)


def test_a_year_without_anybody_is_passed_over_where_they_come_back():
    moving = closed_on(*all_days_of(2027))
    assert count(NOON, Allowance.parse("40 working days"), moving).last_day == date(2028, 1, 20)


def test_the_poor_year_is_told_whether_it_is_every_one_or_one_alone_or_begins_one_day():
    closures = tuple(map(parse_closure, EVERY_DAY))
    later = CalendarChange(date(2030, 7, 1), extra_closures=closures)
    assert poor_year(SHUT) == PoorYear(2026, 0)
    assert poor_year(closed_on(*all_days_of(2029))) == PoorYear(2029, 0)
    assert poor_year(closed_on(changes=(later,))) == PoorYear(2031, 0)
    assert poor_year(closed_on("12-24", "2027-05-03", "9999-12-31")) is None
