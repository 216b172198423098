"""What is confirmed is held for a moment, may be taken back, and leaves exactly once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from portal.complaints import accounts
from portal.complaints.handling import casework, following
from portal.complaints.letters.giving_back import KEPT_FOR, forget
from portal.complaints.letters.holding import cancel, leave_if_due
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Status
from portal.domain.errors import (
    AlreadyOnItsWayError,
    IncompleteError,
    NotAllowedError,
    NotOnItsWayError,
    TransitionNotAllowedError,
)
from portal.domain.handling.held_messages import Outgoing, Waiting
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.conflicts_of_interest.actions import step_back
from portal.runtime import Runtime
from portal.worker import erase_texts, let_leave
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    kinds,
    last,
    messages,
    staffed,
    status,
    templates,
    told,
)
from tests.complaints.held_messages.people import MINUTE, confirmed, held, somebody
from tests.support import FixedClock, file, on_both

SECOND = timedelta(seconds=1)


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@on_both
def test_nothing_leaves_before_the_minute_is_over_and_then_it_leaves_once(
    runtime: Runtime, clock: FixedClock
):
    number, claire = file(runtime).number, somebody(runtime, "claire roy")
    assert confirmed(runtime, number, claire) is Waiting.HOLD
    clock.moment += MINUTE - SECOND
    assert let_leave(runtime, clock()) == 0
    assert status(runtime, number) is Status.RECEIVED
    assert (messages(runtime, number), templates(runtime, number)) == ([], ["acknowledgement"])
    clock.moment += SECOND
    assert [let_leave(runtime, clock()) for _ in range(3)] == [1, 0, 0]
    assert status(runtime, number) is Status.ANSWERED
    assert [one.author_id for one in messages(runtime, number)] == [claire.user_id]
    assert templates(runtime, number) == ["acknowledgement", "answered"]
    assert held(runtime, number) == []
    assert history_holds(runtime)


def test_without_a_hold_it_leaves_at_once(runtime: Runtime, number: str):
    claire = somebody(runtime, "claire")
    assert confirmed(runtime, number, claire, hold=timedelta()) is None
    assert status(runtime, number) is Status.ANSWERED


def test_what_is_confirmed_is_kept_encrypted(runtime: Runtime, number: str, tmp_path):
    confirmed(runtime, number, somebody(runtime, "claire"), body="Le cormoran est sauvé.")
    with runtime.reading(PORTAL) as session:
        raw = session.connection().exec_driver_sql("SELECT content FROM held_message").scalar_one()
    assert b"cormoran" not in bytes(raw)


class TestTakingItBack:
    def test_loses_nothing_and_sends_nothing(
        self, runtime: Runtime, number: str, clock: FixedClock
    ):
        claire = somebody(runtime, "claire")
        confirmed(runtime, number, claire, body="À revoir.", tells=True)
        (one,) = held(runtime, number)
        act(runtime, number, cancel, claire, held_id=one.id)
        clock.moment += MINUTE * 2
        assert let_leave(runtime, clock()) == 0
        (back,) = held(runtime, number)
        assert (back.waiting, back.content["body"]) == (Waiting.AUTHOR, "À revoir.")
        assert back.content["tells"] is True
        assert status(runtime, number) is Status.RECEIVED
        assert told(runtime, number)[1:] == []

    def test_is_too_late_once_it_left(self, runtime: Runtime, number: str, clock: FixedClock):
        claire = somebody(runtime, "claire")
        confirmed(runtime, number, claire)
        (one,) = held(runtime, number)
        clock.moment += MINUTE
        let_leave(runtime, clock())
        with pytest.raises(NotOnItsWayError):
            act(runtime, number, cancel, claire, held_id=one.id)

    def test_by_somebody_else_tells_whoever_wrote_it(self, runtime: Runtime, number: str):
        claire, luc = somebody(runtime, "claire"), somebody(runtime, "luc")
        confirmed(runtime, number, claire)
        act(runtime, number, cancel, luc, held_id=held(runtime, number)[0].id)
        assert ("text_came_back", "claire@parks.example") in told(runtime, number)

    def test_is_for_those_who_may_send_it(self, runtime: Runtime, number: str):
        confirmed(runtime, number, somebody(runtime, "claire"), kind=Outgoing.QUESTION)
        manager = somebody(runtime, "manon", Role.MANAGER)
        with pytest.raises(NotAllowedError):
            act(runtime, number, cancel, manager, held_id=held(runtime, number)[0].id)

    def test_is_forgotten_once_it_is_sent_anew_or_given_up(self, runtime: Runtime, number: str):
        claire = somebody(runtime, "claire")
        for _ in range(2):
            confirmed(runtime, number, claire)
            on_its_way = [one for one in held(runtime, number) if one.waiting == Waiting.HOLD]
            act(runtime, number, cancel, claire, held_id=on_its_way[0].id)
        assert len(held(runtime, number)) == 1
        act(runtime, number, forget, claire, kind="answer")
        assert held(runtime, number) == []

    def test_is_erased_in_the_end(self, runtime: Runtime, number: str, clock: FixedClock):
        claire = somebody(runtime, "claire")
        confirmed(runtime, number, claire)
        act(runtime, number, cancel, claire, held_id=held(runtime, number)[0].id)
        assert erase_texts(runtime, clock() + KEPT_FOR) == 0
        assert erase_texts(runtime, clock() + KEPT_FOR + SECOND) == 1


class TestWhatMovedMeanwhile:
    def test_a_withdrawn_complaint_gets_no_answer_and_its_author_is_told(
        self, runtime: Runtime, number: str, clock: FixedClock
    ):
        claire = somebody(runtime, "claire")
        confirmed(runtime, number, claire)
        owner = complainant(complaint(runtime, number).id)
        runtime.change(owner, number, following.withdraw)
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 0
        assert status(runtime, number) is Status.WITHDRAWN
        assert "answered" not in templates(runtime, number)
        assert ("text_came_back", "claire@parks.example") in told(runtime, number)
        assert held(runtime, number)[0].waiting == Waiting.AUTHOR

    @pytest.mark.parametrize("kind", [Outgoing.ANSWER, Outgoing.QUESTION])
    def test_of_somebody_who_stepped_back_stays_in_the_history_and_is_told(
        self, runtime: Runtime, number: str, clock: FixedClock, kind: Outgoing
    ):
        claire = somebody(runtime, "claire")
        somebody(runtime, "helene", Role.HEAD)
        confirmed(runtime, number, claire, body="Le sentier rouvre.", kind=kind)
        act(runtime, number, step_back, claire)
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 0
        assert [(one.kind, one.body) for one in messages(runtime, number)] == [
            ("note", "Le sentier rouvre.")
        ]
        assert last(runtime, number, "noted").facts["unsent"] == kind
        told_of_it = {who: what for what, who in told(runtime, number) if what.startswith("text_")}
        assert told_of_it == {
            "claire@parks.example": "text_left_behind",
            "helene@parks.example": "text_not_sent",
        }
        assert history_holds(runtime)

    def test_somebody_who_left_sends_nothing_any_more(
        self, runtime: Runtime, number: str, clock: FixedClock
    ):
        claire = somebody(runtime, "claire")
        confirmed(runtime, number, claire)
        with runtime.transaction() as session:
            accounts.deactivate(session.get_one(UserRecord, claire.user_id))
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 0
        assert status(runtime, number) is Status.RECEIVED

    def test_a_message_of_the_complainant_stops_nothing(
        self, runtime: Runtime, number: str, clock: FixedClock
    ):
        confirmed(runtime, number, somebody(runtime, "claire"))
        owner = complainant(complaint(runtime, number).id)
        runtime.change(owner, number, partial(following.write_message, body="Alors?", once=None))
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 1

    def test_an_answer_by_another_way_takes_its_place(
        self, runtime: Runtime, number: str, clock: FixedClock
    ):
        confirmed(runtime, number, somebody(runtime, "claire"))
        act(runtime, number, casework.answer, somebody(runtime, "luc"), body="De Luc.")
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 0
        assert kinds(runtime, number).count("answered") == 1


class TestConfirming:
    def test_waits_for_what_is_on_its_way_already(self, runtime: Runtime, number: str):
        claire = somebody(runtime, "claire")
        confirmed(runtime, number, claire)
        with pytest.raises(AlreadyOnItsWayError):
            confirmed(runtime, number, claire, kind=Outgoing.QUESTION)

    def test_says_at_once_what_would_keep_it_from_leaving(self, runtime: Runtime, number: str):
        claire = somebody(runtime, "claire")
        with pytest.raises(IncompleteError):
            confirmed(runtime, number, claire, body=" ")
        act(runtime, number, casework.answer, claire, body="Voici.")
        with pytest.raises(TransitionNotAllowedError):
            confirmed(runtime, number, claire, kind=Outgoing.QUESTION)
        assert held(runtime, number) == []

    def test_leaves_no_trace_of_having_been_tried(self, runtime: Runtime, number: str):
        before = kinds(runtime, number), complaint(runtime, number).version
        confirmed(runtime, number, somebody(runtime, "claire"))
        assert (kinds(runtime, number), complaint(runtime, number).version) == before
        assert len(templates(runtime, number)) == 1

    def test_is_not_for_those_who_may_not_answer(self, runtime: Runtime, number: str):
        with pytest.raises(NotAllowedError):
            confirmed(runtime, number, somebody(runtime, "anne", Role.AUDITOR))


class TestTheDate:
    """It is kept by whoever confirmed in time: the hold is the portal's."""

    @on_both
    @pytest.mark.parametrize("worker_comes_by", [True, False])
    def test_is_kept_by_what_was_confirmed_before_it(
        self, runtime: Runtime, clock: FixedClock, worker_comes_by: bool
    ):
        number, claire = file(runtime).number, somebody(runtime, "claire")
        staffed(runtime)
        due_at = due(runtime, number)
        clock.moment = due_at - 10 * SECOND
        confirmed(runtime, number, claire)
        if worker_comes_by:
            acted = run_clocks(runtime, due_at + SECOND).acted
            assert ClockKind.ANSWER not in {one.kind for one in acted}
        clock.moment = due_at + 2 * MINUTE
        let_leave(runtime, clock())
        run_clocks(runtime, clock())
        answered = last(runtime, number, "answered").facts
        assert answered["in_time"] is True
        assert answered["confirmed_at"] == (due_at - 10 * SECOND).isoformat()
        assert clocks(runtime, number, "answer")[-1].missed_at is None
        assert complaint(runtime, number).late_since is None
        assert "escalated" not in kinds(runtime, number)

    def test_is_missed_by_what_was_confirmed_at_it(self, runtime: Runtime, clock: FixedClock):
        number, claire = file(runtime).number, somebody(runtime, "claire")
        clock.moment = due(runtime, number)
        confirmed(runtime, number, claire)
        clock.moment += MINUTE
        let_leave(runtime, clock())
        assert last(runtime, number, "answered").facts["in_time"] is False

    def test_is_missed_after_all_when_the_answer_is_taken_back(
        self, runtime: Runtime, clock: FixedClock
    ):
        number, claire = file(runtime).number, somebody(runtime, "claire")
        staffed(runtime)
        clock.moment = due(runtime, number) - SECOND
        confirmed(runtime, number, claire)
        act(runtime, number, cancel, claire, held_id=held(runtime, number)[0].id)
        clock.moment += 2 * SECOND
        run_clocks(runtime, clock())
        assert "escalated" in kinds(runtime, number)

    def test_is_missed_when_what_was_held_cannot_be_sent(self, runtime: Runtime, clock: FixedClock):
        number, claire = file(runtime).number, somebody(runtime, "claire")
        staffed(runtime)
        clock.moment = due(runtime, number) - SECOND
        confirmed(runtime, number, claire)
        clock.moment += 2 * MINUTE
        run_clocks(runtime, clock())
        assert "escalated" in kinds(runtime, number)

    def test_a_question_that_stops_it_stops_it_when_it_was_confirmed(
        self, runtime: Runtime, clock: FixedClock
    ):
        number = file(runtime, "water").number
        claire = somebody(runtime, "claire", agency="water")
        confirmed(runtime, number, claire, kind=Outgoing.QUESTION, pause="meter")
        at = clock()
        clock.moment += MINUTE
        assert let_leave(runtime, clock()) == 1
        assert clocks(runtime, number, "pause")[-1].started_at == at


def test_the_history_says_nothing_of_a_hold_where_there_was_none(runtime: Runtime, number: str):
    act(runtime, number, casework.answer, somebody(runtime, "claire"), body="Voici.")
    assert "confirmed_at" not in last(runtime, number, "answered").facts


def test_one_that_is_not_due_is_left(runtime: Runtime, number: str):
    confirmed(runtime, number, somebody(runtime, "claire"))
    one = held(runtime, number)[0]
    assert not runtime.change(PORTAL, number, partial(leave_if_due, held_id=one.id))
    assert not runtime.change(PORTAL, number, partial(leave_if_due, held_id=one.id + 1))
