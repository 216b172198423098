"""The edges where counting goes wrong elsewhere, each by its name."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.time.calendar import CalendarChange, WorkingCalendar, parse_closure, parse_hours
from portal.domain.time.holidays import closed_days
from tests.domain.time.clock_builders import (
    ENGLISH,
    GOVERNMENT,
    HOURS,
    STATUTORY,
    WASHINGTON,
    due,
    last_day,
)

NIGHT = WorkingCalendar("CA-QC", "America/Toronto", parse_hours("00:30-06:00"))
"""A service that is open while the clocks change."""


# The clocks change: 8 March 2026 from 2 to 3 in the morning, 1 November from 2 back to 1. Both are
# Sundays, so opening hours meet a change only where the clocks change on a weekday.


def test_hours_over_the_spring_change_end_an_hour_later_on_the_wall() -> None:
    assert due("2026-03-07 14:00", "24 hours") == "2026-03-08 15:00"
    assert due("2026-03-08 01:30", "1 hour") == "2026-03-08 03:30"


def test_hours_over_the_autumn_change_end_an_hour_earlier_on_the_wall() -> None:
    assert due("2026-10-31 14:00", "24 hours") == "2026-11-01 13:00"
    assert due("2026-11-01 00:30", "2 hours") == "2026-11-01 01:30"
    assert due("2026-11-01 00:30", "3 hours") == "2026-11-01 02:30"


def test_working_hours_at_night_pass_over_the_weekend_of_the_change() -> None:
    spring, autumn = ("2026-03-06 05:00", "2026-10-30 05:00")
    assert due(spring, "2 working hours", calendar=NIGHT) == "2026-03-09 01:30"
    assert due(autumn, "2 working hours", calendar=NIGHT) == "2026-11-02 01:30"


@pytest.mark.parametrize(
    ("zone", "received", "expected"),
    [
        # Friday at 2 in the morning an hour is missing; Friday at 1 an hour came twice.
        ("Asia/Jerusalem", "2026-03-27 00:30", "2026-03-27 05:30"),
        ("Asia/Amman", "2021-10-29 00:30", "2021-10-29 03:30"),
    ],
)
def test_working_hours_on_the_day_of_a_change_are_those_that_really_passed(
    zone: str, received: str, expected: str
) -> None:
    calendar = WorkingCalendar("CA-QC", zone, parse_hours("00:30-06:00"))
    assert due(received, "4 working hours", calendar=calendar) == expected


@pytest.mark.parametrize(
    ("received", "allowance", "expected"),
    [
        ("2028-02-28 09:00", "1 calendar day", "2028-02-29"),
        ("2027-02-26 09:00", "3 calendar days", "2027-03-01"),
        ("2028-02-29 09:00", "1 year", "2029-02-28"),
        ("2028-02-29 09:00", "4 years", "2032-03-01"),
        ("2027-12-29 09:00", "2 months", "2028-02-29"),
        ("2026-12-29 09:00", "2 months", "2027-03-01"),
    ],
)
def test_a_leap_day_is_a_day_like_any_other(received: str, allowance: str, expected: str) -> None:
    assert last_day(received, allowance) == expected


@pytest.mark.parametrize(
    ("received", "allowance", "expected"),
    [
        ("2026-03-31 09:00", "1 month", "2026-04-30"),
        ("2026-08-31 09:00", "1 month", "2026-09-30"),
        ("2026-01-31 09:00", "1 month", "2026-03-02"),
        ("2026-10-30 09:00", "1 month", "2026-11-30"),
    ],
)
def test_a_month_ends_on_its_last_day_where_the_day_does_not_exist_and_then_lands(
    received: str, allowance: str, expected: str
) -> None:
    assert last_day(received, allowance) == expected


@pytest.mark.parametrize("calendar", [GOVERNMENT, STATUTORY, ENGLISH, WASHINGTON])
def test_a_receipt_exactly_at_closing_is_in_time_and_a_minute_later_is_not(
    calendar: WorkingCalendar,
) -> None:
    closes = calendar.hours[-1].closes
    assert (
        last_day(f"2026-11-24 {closes:%H:%M}", "1 working day", calendar=calendar) == "2026-11-25"
    )
    late = f"2026-11-24 {closes:%H:%M}:01"
    assert last_day(late, "1 working day", calendar=calendar) in ("2026-11-26", "2026-11-30")


# The weekdays on which each jurisdiction is closed, as published, where a holiday is at a weekend.
TAKEN = {
    "CA-QC-GOV": {
        2026: ["12-24", "12-25", "12-28", "12-31"],
        2027: ["12-24", "12-27", "12-28", "12-31"],
        2028: ["12-22", "12-25", "12-26", "12-29"],
    },
    "CA-QC": {2026: ["12-25"], 2027: [], 2028: ["12-25"]},
    "GB-EAW": {
        2026: ["12-25", "12-28"],
        2027: ["12-27", "12-28"],
        2028: ["12-25", "12-26"],
    },
    "US-WA": {2026: ["12-25"], 2027: ["12-24", "12-31"], 2028: ["12-25"]},
}
TAKEN_IN_SUMMER = {
    "CA-QC-GOV": {2026: ["06-24", "07-01"], 2027: ["06-24", "07-01"], 2028: ["06-26", "07-03"]},
    "CA-QC": {2026: ["06-24", "07-01"], 2027: ["06-24", "07-01"], 2028: []},
    "GB-EAW": {2026: [], 2027: [], 2028: []},
    "US-WA": {2026: ["06-19", "07-03"], 2027: ["06-18", "07-05"], 2028: ["06-19", "07-04"]},
}


@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize("jurisdiction", TAKEN)
def test_holidays_at_weekends_are_taken_on_the_days_that_are_published(
    jurisdiction: str, year: int
) -> None:
    closed = [day for day in closed_days(jurisdiction, year) if day.isoweekday() < 6]
    winter = [f"{day:%m-%d}" for day in closed if day.month == 12]
    summer = [f"{day:%m-%d}" for day in closed if date(year, 6, 15) <= day <= date(year, 7, 15)]
    assert winter == TAKEN[jurisdiction][year]
    assert summer == TAKEN_IN_SUMMER[jurisdiction][year]


def test_a_closure_of_one_year_delays_the_dates_of_that_year_alone() -> None:
    closed = (parse_closure("2026-12-24"),)
    calendar = WorkingCalendar("CA-QC", "America/Toronto", HOURS, closed)
    assert last_day("2026-12-23 09:00", "1 working day", calendar=calendar) == "2026-12-28"
    assert last_day("2027-12-23 09:00", "1 working day", calendar=calendar) == "2027-12-24"


def test_a_clock_that_runs_across_a_change_of_calendar_counts_each_side_by_its_own() -> None:
    change = CalendarChange(
        date(2027, 4, 1),
        hours=parse_hours("08:00-10:00"),
        extra_closures=(parse_closure("2027-04-06"),),
    )
    calendar = WorkingCalendar("CA-QC", "America/Toronto", HOURS, (), (change,))
    assert last_day("2027-03-31 09:00", "4 working days", calendar=calendar) == "2027-04-07"
    # Half an hour until closing on 31 March, then two hours a day.
    assert due("2027-03-31 16:00", "7 working hours", calendar=calendar) == "2027-04-07 08:30"
    assert last_day("2027-04-01 10:30", "1 working day", calendar=calendar) == "2027-04-05"
    assert last_day("2027-03-31 16:30", "1 working day", calendar=calendar) == "2027-04-01"
