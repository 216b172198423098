"""A closing apart from the answer is held like an answer, and dated when it leaves."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from portal.complaints.handling import casework, following
from portal.complaints.letters.holding import cancel
from portal.domain.actor import Actor, complainant
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding, Verdict
from portal.domain.errors import AlreadyOnItsWayError, IncompleteError
from portal.domain.handling.held_messages import Outgoing, Waiting
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.reviews.actions import ask_for_review
from portal.features.satisfaction.actions import judge_answer
from portal.runtime import Runtime
from portal.worker import let_leave
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    issues,
    kinds,
    last,
    ruled_by,
    staffed,
    status,
    templates,
    told,
)
from tests.complaints.held_messages.people import MINUTE, confirmed, held, somebody
from tests.support import FixedClock, file, on_both

SECOND = timedelta(seconds=1)
REASONS = "La passerelle était brisée."


@pytest.fixture
def number(runtime: Runtime, claire: Actor) -> str:
    return answered(runtime, claire)


def answered(runtime: Runtime, actor: Actor) -> str:
    number = file(runtime).number
    act(runtime, number, casework.answer, actor, body="Le sentier est rouvert.")
    return number


def conclude(runtime: Runtime, number: str, actor: Actor, **more: Any) -> Any:
    found = IssueFinding(issues(runtime, number)[0].id, Finding.FOUNDED, REASONS, "Réparée.")
    said = {"findings": [asdict(found)], "language_shown": False} | more
    return confirmed(runtime, number, actor, kind=Outgoing.CLOSING, **said)


@on_both
def test_it_closes_when_it_leaves_and_is_dated_then(runtime: Runtime, clock: FixedClock):
    claire = somebody(runtime, "claire")
    number = answered(runtime, claire)
    assert conclude(runtime, number, claire) is Waiting.HOLD
    clock.moment += MINUTE - SECOND
    assert let_leave(runtime, clock()) == 0
    assert status(runtime, number) is Status.ANSWERED
    assert issues(runtime, number)[0].finding is None
    assert "closed" not in templates(runtime, number)
    clock.moment += SECOND
    assert [let_leave(runtime, clock()) for _ in range(2)] == [1, 0]
    assert complaint(runtime, number).closed_at == clock()
    assert clocks(runtime, number, "reopening")[-1].started_at == clock()
    closed = last(runtime, number, "closed")
    assert (closed.user_id, closed.at) == (claire.user_id, clock())
    assert closed.facts["confirmed_at"] == (clock() - MINUTE).isoformat()
    assert issues(runtime, number)[0].reasons == REASONS
    assert templates(runtime, number).count("closed") == 1
    assert history_holds(runtime)


def test_taken_back_nothing_is_lost_and_nothing_closed(
    runtime: Runtime, number: str, claire: Actor, clock: FixedClock
):
    conclude(runtime, number, claire)
    act(runtime, number, cancel, claire, held_id=held(runtime, number)[0].id)
    clock.moment += 2 * MINUTE
    assert let_leave(runtime, clock()) == 0
    assert status(runtime, number) is Status.ANSWERED
    assert held(runtime, number)[0].content["findings"][0]["reasons"] == REASONS


@pytest.mark.parametrize("worker_comes_by", [True, False])
def test_the_date_to_close_is_kept_by_whoever_confirmed_in_time(
    runtime: Runtime, number: str, claire: Actor, clock: FixedClock, worker_comes_by: bool
):
    staffed(runtime)
    clock.moment = due(runtime, number, "closing") - SECOND
    conclude(runtime, number, claire)
    clock.moment += MINUTE - SECOND
    if worker_comes_by:
        run_clocks(runtime, clock())
    clock.moment += SECOND
    let_leave(runtime, clock())
    assert clocks(runtime, number, "closing")[-1].missed_at is None
    assert "date_missed" not in kinds(runtime, number)


class TestWhatTheComplainantDoesMeanwhile:
    @pytest.mark.parametrize("is_settled", [True, False])
    def test_a_message_is_read_before_the_complaint_is_closed(
        self, runtime: Runtime, claire: Actor, clock: FixedClock, is_settled: bool
    ):
        if is_settled:
            number = file(runtime).number
            found = IssueFinding(issues(runtime, number)[0].id, Finding.SETTLED, "D’accord.")
            said = {"contact": "phone", "findings": [asdict(found)]}
            confirmed(runtime, number, claire, kind=Outgoing.SETTLEMENT, **said)
        else:
            number = answered(runtime, claire)
            conclude(runtime, number, claire)
        clock.moment += SECOND
        owner = complainant(complaint(runtime, number).id)
        said = partial(following.write_message, body="Attendez.", once=None)
        runtime.change(owner, number, said)
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 0
        assert complaint(runtime, number).is_open
        assert [one.waiting for one in held(runtime, number)] == [Waiting.AUTHOR]
        assert ("text_came_back", "claire@parks.example") in told(runtime, number)

    @pytest.mark.parametrize(("verdict", "closes"), [(Verdict.YES, True), (Verdict.NO, False)])
    def test_a_no_is_read_before_the_complaint_is_closed_and_a_yes_is_not_waited_for(
        self,
        runtime: Runtime,
        number: str,
        claire: Actor,
        clock: FixedClock,
        verdict: Verdict,
        closes: bool,
    ):
        conclude(runtime, number, claire)
        clock.moment += SECOND
        owner = complainant(complaint(runtime, number).id)
        runtime.change(owner, number, partial(judge_answer, verdict=verdict, why=""))
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == int(closes)
        assert complaint(runtime, number).is_open is not closes

    def test_what_was_written_before_it_was_confirmed_stops_nothing(
        self, runtime: Runtime, number: str, claire: Actor, clock: FixedClock
    ):
        owner = complainant(complaint(runtime, number).id)
        runtime.change(owner, number, partial(following.write_message, body="Merci.", once=None))
        clock.moment += SECOND
        conclude(runtime, number, claire)
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 1

    def test_a_review_that_they_ask_for_gives_it_back(
        self, runtime: Runtime, number: str, claire: Actor, clock: FixedClock
    ):
        staffed(runtime)
        conclude(runtime, number, claire)
        owner = complainant(complaint(runtime, number).id)
        runtime.change(owner, number, partial(ask_for_review, reason="Il est fermé."))
        assert [one.waiting for one in held(runtime, number)] == [Waiting.AUTHOR]
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 0
        assert complaint(runtime, number).is_open


def test_whoever_turns_out_to_be_concerned_closes_nothing(
    runtime: Runtime, number: str, claire: Actor, clock: FixedClock
):
    conclude(runtime, number, claire)
    act(runtime, number, declaring.declare, user_id=claire.user_id)
    clock.moment += MINUTE
    assert let_leave(runtime, clock()) == 0
    assert status(runtime, number) is Status.ANSWERED


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_kept(
    runtime: Runtime, claire: Actor
):
    number = file(runtime).number
    with pytest.raises(IncompleteError) as raised:
        conclude(runtime, number, claire, findings=[])
    assert "answer" in raised.value.missing
    assert held(runtime, number) == []


def test_a_form_that_asked_what_is_given_says_it_and_an_older_one_need_not(
    runtime: Runtime, number: str, claire: Actor
):
    with pytest.raises(IncompleteError) as raised:
        conclude(runtime, number, claire, asks_given=True)
    assert raised.value.missing == (f"remedies-{issues(runtime, number)[0].id}",)
    assert conclude(runtime, number, claire) is Waiting.HOLD


def test_it_waits_for_what_is_on_its_way_already(runtime: Runtime, number: str, claire: Actor):
    conclude(runtime, number, claire)
    with pytest.raises(AlreadyOnItsWayError):
        conclude(runtime, number, claire)


def test_an_answer_that_was_read_is_closed_on_without_another_reader(
    runtime: Runtime, number: str, claire: Actor
):
    ruled_by(runtime, second_reader={"answers": "always"})
    somebody(runtime, "anne")
    assert conclude(runtime, number, claire) is Waiting.HOLD
