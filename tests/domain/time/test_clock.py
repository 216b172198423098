from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.time import clock
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import (
    ClockKind,
    count,
    days_left,
    due_at,
    is_overdue,
    may_still_move,
    silence_opens_at,
    working_days_between,
)
from portal.domain.time.promise import Allowance, Unit
from tests.domain.time.clock_builders import (
    ENGLISH,
    GOVERNMENT,
    STATUTORY,
    TORONTO,
    WASHINGTON,
    due,
    last_day,
    local,
    promised,
)

# The day of receipt


@pytest.mark.parametrize("moment", ["07:00", "12:30", "16:30", "16:30:00.000001", "23:59"])
@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-28", "2026-12-24"])
@pytest.mark.parametrize(
    "allowance",
    ["2 working days", "20 working days", "10 calendar days", "3 weeks", "1 month", "4 hours"],
)
def test_what_came_earlier_the_same_day_changes_nothing_of_what_is_promised(
    day: str, moment: str, allowance: str
):
    clock._counted_in_days.cache_clear()
    alone = promised(f"{day} {moment}", allowance)
    clock._counted_in_days.cache_clear()
    for before in ("00:00", "09:00", "16:31", "23:00"):
        promised(f"{day} {before}", allowance)
    assert promised(f"{day} {moment}", allowance) == alone
    assert alone.started_at == local(f"{day} {moment}")


@pytest.mark.parametrize(
    ("received", "day_zero"),
    [
        ("2026-11-24 07:00", date(2026, 11, 24)),
        ("2026-11-24 12:30", date(2026, 11, 24)),
        ("2026-11-24 16:30", date(2026, 11, 24)),
        ("2026-11-24 16:30:00.000001", date(2026, 11, 25)),
        ("2026-11-24 23:59", date(2026, 11, 25)),
        ("2026-11-27 16:31", date(2026, 11, 30)),
        ("2026-11-28 10:00", date(2026, 11, 30)),
        ("2026-12-24 10:00", date(2026, 12, 29)),
        ("2026-12-30 17:00", date(2027, 1, 5)),
    ],
)
@pytest.mark.parametrize("allowance", ["2 working days", "4 working hours"])
def test_working_time_starts_from_the_working_day_that_receives(
    received: str, day_zero: date, allowance: str
) -> None:
    assert promised(received, allowance).day_zero == day_zero


@pytest.mark.parametrize("allowance", ["45 calendar days", "2 weeks", "1 month", "1 year"])
@pytest.mark.parametrize("received", ["2026-11-28 10:00", "2026-11-28 23:59"])
def test_other_clocks_start_from_the_civil_day_whatever_the_hour(
    received: str, allowance: str
) -> None:
    assert promised(received, allowance).day_zero == date(2026, 11, 28)


def test_the_day_of_receipt_is_that_of_the_agencys_time_zone() -> None:
    moment = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    allowance = Allowance(10, Unit.CALENDAR_DAYS)
    assert count(moment, allowance, GOVERNMENT).day_zero == date(2026, 11, 24)
    assert count(moment, allowance, ENGLISH).day_zero == date(2026, 11, 25)


# Working days


@pytest.mark.parametrize(
    ("received", "allowance", "last"),
    [
        ("2026-11-24 09:00", "1 working day", "2026-11-25"),
        ("2026-11-24 09:00", "20 working days", "2026-12-22"),
        ("2026-11-24 17:00", "20 working days", "2026-12-23"),
        ("2026-12-23 09:00", "1 working day", "2026-12-29"),
        ("2026-12-23 09:00", "3 working days", "2027-01-05"),
        ("2027-12-23 09:00", "1 working day", "2027-12-29"),
        ("2027-12-30 09:00", "1 working day", "2028-01-05"),
        ("2028-06-23 09:00", "1 working day", "2028-06-27"),
        ("2028-06-30 09:00", "1 working day", "2028-07-04"),
        ("2028-12-21 09:00", "1 working day", "2028-12-27"),
        ("2028-12-28 09:00", "1 working day", "2029-01-03"),
        ("2029-06-22 09:00", "1 working day", "2029-06-26"),
        ("2029-06-29 09:00", "1 working day", "2029-07-03"),
        ("2028-02-25 09:00", "2 working days", "2028-02-29"),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(
    received: str, allowance: str, last: str
) -> None:
    assert last_day(received, allowance) == last


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2029-06-22 09:00", "2029-06-26"),
        ("2029-06-29 09:00", "2029-07-03"),
        ("2027-12-24 09:00", "2027-12-27"),
        ("2027-12-31 09:00", "2028-01-03"),
    ],
)
def test_the_statutory_calendar_of_quebec_moves_june_and_july_alone(
    received: str, last: str
) -> None:
    assert last_day(received, "1 working day", calendar=STATUTORY) == last


@pytest.mark.parametrize(
    ("calendar", "received", "last"),
    [
        (ENGLISH, "2026-12-24 10:00", "2026-12-29"),
        (ENGLISH, "2027-12-24 10:00", "2027-12-29"),
        (WASHINGTON, "2026-10-09 10:00", "2026-10-12"),
        (WASHINGTON, "2026-11-25 10:00", "2026-11-30"),
        (WASHINGTON, "2027-12-30 10:00", "2028-01-03"),
    ],
)
def test_every_jurisdiction_has_its_own_holidays(
    calendar: WorkingCalendar, received: str, last: str
) -> None:
    assert last_day(received, "1 working day", calendar=calendar) == last


def test_a_clock_in_days_is_due_at_the_midnight_after_its_last_day() -> None:
    assert due("2026-11-24 09:00", "2 working days") == "2026-11-27 00:00"


def test_a_clock_in_days_is_due_at_the_same_moment_whatever_the_hour_of_receipt() -> None:
    assert due("2026-11-24 08:00", "2 working days") == due("2026-11-24 16:30", "2 working days")


def test_midnight_is_that_of_the_season_of_the_last_day() -> None:
    summer = promised("2026-02-27 09:00", "20 working days")
    assert summer.due_at == datetime(2026, 3, 28, 4, 0, tzinfo=UTC)
    winter = promised("2026-10-20 09:00", "20 working days")
    assert winter.due_at == datetime(2026, 11, 18, 5, 0, tzinfo=UTC)


# Calendar days, weeks, months and years


@pytest.mark.parametrize(
    ("received", "allowance", "unmoved", "last"),
    [
        ("2026-11-24 23:00", "45 calendar days", None, "2027-01-08"),
        ("2026-11-25 09:00", "45 calendar days", "2027-01-09", "2027-01-11"),
        ("2026-11-27 09:00", "30 calendar days", "2026-12-27", "2026-12-29"),
        ("2026-11-24 09:00", "1 week", None, "2026-12-01"),
        ("2026-12-10 09:00", "2 weeks", "2026-12-24", "2026-12-29"),
        ("2026-11-24 09:00", "2 months", "2027-01-24", "2027-01-25"),
        ("2026-01-30 09:00", "1 month", "2026-02-28", "2026-03-02"),
        ("2027-12-31 09:00", "2 months", None, "2028-02-29"),
        ("2026-08-31 09:00", "1 month", None, "2026-09-30"),
        ("2026-11-30 09:00", "3 months", "2027-02-28", "2027-03-01"),
        ("2028-02-29 09:00", "1 year", None, "2029-02-28"),
        ("2028-02-29 09:00", "4 years", "2032-02-29", "2032-03-01"),
        ("2026-12-24 09:00", "12 months", "2027-12-24", "2027-12-29"),
    ],
)
def test_other_clocks_count_every_day_and_land_on_a_working_day(
    received: str, allowance: str, unmoved: str | None, last: str
) -> None:
    found = promised(received, allowance)
    assert (found.landed_from and str(found.landed_from), str(found.last_day)) == (unmoved, last)


def test_silence_opens_a_recourse_on_the_unmoved_day() -> None:
    received, allowance = local("2026-11-25 09:00"), Allowance(45, Unit.CALENDAR_DAYS)
    assert silence_opens_at(received, allowance, GOVERNMENT) == local("2027-01-10 00:00")
    assert due_at(received, allowance, GOVERNMENT) == local("2027-01-12 00:00")


def test_silence_opens_a_recourse_at_the_due_moment_where_nothing_moved() -> None:
    received, allowance = local("2026-11-24 09:00"), Allowance(45, Unit.CALENDAR_DAYS)
    assert silence_opens_at(received, allowance, GOVERNMENT) == local("2027-01-09 00:00")


def test_silence_after_hours_opens_a_recourse_when_they_have_run() -> None:
    opens_at = silence_opens_at(local("2026-11-27 15:00"), Allowance(48, Unit.HOURS), GOVERNMENT)
    assert opens_at == local("2026-11-29 15:00")


# Hours and working hours


@pytest.mark.parametrize(
    ("received", "allowance", "expected"),
    [
        ("2026-11-24 15:00:30", "48 hours", "2026-11-26 15:00"),
        ("2026-11-27 18:00", "24 hours", "2026-11-28 18:00"),
        ("2026-12-24 20:00", "48 hours", "2026-12-26 20:00"),
        ("2026-03-07 12:00", "24 hours", "2026-03-08 13:00"),
        ("2026-10-31 12:00", "24 hours", "2026-11-01 11:00"),
    ],
)
def test_hours_run_through_nights_weekends_holidays_and_clock_changes(
    received: str, allowance: str, expected: str
) -> None:
    assert due(received, allowance) == expected


@pytest.mark.parametrize("fold", [0, 1])
def test_hours_tell_the_two_half_past_ones_of_an_autumn_night_apart(fold: int) -> None:
    received = datetime(2026, 11, 1, 1, 30, tzinfo=TORONTO, fold=fold)
    found = due_at(received, Allowance(1, Unit.HOURS), GOVERNMENT)
    assert found == datetime(2026, 11, 1, 6 + fold, 30, tzinfo=UTC)


def test_the_last_day_of_hours_that_run_out_at_midnight_is_the_day_before() -> None:
    assert last_day("2026-11-24 00:00", "24 hours") == "2026-11-24"
    assert last_day("2026-11-24 00:01", "24 hours") == "2026-11-25"


@pytest.mark.parametrize(
    ("received", "allowance", "expected"),
    [
        ("2026-11-24 09:00", "2 working hours", "2026-11-24 11:00"),
        ("2026-11-24 07:00", "2 working hours", "2026-11-24 10:30"),
        ("2026-11-24 11:00", "2 working hours", "2026-11-24 14:00"),
        ("2026-11-24 12:15", "2 working hours", "2026-11-24 15:00"),
        ("2026-11-24 11:00", "1 working hour", "2026-11-24 12:00"),
        ("2026-11-24 14:30", "2 working hours", "2026-11-24 16:30"),
        ("2026-11-24 14:31", "2 working hours", "2026-11-25 08:31"),
        ("2026-11-24 16:30", "1 working hour", "2026-11-25 09:30"),
        ("2026-11-24 18:00", "7 working hours", "2026-11-25 16:30"),
        ("2026-11-27 16:00", "1 working hour", "2026-11-30 09:00"),
        ("2026-11-28 10:00", "1 working hour", "2026-11-30 09:30"),
        ("2026-12-23 16:00", "1 working hour", "2026-12-29 09:00"),
        ("2026-03-06 16:00", "8 working hours", "2026-03-10 09:00"),
    ],
)
def test_working_hours_run_while_the_agency_is_open(
    received: str, allowance: str, expected: str
) -> None:
    assert due(received, allowance) == expected


# Whether it is late, and how long is left


def test_an_act_at_exactly_the_due_moment_is_late() -> None:
    moment = local("2026-11-27 00:00")
    assert is_overdue(moment, moment)
    assert not is_overdue(moment, moment - timedelta.resolution)


def test_a_clock_that_has_run_out_may_no_longer_move() -> None:
    moment = local("2026-11-27 00:00")
    assert not may_still_move(moment, moment)
    assert may_still_move(moment, moment - timedelta.resolution)
    assert may_still_move(None, moment)


@pytest.mark.parametrize(
    ("now", "last", "unit", "left"),
    [
        ("2026-11-24 09:00", date(2026, 11, 24), Unit.WORKING_DAYS, 0),
        ("2026-11-24 23:59", date(2026, 11, 25), Unit.WORKING_DAYS, 1),
        ("2026-11-27 09:00", date(2026, 11, 30), Unit.WORKING_DAYS, 1),
        ("2026-11-27 09:00", date(2026, 11, 30), Unit.WORKING_HOURS, 1),
        ("2026-11-27 09:00", date(2026, 11, 30), Unit.CALENDAR_DAYS, 3),
        ("2026-11-27 09:00", date(2026, 11, 30), Unit.HOURS, 3),
        ("2026-11-27 09:00", date(2026, 11, 30), Unit.MONTHS, 3),
        ("2026-11-30 09:00", date(2026, 11, 27), Unit.WORKING_DAYS, -1),
        ("2026-11-30 09:00", date(2026, 11, 27), Unit.WEEKS, -3),
        ("2026-12-22 09:00", date(2027, 1, 11), Unit.WORKING_DAYS, 8),
    ],
)
def test_days_left_are_counted_from_today_as_the_clock_counts(
    now: str, last: date, unit: Unit, left: int
) -> None:
    assert days_left(local(now), last, GOVERNMENT, unit) == left


@pytest.mark.parametrize(
    ("now", "left"),
    [("2026-11-28 09:00", 20), ("2026-11-30 09:00", 20), ("2026-12-01 09:00", 19)],
)
def test_a_clock_that_started_on_a_closed_day_has_all_its_days_until_its_first_is_over(
    now: str, left: int
) -> None:
    started_at, allowance = local("2026-11-28 09:00"), Allowance(20, Unit.WORKING_DAYS)
    last = count(started_at, allowance, GOVERNMENT).last_day
    assert last is not None
    assert days_left(local(now), last, GOVERNMENT, allowance.unit, started_at) == left


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-24 09:00", "2026-11-24 16:00", 0),
        ("2026-11-24 09:00", "2026-11-25 08:00", 1),
        ("2026-11-24 17:00", "2026-11-25 08:00", 0),
        ("2026-11-27 09:00", "2026-11-29 12:00", 1),
        ("2026-11-27 09:00", "2026-11-30 09:00", 1),
        ("2026-11-28 09:00", "2026-11-29 09:00", 0),
        ("2026-11-24 09:00", "2027-01-13 09:00", 30),
    ],
)
def test_working_days_between_two_moments_leave_out_the_day_of_receipt(
    start: str, end: str, days: int
) -> None:
    assert working_days_between(local(start), local(end), GOVERNMENT) == days


def test_a_clock_is_stored_by_its_kind() -> None:
    assert {ClockKind.ACKNOWLEDGE, ClockKind.FIRST_CONTACT, ClockKind.ANSWER} == {
        "acknowledge",
        "first_contact",
        "answer",
    }
