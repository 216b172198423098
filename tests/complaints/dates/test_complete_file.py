"""An answer's time that runs from the complete file: noted by an officer, or by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.agencies.agency import Agency
from portal.complaints.dates.answer_dates import complete_file
from portal.complaints.dates.extending import extend_answer
from portal.complaints.handling import casework
from portal.complaints.letters.digests import tell_staff
from portal.complaints.queries import exports
from portal.complaints.queries.exports import PastComplaint
from portal.domain.actor import PORTAL
from portal.domain.complaint import Draft, Status
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.promise import Allowance
from portal.releases.effects import answer_day, days_up
from portal.releases.replay import Decision, decided
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history_holds,
    last,
    member,
    status,
    templates,
)
from tests.complaints.dates.other_rules import WITH_WAIT, let_pass
from tests.releases.publishing import publish
from tests.support import TUESDAY, FixedClock, file, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    publish(runtime, WITH_WAIT, moving=False)
    return file(runtime).number


@on_both
def test_until_the_file_is_complete_there_is_no_date_but_a_day_to_complete_it(
    runtime: Runtime, number: str
):
    [answer] = clocks(runtime, number, "answer")
    [wait] = clocks(runtime, number, "complete_file")
    assert (answer.due_at, answer.last_day, answer.pending) == (None, None, True)
    assert wait.last_day == date(2026, 12, 1)
    assert complaint(runtime, number).due_at == wait.due_at
    assert clocks(runtime, number, "silence") == []


@on_both
def test_once_it_is_complete_the_time_runs_as_from_a_receipt_and_the_person_is_told(
    runtime: Runtime, number: str, clock: FixedClock
):
    clock.moment = TUESDAY + timedelta(days=2)
    act(runtime, number, complete_file)
    [answer] = clocks(runtime, number, "answer")
    assert answer.last_day == date(2026, 12, 10)
    assert answer.started_at == clock.moment
    assert complaint(runtime, number).due_at == answer.due_at
    [wait] = clocks(runtime, number, "complete_file")
    assert (wait.pending, wait.met_at) == (False, clock.moment)
    assert len(clocks(runtime, number, "silence")) == 1
    facts = last(runtime, number, "file_completed").facts
    assert (facts["by_itself"], facts["last_day"]) == (False, "2026-12-10")
    assert templates(runtime, number)[-1] == "file_completed"
    assert history_holds(runtime)


@on_both
def test_if_nobody_says_so_it_starts_by_itself_and_both_sides_are_told(
    runtime: Runtime, number: str, clock: FixedClock
):
    member(runtime, Role.HEAD, "parks", None)
    act(runtime, number, casework.record_first_contact)
    # The worker comes by three days late: the time runs from when the wait was over.
    let_pass(runtime, clock, datetime(2026, 12, 5, 15, 0, tzinfo=UTC))
    [answer] = clocks(runtime, number, "answer")
    assert answer.last_day == date(2026, 12, 16)
    assert last(runtime, number, "file_completed").facts["by_itself"] is True
    tell_staff(runtime, clock.moment)
    assert {"file_completed", "started_by_itself"} <= set(templates(runtime, number))
    assert status(runtime, number) is Status.TAKEN_IN_CHARGE
    assert complaint(runtime, number).late_since is None


def test_it_starts_by_itself_once(runtime: Runtime, number: str, clock: FixedClock):
    for _ in range(2):
        let_pass(runtime, clock, datetime(2026, 12, 5, 15, 0, tzinfo=UTC))
    assert templates(runtime, number).count("file_completed") == 1


def test_a_missed_answer_then_climbs_as_any_other(runtime: Runtime, number: str, clock: FixedClock):
    act(runtime, number, complete_file)
    let_pass(runtime, clock, datetime(2026, 12, 9, 15, 0, tzinfo=UTC))
    assert complaint(runtime, number).level == 2
    assert not any(one.due_at is None for one in clocks(runtime, number, "answer"))


def test_what_runs_already_cannot_be_started_again(runtime: Runtime, number: str):
    act(runtime, number, complete_file)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, complete_file)
    other = file(runtime, "water").number
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, other, complete_file)


def test_a_manager_cannot_say_that_it_is_complete(runtime: Runtime, number: str):
    with pytest.raises(NotAllowedError):
        act(runtime, number, complete_file, member(runtime, Role.MANAGER))


def test_what_has_no_date_cannot_be_put_off(runtime: Runtime, number: str):
    more = Allowance.parse("2 working days")
    with pytest.raises(IncompleteError) as raised:
        act(runtime, number, extend_answer, by=more, reason="Une visite.")
    assert raised.value.missing == ("complete_file",)
    act(runtime, number, complete_file)
    act(runtime, number, extend_answer, by=more, reason="Une visite.")
    assert clocks(runtime, number, "answer")[0].last_day == date(2026, 12, 10)


def test_an_answer_before_the_file_is_complete_is_in_time_and_ends_the_wait(
    runtime: Runtime, number: str, clock: FixedClock
):
    act(runtime, number, casework.answer, body="Il est rouvert.")
    assert last(runtime, number, "answered").facts["in_time"] is True
    assert [one.kind for one in clocks(runtime, number) if one.pending] == ["closing"]
    let_pass(runtime, clock, datetime(2026, 12, 20, 15, 0, tzinfo=UTC))
    assert "file_completed" not in templates(runtime, number)


def test_settings_tell_the_latest_possible_day(runtime: Runtime, number: str):
    agency: Agency = runtime.agencies.agency("parks")
    assert answer_day(agency, "other", TUESDAY) == date(2026, 12, 16)
    first, second, _ = days_up(agency, "other", TUESDAY)
    assert (first.until, second.until) == (date(2026, 12, 16), date(2026, 12, 29))


def test_a_replay_compares_the_latest_possible_day(runtime: Runtime, number: str):
    past = PastComplaint(1, number, Draft("other", "Le sentier."), TUESDAY)
    day = decided(runtime.features, runtime.agencies.agency("parks"), past)[Decision.ANSWER]
    assert day == "2026-12-16"


def test_exports_carry_a_clock_without_a_date(runtime: Runtime, number: str):
    with runtime.reading(PORTAL) as session:
        rows = {row["kind"]: row["due_at"] for row in exports.clocks(session)}
    assert rows["answer"] is None
    assert rows["complete_file"] is not None
