"""The life of a complaint, whatever is tried and in whatever order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.complaint import ENDED, Status
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.handling.lifecycle import TRANSITIONS, Action, is_possible, status_after

lives = st.lists(st.sampled_from(Action), max_size=30)
AGAIN = frozenset({Action.REOPEN, Action.ASK_REVIEW})
"""What only a complainant asks for, once there is an answer: it begins another life."""
first_lives = st.lists(st.sampled_from([one for one in Action if one not in AGAIN]), max_size=30)


def lived(actions: list[Action]) -> list[Status]:
    """Try every action in turn from the receipt; return each status a complaint went through."""
    statuses = [Status.RECEIVED]
    for action in actions:
        if is_possible(statuses[-1], action):
            statuses.append(status_after(statuses[-1], action))
    return statuses


@given(first_lives)
def test_what_has_ended_stays_ended_unless_it_is_reopened(actions: list[Action]):
    statuses = lived(actions)
    assert all(status not in ENDED for status in statuses[:-1])


@given(lives)
def test_nothing_is_closed_without_an_answer(actions: list[Action]):
    steps = list(pairwise(lived(actions)))
    assert {before for before, after in steps if after is Status.CLOSED} <= {Status.ANSWERED}


@given(lives)
def test_nothing_is_received_twice(actions: list[Action]):
    assert Status.RECEIVED not in lived(actions)[1:]


@given(first_lives)
def test_an_answered_complaint_is_never_unanswered_unless_somebody_asks_again(
    actions: list[Action],
):
    statuses = lived(actions)
    after = statuses[statuses.index(Status.ANSWERED) :] if Status.ANSWERED in statuses else []
    assert set(after) <= {Status.ANSWERED, Status.CLOSED}


@pytest.mark.parametrize("status", sorted(ENDED))
@pytest.mark.parametrize("action", [one for one in Action if one not in AGAIN])
def test_ended_statuses_have_no_way_out_but_asking_again(status: Status, action: Action):
    assert not is_possible(status, action)
    with pytest.raises(TransitionNotAllowedError) as raised:
        status_after(status, action)
    assert (raised.value.status, raised.value.action) == (status, action)


@pytest.mark.parametrize("status", [status for status in Status if status.is_open])
def test_every_open_complaint_can_still_be_answered(status: Status):
    assert status_after(status, Action.ANSWER) is Status.ANSWERED


def test_every_status_can_be_reached():
    assert {Status.RECEIVED, *TRANSITIONS.values()} == set(Status)


def test_a_reply_ends_the_wait_and_nothing_else():
    assert status_after(Status.WAITING, Action.REPLY) is Status.UNDER_REVIEW
    replied = [status for status in Status if is_possible(status, Action.REPLY)]
    assert replied == [Status.WAITING]
