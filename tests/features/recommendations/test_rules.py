"""The life of a recommendation, and who may verify it: laws over every state and step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.actor import Actor, ActorKind, Membership
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.handling.lifecycle import state_after
from portal.domain.role import Role
from portal.features.recommendations.rules import (
    DATED,
    LEADS_TO,
    TRANSITIONS,
    Addressee,
    State,
    Step,
    may_verify,
)

STATES, STEPS = st.sampled_from(State), st.sampled_from(Step)
PEOPLE = st.sets(st.one_of(st.none(), st.integers(1, 5)))


@given(STATES, STEPS)
def test_a_step_is_taken_where_the_table_says_so_and_nowhere_else(state: State, step: Step):
    if (state, step) in TRANSITIONS:
        assert state_after(TRANSITIONS, state, step) is TRANSITIONS[state, step]
    else:
        with pytest.raises(TransitionNotAllowedError):
            state_after(TRANSITIONS, state, step)


@pytest.mark.parametrize("state", State)
def test_what_is_over_stays_so_and_everything_else_has_a_way_to_its_end(state: State):
    reached = {state}
    for _ in State:
        reached |= {to for (begin, _), to in TRANSITIONS.items() if begin in reached}
    if state.is_open:
        assert {State.VERIFIED} <= reached
    else:
        assert reached == {state}


@given(st.lists(STEPS, max_size=20))
def test_nothing_is_verified_that_was_not_accepted_and_done_before(steps: list[Step]):
    state, taken = State.SENT, []
    for step in steps:
        if (state, step) in TRANSITIONS:
            state = state_after(TRANSITIONS, state, step)
            taken.append(step)
    if state is State.VERIFIED:
        assert {Step.ACCEPTED, Step.UPHELD} & set(taken)
        assert taken[-2:] == [Step.DONE, Step.VERIFIED]


@given(st.lists(STEPS, max_size=20))
def test_the_last_step_alone_tells_the_state(steps: list[Step]):
    state, last = State.SENT, None
    for step in steps:
        if (state, step) in TRANSITIONS:
            state, last = state_after(TRANSITIONS, state, step), step
    assert last is None or LEADS_TO[last] is state


def test_a_date_runs_in_just_the_states_that_can_miss_it():
    missing = (Step.ESCALATED, Step.LATE)
    assert {state for state, step in TRANSITIONS if step in missing} == set(DATED)


@given(st.integers(1, 5), PEOPLE, PEOPLE)
def test_nobody_verifies_what_they_wrote_or_carried_out(
    person: int, wrote: set[int | None], did: set[int | None]
):
    assert may_verify(person, wrote, did) is (person not in wrote | did)
    assert not may_verify(None, wrote, did)


def member(post: str | None, user_id: int = 7, **more: object) -> Actor:
    memberships = (Membership(Role.MANAGER, "parks", post),)
    return Actor(ActorKind.STAFF, "Dominique", user_id, memberships, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("to", "actor", "is_met"),
    [
        (Addressee(post="director"), member("director"), True),
        (Addressee(post="director"), member("office"), False),
        (Addressee(post="director"), member(None), False),
        (Addressee(user_id=7), member("office"), True),
        (Addressee(user_id=8), member("office"), False),
        (Addressee(user_id=8), member("office", replaced=frozenset({("parks", 8)})), True),
        (Addressee(user_id=8), member("office", replaced=frozenset({("water", 8)})), False),
    ],
)
def test_whoever_replaces_the_addressee_is_the_addressee(to: Addressee, actor: Actor, is_met: bool):
    assert to.is_met_by(actor, "parks") is is_met
    assert not to.is_met_by(Actor(ActorKind.STAFF, "Paul", 9), "water")
