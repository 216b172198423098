"""The machine's clock jumps ahead and back: what was done stays, and nothing happens twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.complaints.handling import casework
from portal.complaints.letters.outbox import due_letters
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    escalations,
    history,
    history_holds,
    kinds,
    letters,
    staffed,
)
from tests.support import FixedClock, RecordingMailer, file, on_both

AHEAD = timedelta(days=60)


@pytest.fixture
def number(runtime: Runtime) -> str:
    staffed(runtime)
    receipt = file(runtime)
    act(runtime, receipt.number, casework.record_first_contact)
    return receipt.number


def stands(runtime: Runtime, number: str) -> Any:
    """Return all that a run of the worker could change about a complaint."""
    one = complaint(runtime, number)
    running = [clock.due_at for clock in clocks(runtime, number) if clock.pending]
    return one.level, one.holder, one.due_at, one.late_since, running, kinds(runtime, number)


@on_both
def test_what_a_jump_ahead_made_due_is_done_and_a_jump_back_undoes_and_repeats_nothing(
    runtime: Runtime, number: str, clock: FixedClock, mailbox: RecordingMailer
) -> None:
    right = clock.moment
    clock.moment = right + AHEAD
    assert len(Worker(runtime).run_once(clock.moment).clocks.acted) == 1
    after, told = stands(runtime, number), letters(runtime)
    assert after[0] == 2
    clock.moment = right
    for _ in range(3):
        done = Worker(runtime).run_once(clock.moment)
        assert (done.clocks.acted, done.warned, done.told) == ((), 0, 0)
    assert stands(runtime, number) == after
    assert letters(runtime) == told
    assert len(escalations(runtime, number)) == 1
    assert len(mailbox.sent) == len(told)


@on_both
def test_once_the_time_has_really_come_nothing_happens_again(
    runtime: Runtime, number: str, clock: FixedClock
) -> None:
    promised, right = due(runtime, number), clock.moment
    Worker(runtime).run_once(right + AHEAD)
    after = stands(runtime, number)
    for day in range(0, 60, 5):
        Worker(runtime).run_once(right + timedelta(days=day))
    assert promised < right + timedelta(days=55)
    assert stands(runtime, number) == after


@on_both
def test_a_warning_given_ahead_of_time_is_not_given_again(
    runtime: Runtime, number: str, clock: FixedClock
) -> None:
    right, almost_due = clock.moment, due(runtime, number) - timedelta(hours=1)
    assert Worker(runtime).run_once(almost_due).warned == 1
    told = letters(runtime)
    for day in range(28):
        done = Worker(runtime).run_once(right + timedelta(days=day))
        assert (done.warned, done.told) == (0, 0)
    assert letters(runtime) == told


@on_both
def test_history_says_when_it_happened_and_what_the_machine_said_and_still_verifies(
    runtime: Runtime, number: str, clock: FixedClock
) -> None:
    right = clock.moment
    clock.moment = right + AHEAD
    Worker(runtime).run_once(clock.moment)
    clock.moment = right + timedelta(hours=1)
    act(runtime, number, casework.add_note, body="L’horloge est remise à l’heure.")
    *_, escalated, noted = history(runtime, number)
    assert (escalated.at, noted.at) == (right + AHEAD, right + timedelta(hours=1))
    assert [entry.seq for entry in history(runtime, number)] == list(
        range(1, len(history(runtime, number)) + 1)
    )
    # The machine's own time is written beside it, whatever the moment acted upon.
    for entry in (escalated, noted):
        assert abs(entry.recorded_at - datetime.now(UTC)) < timedelta(minutes=10)
    assert history_holds(runtime)


def test_letters_caused_ahead_of_time_leave_when_the_clock_is_right_again(
    runtime: Runtime, number: str, clock: FixedClock, mailbox: RecordingMailer
) -> None:
    right = clock.moment
    with runtime.transaction() as session:
        taken = due_letters(session, right + AHEAD)
    assert taken
    assert Worker(runtime).run_once(right).letters.sent == len(taken) == len(mailbox.sent)
