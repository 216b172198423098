"""The answer of a group is held like any other, and read where the agency has its answers read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.handling import casework
from portal.domain.actor import Actor
from portal.domain.errors import SecondReaderNeededError
from portal.features.groups import actions_answering
from portal.features.groups.actions_sending import answer_groups, end_answered
from portal.features.groups.rules import PartState, State
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, due, last, ruled_by
from tests.complaints.held_messages.people import somebody
from tests.features.groups.grouped import (
    TEXTS,
    Team,
    answer_state,
    draft,
    gathered,
    id_of,
    numbers,
    opened,
    parts,
    send,
    stored,
)
from tests.support import FixedClock, on_both

HOLD = timedelta(seconds=60)


def written(runtime: Runtime, people: Team) -> int:
    group = opened(runtime, people.officer, *numbers(runtime, 2))
    draft(runtime, people.officer, group)
    return group


def states(runtime: Runtime, answer: int) -> set[str]:
    return {state for state, _ in parts(runtime, answer).values()}


def test_nothing_leaves_before_it_was_held_and_all_of_it_afterwards(
    runtime: Runtime, people: Team, clock: FixedClock
):
    answer = send(runtime, people.officer, written(runtime, people))
    assert answer_groups(runtime, runtime.now(), hold=HOLD) is False
    assert states(runtime, answer) == {PartState.READY.value}
    clock.moment += HOLD
    answer_groups(runtime, runtime.now(), hold=HOLD)
    assert states(runtime, answer) == {PartState.SENT.value}
    assert answer_state(runtime, answer) == "done"


def test_while_it_is_held_all_of_it_can_be_stopped(
    runtime: Runtime, people: Team, clock: FixedClock
):
    group = written(runtime, people)
    answer = send(runtime, people.officer, group)
    with runtime.acting(people.officer) as work:
        actions_answering.stop(work, "parks", group, answer)
    clock.moment += HOLD
    answer_groups(runtime, runtime.now(), hold=HOLD)
    assert states(runtime, answer) == {PartState.LEFT_OUT.value}


def test_where_answers_are_read_whoever_wrote_it_does_not_send_it_and_another_does(
    runtime: Runtime, people: Team
):
    ruled_by(runtime, second_reader={"answers": "always"})
    group = written(runtime, people)
    with pytest.raises(SecondReaderNeededError):
        send(runtime, people.officer, group)
    assert send(runtime, people.head, group)


class TestWhoeverWroteAnyOfIt:
    """None of them lets it leave: the second reader saw nothing of it before."""

    @pytest.fixture(autouse=True)
    def read(self, runtime: Runtime, people: Team) -> None:
        ruled_by(runtime, second_reader={"answers": "always"})

    def write(self, runtime: Runtime, actor: Actor, group: int, text: str, rank: int = 0) -> None:
        own = {id_of(runtime, gathered(runtime, group)[rank]): text}
        with runtime.acting(actor) as work:
            actions_answering.keep_own_texts(work, "parks", group, own)

    @on_both
    def test_is_not_its_reader_for_the_text_of_a_single_complaint(self, runtime: Runtime):
        ruled_by(runtime, second_reader={"answers": "always"})
        luc, anne, eve = (somebody(runtime, name) for name in ("luc", "anne", "eve"))
        group = opened(runtime, luc, *numbers(runtime, 2))
        draft(runtime, luc, group)
        self.write(runtime, anne, group, "Merci de vos photos.")
        for writer in (luc, anne):
            with pytest.raises(SecondReaderNeededError):
                send(runtime, writer, group)
        assert send(runtime, eve, group)

    def test_is_not_its_reader_although_somebody_else_changed_it_since(
        self, runtime: Runtime, people: Team
    ):
        group = written(runtime, people)
        draft(runtime, people.head, group, TEXTS | {"fr": "La passerelle sera refaite en mai."})
        with pytest.raises(SecondReaderNeededError):
            send(runtime, people.officer, group)

    def test_is_its_reader_again_once_nothing_of_theirs_is_left(
        self, runtime: Runtime, people: Team
    ):
        group = written(runtime, people)
        self.write(runtime, people.head, group, "Merci de vos photos.")
        self.write(runtime, people.officer, group, "")
        assert send(runtime, people.head, group)

    def test_is_its_reader_where_what_they_wrote_does_not_leave(
        self, runtime: Runtime, people: Team
    ):
        group = written(runtime, people)
        self.write(runtime, people.head, group, "Merci de vos photos.")
        number = gathered(runtime, group)[0]
        act(runtime, number, casework.ask_complainant, body="Où?", pause=None)
        assert send(runtime, people.head, group)

    def test_is_not_whoever_kept_the_same_words_again(self, runtime: Runtime, people: Team):
        group = written(runtime, people)
        self.write(runtime, people.officer, group, "Merci de vos photos.")
        draft(runtime, people.head, group)
        self.write(runtime, people.head, group, " Merci de vos photos. ")
        assert send(runtime, people.head, group)

    def test_sends_it_all_the_same_where_answers_are_not_read(self, runtime: Runtime, people: Team):
        ruled_by(runtime, second_reader=None)
        group = written(runtime, people)
        self.write(runtime, people.officer, group, "Merci de vos photos.")
        assert send(runtime, people.officer, group)


@on_both
def test_a_date_that_passes_while_it_is_held_is_kept(
    runtime: Runtime, people: Team, clock: FixedClock
):
    group = written(runtime, people)
    number = gathered(runtime, group)[0]
    clock.moment = due(runtime, number) - timedelta(seconds=30)
    run_clocks(runtime, runtime.now())  # what was missed before is no part of this
    answer = send(runtime, people.officer, group)
    clock.moment += HOLD
    run_clocks(runtime, runtime.now())
    answer_groups(runtime, runtime.now(), hold=HOLD)
    assert states(runtime, answer) == {PartState.SENT.value}
    assert last(runtime, number, "date_missed").facts["clock"] != "answer"
    assert last(runtime, number, "answered").facts["in_time"] is True


@on_both
def test_a_group_ends_once_the_last_of_it_was_answered_by_itself(runtime: Runtime, people: Team):
    group = written(runtime, people)
    waiting = gathered(runtime, group)[0]
    act(runtime, waiting, casework.ask_complainant, body="Où?", pause=None)
    send(runtime, people.officer, group)
    while answer_groups(runtime, runtime.now()):
        pass
    assert end_answered(runtime, runtime.now()) == 0
    act(runtime, waiting, casework.answer, body="Voici.")
    assert [end_answered(runtime, runtime.now()) for _ in range(2)] == [1, 0]
    assert stored(runtime, group).state == State.ANSWERED
