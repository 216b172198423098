"""When whoever holds a complaint is warned: shares of the time allowed, counted as the clock is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.time.calendar import WorkingCalendar, last_opening, next_opening
from portal.domain.time.clock import DueDate, Pause, count, extend, recount
from portal.domain.time.promise import Allowance, Unit
from portal.domain.time.warning_marks import mark, marks
from tests.domain.time.clock_builders import GOVERNMENT, extended, local, moment, promised, stopped
from tests.domain.time.clock_strategies import (
    DAY,
    allowances,
    calendars,
    offsets,
    pauses_after,
    receipts,
)


def at(due: DueDate, percent: int, calendar: WorkingCalendar = GOVERNMENT) -> str:
    found = mark(due, percent, calendar)
    return "" if found is None else f"{found.astimezone(calendar.zone):%Y-%m-%d %H:%M}"


def is_stopped(moment_: datetime, pauses: Sequence[Pause]) -> bool:
    return any(one.began_at < moment_ <= (one.ended_at or moment_) for one in pauses)


def test_half_of_twenty_working_days_is_the_closing_of_the_tenth() -> None:
    due = promised("2026-11-02 10:00", "20 working days")
    assert at(due, 50) == "2026-11-16 16:30"
    assert at(due, 80) == "2026-11-24 16:30"
    assert mark(due, 100, GOVERNMENT) == due.due_at


def test_a_holiday_does_not_count_towards_a_mark() -> None:
    # After the weekend, 21 to 23, 29 and 30 December: 24 to 28 are closed.
    assert at(promised("2026-12-18 10:00", "10 working days"), 50) == "2026-12-30 16:30"


def test_calendar_days_count_weekends_and_not_where_the_last_day_landed() -> None:
    due = promised("2026-11-04 10:00", "10 calendar days")
    assert due.landed_from == date(2026, 11, 14)
    assert at(due, 50) == "2026-11-10 00:00"


def test_half_a_month_is_half_of_its_days() -> None:
    assert at(promised("2026-11-02 10:00", "1 month"), 50) == "2026-11-18 00:00"


def test_hours_have_marks_to_the_minute() -> None:
    assert at(promised("2026-11-24 15:00", "48 hours"), 50) == "2026-11-25 15:00"
    assert at(promised("2026-11-24 15:30", "4 working hours"), 50) == "2026-11-25 09:30"


def test_a_part_of_a_day_is_rounded_down_so_that_the_last_day_still_begins() -> None:
    assert at(promised("2026-11-24 10:00", "1 working day"), 80) == "2026-11-24 16:30"
    assert at(promised("2026-11-24 10:00", "5 working days"), 50) == "2026-11-26 16:30"


def test_an_extension_moves_the_marks() -> None:
    due = extended("2026-11-02 10:00", "10 working days", "10 working days")
    assert at(due, 50) == "2026-11-16 16:30"


def test_a_pause_moves_the_marks_and_a_stopped_clock_has_none() -> None:
    pause = stopped("2026-11-03 10:00", "2026-11-10 10:00")
    assert at(promised("2026-11-02 10:00", "20 working days", pause), 50) == "2026-11-23 16:30"
    still = promised("2026-11-02 10:00", "20 working days", stopped("2026-11-03 10:00"))
    assert marks(still, GOVERNMENT) == []


def test_a_mark_that_is_the_due_moment_itself_warns_of_nothing() -> None:
    due = promised("2026-11-24 16:30", "1 working hour")
    assert [percent for percent, _ in marks(due, GOVERNMENT)] == [50, 80]
    assert all(moment_ < due.due_at for _, moment_ in marks(due, GOVERNMENT) if due.due_at)


@given(calendars, receipts, allowances, offsets, st.booleans())
def test_marks_lie_in_order_between_start_and_due_and_never_in_a_pause(
    calendar: WorkingCalendar,
    received: tuple[date, time],
    allowance: Allowance,
    drawn: Any,
    is_extended: bool,
) -> None:
    start = moment(calendar, received)
    pauses = [
        Pause(max(one.began_at, start), max(one.ended_at or start, start))
        for one in pauses_after(calendar, received[0], drawn)
    ]
    due = count(start, allowance, calendar, pauses)
    if is_extended:
        due = extend(due, allowance, calendar)
    found = [mark(due, percent, calendar) for percent in range(0, 101, 10)]
    assert due.due_at is not None
    moments = [one for one in found if one is not None]
    assert len(moments) == 11
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert start <= moments[0]
    assert moments[-1] == due.due_at
    assert not any(is_stopped(one, pauses) for one in moments[1:])


@given(calendars, receipts, allowances, st.integers(1, 99))
def test_a_mark_never_comes_earlier_when_the_clock_is_extended_or_stopped(
    calendar: WorkingCalendar, received: tuple[date, time], allowance: Allowance, percent: int
) -> None:
    start = moment(calendar, received)
    due = count(start, allowance, calendar)
    before = mark(due, percent, calendar)
    later = mark(extend(due, allowance, calendar), percent, calendar)
    pause = Pause(start, start + 3 * DAY)
    after_pause = mark(recount(due, calendar, [pause]), percent, calendar)
    assert before is not None
    assert later is not None
    assert after_pause is not None
    assert before <= later
    assert before <= after_pause
    if allowance.unit is Unit.HOURS:
        assert after_pause - before == 3 * DAY


@pytest.mark.parametrize(
    ("moment_", "last", "following"),
    [
        ("2026-11-24 08:29", "2026-11-23 08:30", "2026-11-24 08:30"),
        ("2026-11-24 08:30", "2026-11-24 08:30", "2026-11-25 08:30"),
        ("2026-11-28 12:00", "2026-11-27 08:30", "2026-11-30 08:30"),
    ],
)
def test_an_agency_opens_once_a_working_day(moment_: str, last: str, following: str) -> None:
    def shown(found: datetime) -> str:
        return f"{found.astimezone(GOVERNMENT.zone):%Y-%m-%d %H:%M}"

    assert shown(last_opening(local(moment_), GOVERNMENT)) == last
    assert shown(next_opening(local(moment_), GOVERNMENT)) == following
