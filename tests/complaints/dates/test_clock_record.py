"""A clock stops: what it promised was done, or is not owed any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.complaints.records.complaint import ClockRecord
from tests.support import TUESDAY

DUE = TUESDAY + timedelta(days=5)


def running(due_at: datetime | None = DUE) -> ClockRecord:
    return ClockRecord(kind="answer", pending=True, due_at=due_at)


@pytest.mark.parametrize(
    ("late_by", "missed_at"), [(timedelta(seconds=-1), None), (timedelta(), DUE)]
)
def test_what_is_done_at_the_due_moment_itself_is_late(
    late_by: timedelta, missed_at: datetime | None
) -> None:
    clock = running()
    assert clock.meet(DUE + late_by) is (missed_at is None)
    assert (clock.pending, clock.met_at, clock.missed_at) == (False, DUE + late_by, missed_at)


def test_what_was_missed_before_stays_missed_when_it_is_done() -> None:
    clock = running()
    clock.missed_at = DUE
    assert clock.meet(DUE - timedelta(days=1)) is False
    assert clock.missed_at == DUE


def test_a_clock_that_stands_still_is_met_in_time() -> None:
    assert running(due_at=None).meet(TUESDAY) is True


@pytest.mark.parametrize("is_late", [True, False])
def test_whoever_counts_lateness_otherwise_says_so(is_late: bool) -> None:
    clock = running()
    assert clock.meet(DUE + timedelta(hours=1), is_late=is_late) is not is_late


def test_what_is_not_owed_any_more_is_neither_met_nor_missed() -> None:
    clock = running()
    clock.end(DUE + timedelta(days=1))
    assert (clock.pending, clock.ended_at) == (False, DUE + timedelta(days=1))
    assert (clock.met_at, clock.missed_at) == (None, None)
