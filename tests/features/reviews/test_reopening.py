"""A closed complaint is taken up again: asked for in time, once, with a life of its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.app import FEATURES
from portal.complaints.handling import casework
from portal.complaints.handling.following import withdraw, write_message
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding
from portal.domain.errors import ClockRunOutError, IncompleteError, TransitionNotAllowedError
from portal.domain.time.explanation import ClockState, StartEvent
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    escalations,
    history,
    history_holds,
    issues,
    kinds,
    letters,
    member,
    messages,
    ruled_by,
    staffed,
    status,
    templates,
)
from tests.complaints.closed import WHY, ask, citizen, closed, conclude, let_pass
from tests.support import FixedClock, file, on_both

# The thirtieth day, 24 December, and those after it are closed.
LAST_DAY = date(2026, 12, 29)


@on_both
def test_a_closing_leaves_the_time_that_the_agency_gives_and_says_its_last_day(runtime: Runtime):
    number = closed(runtime)
    [window] = clocks(runtime, number, "reopening")
    assert (window.last_day, window.pending) == (LAST_DAY, True)
    assert complaint(runtime, number).due_at is None
    assert templates(runtime, number)[-1] == "closed"


@on_both
def test_a_reopened_complaint_is_open_again_with_its_number_history_and_a_new_date(
    runtime: Runtime, clock: FixedClock
):
    number = closed(runtime)
    before = kinds(runtime, number)
    clock.moment += timedelta(days=9)
    ask(runtime, number)
    again = complaint(runtime, number)
    assert (again.status, again.is_open, again.level) == ("under_review", True, 1)
    assert (again.closed_at, again.finding, again.late_since) == (None, None, None)
    assert again.due_at == due(runtime, number) > clock.moment
    assert kinds(runtime, number) == [*before, "reopened"]
    [window] = clocks(runtime, number, "reopening")
    assert (window.pending, window.met_at) == (False, clock.moment)
    assert templates(runtime, number)[-1] == "reopened"
    assert history_holds(runtime)


@on_both
def test_the_last_moment_of_the_last_day_is_in_time_and_the_next_is_not(
    runtime: Runtime, clock: FixedClock
):
    number, other = closed(runtime), closed(runtime)
    clock.moment = due(runtime, number, "reopening") - timedelta(microseconds=1)
    ask(runtime, number)
    clock.moment += timedelta(microseconds=1)
    with pytest.raises(ClockRunOutError):
        ask(runtime, other)
    assert status(runtime, other) is Status.CLOSED


@on_both
def test_the_time_ends_in_silence(runtime: Runtime, clock: FixedClock):
    number = closed(runtime)
    before = kinds(runtime, number), letters(runtime)
    let_pass(runtime, clock, due(runtime, number, "reopening") + timedelta(days=2))
    [window] = clocks(runtime, number, "reopening")
    assert (window.pending, window.missed_at) == (False, None)
    assert window.ended_at == window.due_at
    assert (kinds(runtime, number), letters(runtime)) == before
    with pytest.raises(ClockRunOutError):
        ask(runtime, number)


def test_notes_and_messages_do_not_move_the_time(runtime: Runtime, clock: FixedClock):
    number = closed(runtime)
    before = due(runtime, number, "reopening")
    clock.moment += timedelta(days=20)
    act(runtime, number, casework.add_note, body="Relu avec l’équipe.")
    act(runtime, number, write_message, citizen(runtime, number), body="Merci.", once=None)
    assert due(runtime, number, "reopening") == before
    assert status(runtime, number) is Status.CLOSED


@on_both
def test_a_request_sent_twice_is_done_once_and_from_a_second_tab_it_is_refused(runtime: Runtime):
    number = closed(runtime)
    for _ in range(2):
        ask(runtime, number, once="one-tab")
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number, once="another-tab")
    assert kinds(runtime, number).count("reopened") == 1
    assert len(clocks(runtime, number, "answer")) == 2
    assert [message.body for message in messages(runtime, number) if message.kind == "again"] == [
        WHY
    ]


@on_both
def test_of_requests_that_come_at_the_same_moment_one_is_done(runtime: Runtime):
    number = closed(runtime)
    together = threading.Barrier(4)

    def one_tab(rank: int) -> bool:
        together.wait()
        try:
            ask(runtime, number, once=f"tab-{rank}")
        except TransitionNotAllowedError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one_tab, range(4))) == [False, False, False, True]
    assert kinds(runtime, number).count("reopened") == 1
    assert len(clocks(runtime, number, "answer")) == 2
    assert history_holds(runtime)


def test_a_reason_is_needed_and_nothing_happens_without_it(runtime: Runtime):
    number = closed(runtime)
    with pytest.raises(IncompleteError):
        ask(runtime, number, why="  ")
    assert status(runtime, number) is Status.CLOSED
    assert clocks(runtime, number, "reopening")[0].pending


def test_an_open_or_withdrawn_complaint_cannot_be_reopened(runtime: Runtime):
    number = file(runtime).number
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number)
    act(runtime, number, withdraw, citizen(runtime, number))
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number)


def test_an_agency_without_a_time_for_it_reopens_nothing(runtime: Runtime):
    ruled_by(runtime, reopening=None)
    number = closed(runtime)
    assert clocks(runtime, number, "reopening") == []
    with pytest.raises(ClockRunOutError):
        ask(runtime, number)


@on_both
def test_it_climbs_again_once_at_each_level_of_each_life(runtime: Runtime, clock: FixedClock):
    staffed(runtime)
    number = file(runtime).number

    def climb_to_the_top() -> None:
        for _ in range(3):
            moment = complaint(runtime, number).due_at
            assert moment is not None
            for _ in range(2):
                let_pass(runtime, clock, moment)

    climb_to_the_top()
    conclude(runtime, number)
    ask(runtime, number)
    assert (complaint(runtime, number).level, complaint(runtime, number).holder) == (1, "office")
    climb_to_the_top()
    assert [escalation.to_level for escalation in escalations(runtime, number)] == [2, 3, 2, 3]
    assert len({escalation.clock_id for escalation in escalations(runtime, number)}) == 4
    assert kinds(runtime, number).count("recourse_opened") == 2
    assert complaint(runtime, number).holder == "president"
    assert history_holds(runtime)


def test_the_first_result_stays_in_the_history_when_another_takes_its_place(runtime: Runtime):
    number = closed(runtime)
    ask(runtime, number)
    assert [(issue.finding, issue.reasons) for issue in issues(runtime, number)] == [(None, None)]
    conclude(runtime, number, Finding.FOUNDED)
    assert complaint(runtime, number).finding == "founded"
    conclusions = [
        message.body for message in messages(runtime, number) if message.kind == "conclusion"
    ]
    assert ["Non fondée" in conclusions[0], "Fondée" in conclusions[1]] == [True, True]
    assert "Les relevés le montrent." in conclusions[0]
    assert [
        entry.facts["first"] for entry in history(runtime, number) if entry.kind == "answered"
    ] == [
        True,
        False,
    ]
    assert len(clocks(runtime, number, "reopening")) == 2


def test_the_new_answer_does_not_wait_for_a_file_and_opens_silence_again(
    runtime: Runtime, clock: FixedClock
):
    answer = {
        "within": "10 working days",
        "basis": {"fr": "Loi", "en": "Act"},
        "starts": "complete_file",
        "complete_within": "5 working days",
        "silence": "ombuds",
    }
    before = runtime.agencies.agency("parks").settings.deadlines.model_dump(mode="json")
    ruled_by(runtime, deadlines=before | {"answer": answer})
    number = closed(runtime)
    clock.moment += timedelta(days=1)
    ask(runtime, number)
    assert clocks(runtime, number, "answer")[-1].last_day is not None
    assert [clock.pending for clock in clocks(runtime, number, "silence")] == [True]


@on_both
def test_both_clocks_explain_where_they_start(runtime: Runtime, clock: FixedClock):
    number = closed(runtime)
    clock.moment = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    ask(runtime, number)
    calendar = runtime.agencies.agency("parks").consult().calendar("other")
    with runtime.reading(PORTAL) as session:
        kept = clocks_of(session, complaint(runtime, number).id)
    explanations = {
        (clock.kind.value, clock.start): clock
        for clock in (explained(k, calendar, FEATURES) for k in kept)
    }
    window = explanations["reopening", StartEvent.CLOSED]
    assert (window.last_day, window.state) == (LAST_DAY, ClockState.MET)
    assert explanations["answer", StartEvent.REOPENED].started_at == clock.moment
    assert explanations["answer", StartEvent.RECEIVED].state is ClockState.MET


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reasons_are_kept_in_the_language_of_the_complaint(runtime: Runtime, language: str):
    number = closed(runtime, reply_language=language)
    [conclusion] = [
        message.body for message in messages(runtime, number) if message.kind == "conclusion"
    ]
    assert ("Not upheld" in conclusion) is (language == "en")


def test_whoever_handled_it_is_told_and_without_anybody_the_post(runtime: Runtime):
    member(runtime)
    number = closed(runtime)
    ask(runtime, number)
    receivers = [to for template, to in letters(runtime, number) if template == "reopened_staff"]
    assert receivers == ["officer.office.parks@exemple.org"]
