"""One step up is found in one place: whoever may not answer does not count as working above."""

from __future__ import annotations

from functools import partial

import pytest

from portal.complaints.handling.escalation import hand_up, holders, one_step_up
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import Actor
from portal.domain.handling.escalation import StepUp
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, escalations, member
from tests.support import file


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@pytest.fixture
def director(runtime: Runtime) -> Actor:
    return member(runtime, Role.MANAGER, post="director")


@pytest.fixture
def president(runtime: Runtime) -> Actor:
    return member(runtime, Role.TOP_AUTHORITY, post="president")


def above(runtime: Runtime, number: str, *but: Actor) -> tuple[StepUp | None, list[int]]:
    """Return the step up from where the complaint is, and who works there."""
    kept_out = frozenset(one.user_id for one in but if one.user_id is not None)

    def look(work: Work, one: ComplaintRecord) -> tuple[StepUp | None, list[int]]:
        up = one_step_up(work, one, kept_out)
        held = holders(work, one, up, kept_out) if up is not None else []
        return up, [member.user_id for member in held]

    found: tuple[StepUp | None, list[int]] = act(runtime, number, look)
    return found


def test_it_is_the_next_level_with_whoever_works_there(
    runtime: Runtime, number: str, director: Actor, president: Actor
):
    up, held = above(runtime, number)
    assert up is not None
    assert (up.level, up.step.to, up.passed_over) == (2, "director", ())
    assert held == [director.user_id]


def test_whoever_may_not_answer_does_not_work_there(
    runtime: Runtime, number: str, director: Actor, president: Actor
):
    up, held = above(runtime, number, director)
    assert up is not None
    assert (up.level, up.step.to, up.passed_over) == (3, "president", ("director",))
    assert held == [president.user_id]


def test_where_nobody_works_above_it_is_one_step_all_the_same(runtime: Runtime, number: str):
    up, held = above(runtime, number)
    assert up is not None
    assert (up.step.to, up.vacant, held) == ("director", ("director",), [])


def test_what_is_handed_up_keeps_why_and_over_whom_until_there_is_nobody_above(
    runtime: Runtime, number: str, president: Actor
):
    up, _ = above(runtime, number)
    assert up is not None
    act(runtime, number, partial(hand_up, up=up, reason="urgent"))
    assert (complaint(runtime, number).level, complaint(runtime, number).holder) == (3, "president")
    [kept] = escalations(runtime, number)
    assert (kept.reason, kept.vacant, kept.from_level, kept.to_level) == (
        *("urgent", ["director"]),
        *(1, 3),
    )
    assert above(runtime, number) == (None, [])
