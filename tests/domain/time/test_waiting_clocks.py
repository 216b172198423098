"""A clock that waits for the complete file: no date, and then the one that a receipt would have."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.time.clock import count, extend, recount, waiting
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Allowance, Unit
from tests.domain.time.clock_builders import GOVERNMENT, stopped

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
ALLOWANCES = st.builds(Allowance, st.integers(1, 60), st.sampled_from(Unit))


@given(MOMENTS, ALLOWANCES)
def test_it_has_no_date_and_says_that_it_waits(received_at: datetime, allowance: Allowance):
    due = waiting(received_at, allowance, GOVERNMENT)
    assert (due.due_at, due.last_day, due.is_waiting) == (None, None, True)


@given(MOMENTS, ALLOWANCES)
def test_what_is_stored_of_it_waits_as_well(received_at: datetime, allowance: Allowance):
    due = waiting(received_at, allowance, GOVERNMENT)
    assert DueDate.from_facts(json.loads(json.dumps(due.as_facts()))) == due


@given(MOMENTS, ALLOWANCES, ALLOWANCES)
def test_nothing_starts_it_but_the_complete_file(
    received_at: datetime, allowance: Allowance, more: Allowance
):
    due = waiting(received_at, allowance, GOVERNMENT)
    assert recount(due, GOVERNMENT, due.pauses) == due
    assert extend(due, more, GOVERNMENT).due_at is None


@given(MOMENTS, ALLOWANCES)
def test_a_clock_that_runs_or_is_stopped_does_not_wait(moment: datetime, allowance: Allowance):
    running = count(moment, allowance, GOVERNMENT)
    paused = count(moment, allowance, GOVERNMENT, (stopped("2026-01-01T00:00"),))
    assert not running.is_waiting
    assert not paused.is_waiting


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)), ALLOWANCES)
def test_a_file_completed_later_never_has_an_earlier_date(
    received_at: datetime, later: timedelta, allowance: Allowance
):
    soon, late = (count(at, allowance, GOVERNMENT) for at in (received_at, received_at + later))
    assert soon.due_at is not None
    assert late.due_at is not None
    assert soon.due_at <= late.due_at
