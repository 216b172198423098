from __future__ import annotations

import json
from datetime import date

import pytest

from portal.domain.time.clock import DueDate, recount
from portal.domain.time.promise import Allowance, Unit
from tests.domain.time.clock_builders import GOVERNMENT, extended, local, promised, stopped

# Extensions


@pytest.mark.parametrize(
    ("allowance", "by", "last"),
    [
        ("20 working days", "10 working days", "2027-01-13"),
        ("20 working days", "10 calendar days", "2027-01-05"),
        ("20 working days", "1 week", "2026-12-29"),
        ("20 working days", "1 month", "2027-01-22"),
        ("47 calendar days", "5 working days", "2027-01-18"),
        ("46 calendar days", "7 calendar days", "2027-01-18"),
    ],
)
def test_an_extension_is_counted_from_the_date_last_promised(
    allowance: str, by: str, last: str
) -> None:
    assert str(extended("2026-11-24 09:00", allowance, by).last_day) == last


def test_an_extension_in_hours_runs_from_the_due_moment() -> None:
    in_hours = extended("2026-11-27 15:00", "24 hours", "12 hours")
    assert in_hours.due_at == local("2026-11-29 03:00")
    in_working_hours = extended("2026-11-24 09:00", "3 working days", "4 working hours")
    assert in_working_hours.due_at == local("2026-11-30 13:30")


def test_an_extension_forgets_that_the_date_before_it_had_moved() -> None:
    assert promised("2026-11-25 09:00", "45 calendar days").landed_from == date(2027, 1, 9)
    assert extended("2026-11-25 09:00", "45 calendar days", "1 week").landed_from is None


def test_an_extended_date_lists_the_days_not_counted_before_and_after() -> None:
    found = extended("2026-11-26 09:00", "2 working days", "5 working days")
    assert explained(found) == [
        ("11-28", "Weekend"),
        ("11-29", "Weekend"),
        ("12-05", "Weekend"),
        ("12-06", "Weekend"),
    ]


@pytest.mark.parametrize("by", ["1 working day", "1 working hour"])
def test_an_extension_does_not_list_the_closed_day_it_starts_from(by: str) -> None:
    # 24 hours run out on Saturday 28, which is day 0 of the extension.
    found = extended("2026-11-27 15:00", "24 hours", by)
    assert explained(found) == [("11-29", "Weekend")]


def test_an_extended_date_keeps_the_promise_it_extends() -> None:
    found = extended("2026-11-24 09:00", "20 working days", "10 working days")
    assert found.allowance == Allowance(20, Unit.WORKING_DAYS)
    assert found.extensions == (Allowance(10, Unit.WORKING_DAYS),)
    assert found.day_zero == date(2026, 11, 24)


def test_a_stopped_clock_counts_its_extension_when_it_is_started_again() -> None:
    still = extended(
        "2026-11-24 09:00", "2 working days", "2 working days", stopped("2026-11-25 10:00")
    )
    assert still.due_at is None
    started = recount(still, GOVERNMENT, [stopped("2026-11-25 10:00", "2026-12-01 10:00")])
    assert started.last_day == date(2026, 12, 4)


def test_a_pause_after_an_extension_lengthens_the_extended_date() -> None:
    found = extended("2026-11-24 09:00", "2 working days", "5 working days")
    assert found.last_day == date(2026, 12, 3)
    paused = recount(found, GOVERNMENT, [stopped("2026-12-01 10:00", "2026-12-02 10:00")])
    assert paused.last_day == date(2026, 12, 4)
    assert recount(found, GOVERNMENT, [stopped("2026-12-01 10:00")]).due_at is None


def test_counting_again_with_the_same_pauses_changes_nothing() -> None:
    pause = stopped("2026-11-25 10:00", "2026-12-01 10:00")
    found = extended("2026-11-24 09:00", "20 working days", "10 working days", pause)
    assert recount(found, GOVERNMENT, found.pauses) == found


# The explanation


def explained(found: DueDate) -> list[tuple[str, str]]:
    return [(f"{each.day:%m-%d}", each.reason.en) for each in found.not_counted]


def test_a_due_date_lists_every_closed_day_since_the_receipt() -> None:
    assert explained(promised("2026-12-19 09:00", "4 working days")) == [
        ("12-19", "Weekend"),
        ("12-20", "Weekend"),
        ("12-24", "Christmas Eve"),
        ("12-25", "Christmas Day"),
        ("12-26", "Weekend"),
        ("12-27", "Weekend"),
        ("12-28", "Boxing Day (day in lieu)"),
    ]


def test_a_due_date_says_when_the_receipt_came_after_closing() -> None:
    assert explained(promised("2026-11-24 17:00", "2 working days")) == [
        ("11-24", "Received after closing")
    ]


def test_a_due_date_lists_the_closed_days_over_which_it_moved() -> None:
    assert explained(promised("2026-11-25 09:00", "45 calendar days")) == [
        ("01-09", "Weekend"),
        ("01-10", "Weekend"),
    ]


def test_a_due_date_lists_the_days_when_the_clock_was_stopped() -> None:
    pause = stopped("2026-11-27 10:00", "2026-12-01 10:00")
    assert explained(promised("2026-11-24 09:00", "4 working days", pause)) == [
        ("11-27", "Clock stopped"),
        ("11-28", "Weekend"),
        ("11-29", "Weekend"),
        ("11-30", "Clock stopped"),
    ]


def test_a_stopped_clock_lists_the_days_not_counted_so_far() -> None:
    found = promised("2026-11-27 09:00", "20 working days", stopped("2026-12-01 10:00"))
    assert explained(found) == [
        ("11-28", "Weekend"),
        ("11-29", "Weekend"),
        ("12-01", "Clock stopped"),
    ]


def test_a_day_on_whose_midnight_the_clock_could_not_run_out_is_listed() -> None:
    # Thursday 26 is the last to count; the midnights after it and after Friday were stopped.
    pauses = (
        stopped("2026-11-26 18:00", "2026-11-27 10:00"),
        stopped("2026-11-27 18:00", "2026-11-30 10:00"),
    )
    assert explained(promised("2026-11-24 09:00", "2 working days", *pauses)) == [
        ("11-27", "Clock stopped"),
        ("11-28", "Weekend"),
        ("11-29", "Weekend"),
    ]


def test_a_clock_that_counts_every_day_and_stopped_on_a_saturday_says_stopped() -> None:
    found = promised("2026-11-24 09:00", "1 week", stopped("2026-11-28 10:00"))
    assert explained(found) == [("11-28", "Clock stopped")]


def test_a_clock_that_counts_every_day_lists_only_the_days_it_was_stopped() -> None:
    pause = stopped("2026-11-28 10:00", "2026-11-29 10:00")
    assert explained(promised("2026-11-24 09:00", "1 week", pause)) == [("11-28", "Clock stopped")]


@pytest.mark.parametrize(
    "found",
    [
        promised("2026-11-25 09:00", "45 calendar days"),
        promised("2026-11-25 09:00", "20 working days", stopped("2026-11-30 10:00")),
        extended(
            "2026-11-24 09:00",
            "20 working days",
            "10 working days",
            stopped("2026-11-25 10:00", "2026-12-01 10:00"),
        ),
    ],
)
def test_a_due_date_survives_being_written_as_json(found: DueDate) -> None:
    assert DueDate.from_facts(json.loads(json.dumps(found.as_facts()))) == found


def test_the_facts_of_a_due_date_are_enough_to_count_it_again() -> None:
    pause = stopped("2026-11-25 10:00", "2026-12-01 10:00")
    kept = DueDate.from_facts(
        extended("2026-11-24 09:00", "20 working days", "10 working days", pause).as_facts()
    )
    assert recount(kept, GOVERNMENT, kept.pauses) == kept
