from __future__ import annotations

from datetime import date

import pytest

from portal.domain.time.clock import is_overdue
from tests.domain.time.clock_builders import due, last_day, local, promised, stopped


def test_the_day_of_the_question_does_not_count_and_the_day_of_the_reply_does() -> None:
    # Tuesday to Thursday of the next week; Wednesday 25 to Monday 30 do not count.
    pause = stopped("2026-11-25 10:00", "2026-12-01 10:00")
    assert last_day("2026-11-24 09:00", "2 working days", pause) == "2026-12-02"


def test_a_pause_between_two_closings_costs_no_day() -> None:
    pause = stopped("2026-11-25 09:00", "2026-11-25 16:00")
    assert last_day("2026-11-24 09:00", "2 working days", pause) == "2026-11-26"


def test_a_pause_begun_exactly_at_closing_leaves_that_day() -> None:
    assert (
        last_day(
            "2026-11-24 09:00", "2 working days", stopped("2026-11-25 16:30", "2026-11-26 09:00")
        )
        == "2026-11-26"
    )
    assert (
        last_day(
            "2026-11-24 09:00", "2 working days", stopped("2026-11-25 16:29", "2026-11-26 09:00")
        )
        == "2026-11-27"
    )


def test_a_pause_ended_exactly_at_closing_takes_that_day() -> None:
    assert (
        last_day(
            "2026-11-24 09:00", "2 working days", stopped("2026-11-25 09:00", "2026-11-25 16:30")
        )
        == "2026-11-27"
    )
    assert (
        last_day(
            "2026-11-24 09:00", "2 working days", stopped("2026-11-25 09:00", "2026-11-25 16:29")
        )
        == "2026-11-26"
    )


def test_a_calendar_day_counts_if_the_clock_runs_at_the_midnight_that_ends_it() -> None:
    overnight = stopped("2026-11-25 23:00", "2026-11-26 01:00")
    assert last_day("2026-11-24 09:00", "7 calendar days", overnight) == "2026-12-02"
    evening = stopped("2026-11-25 12:00", "2026-11-25 23:00")
    assert last_day("2026-11-24 09:00", "7 calendar days", evening) == "2026-12-01"


def test_a_pause_begun_at_midnight_leaves_the_day_that_it_ends() -> None:
    begun = stopped("2026-11-26 00:00", "2026-11-26 01:00")
    assert last_day("2026-11-24 09:00", "7 calendar days", begun) == "2026-12-01"
    ended = stopped("2026-11-25 23:00", "2026-11-26 00:00")
    assert last_day("2026-11-24 09:00", "7 calendar days", ended) == "2026-12-02"


def test_a_month_is_lengthened_by_the_days_that_were_stopped() -> None:
    pause = stopped("2026-12-01 10:00", "2026-12-11 10:00")
    assert last_day("2026-11-09 09:00", "1 month", pause) == "2026-12-21"


def test_hours_give_back_the_exact_time() -> None:
    pause = stopped("2026-11-24 20:00", "2026-11-25 07:17")
    assert due("2026-11-24 15:00", "48 hours", pause) == "2026-11-27 02:17"


def test_working_hours_give_back_the_time_when_the_agency_was_open() -> None:
    pause = stopped("2026-11-24 16:00", "2026-11-25 09:15")
    assert due("2026-11-24 15:30", "2 working hours", pause) == "2026-11-25 10:45"


@pytest.mark.parametrize("allowance", ["30 hours", "5 working hours", "3 working days", "1 week"])
def test_overlapping_pauses_stop_the_clock_once(allowance: str) -> None:
    whole = stopped("2026-11-24 10:00", "2026-11-26 10:00")
    parts = (
        stopped("2026-11-25 09:00", "2026-11-26 10:00"),
        stopped("2026-11-24 10:00", "2026-11-25 11:00"),
        stopped("2026-11-25 10:00", "2026-11-25 10:30"),
    )
    assert due("2026-11-24 09:00", allowance, *parts) == due("2026-11-24 09:00", allowance, whole)


def test_a_stopped_clock_shows_since_when_and_no_due_date() -> None:
    found = promised("2026-11-24 09:00", "20 working days", stopped("2026-11-30 10:00"))
    assert found.suspended_since == local("2026-11-30 10:00")
    assert found.due_at is None
    assert found.last_day is None


def test_a_stopped_clock_cannot_be_missed() -> None:
    found = promised("2026-11-24 09:00", "20 working days", stopped("2026-11-30 10:00"))
    assert not is_overdue(found.due_at, local("2036-01-01 00:00"))


def test_a_stopped_clock_is_suspended_since_the_first_of_the_pauses_that_overlap() -> None:
    pauses = (stopped("2026-11-30 10:00"), stopped("2026-11-26 10:00", "2026-12-02 10:00"))
    found = promised("2026-11-24 09:00", "20 working days", *pauses)
    assert found.suspended_since == local("2026-11-26 10:00")


def test_a_pause_after_the_clock_has_run_out_stops_nothing() -> None:
    ran_out = due("2026-11-24 09:00", "2 working days")
    assert due("2026-11-24 09:00", "2 working days", stopped("2026-11-27 00:00")) == ran_out
    assert due("2026-11-24 09:00", "2 working days", stopped("2026-11-26 23:59")) == ""


def test_a_clock_stopped_on_the_evening_of_its_last_day_ends_on_the_day_of_the_reply() -> None:
    # Thursday 26 has counted at its closing, but midnight fell into the pause.
    pause = stopped("2026-11-26 18:00", "2026-11-30 10:00")
    found = promised("2026-11-24 09:00", "2 working days", pause)
    assert found.landed_from == date(2026, 11, 26)
    assert found.last_day == date(2026, 11, 30)


def test_a_clock_stopped_while_its_last_day_moves_ends_on_the_day_of_the_reply() -> None:
    # The last of 5 days is Sunday 29, moved to Monday 30, whose midnight fell into the pause.
    pause = stopped("2026-11-30 10:00", "2026-12-02 10:00")
    assert last_day("2026-11-24 09:00", "5 calendar days", pause) == "2026-12-02"


def test_a_pause_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        stopped("2026-11-30 10:00", "2026-11-30 09:00")
