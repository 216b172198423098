"""The way up: one step at a time, over vacant posts, never past the top."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.handling.escalation import (
    EscalationStep,
    next_level,
    step_at,
    step_up,
    top_level,
)
from portal.domain.text import Text

POSTS = ("office", "team", "director", "president")
PATH = tuple(EscalationStep(post, Text(post), top_authority=post == POSTS[-1]) for post in POSTS)
vacancies = st.frozensets(st.sampled_from(POSTS))


@pytest.mark.parametrize(
    ("level", "vacant", "expected"),
    [
        (1, (), 2),
        (2, (), 3),
        (1, ("team",), 3),
        (1, ("team", "director"), 4),
        (1, ("office",), 2),
        (1, ("team", "director", "president"), 2),
        (3, ("president",), 4),
        (4, (), None),
        (4, POSTS, None),
    ],
)
def test_a_missed_answer_climbs_to_the_next_post_that_somebody_holds(
    level: int, vacant: tuple[str, ...], expected: int | None
):
    assert next_level(PATH, level, frozenset(vacant)) == expected


@given(st.integers(1, 3), vacancies)
def test_it_always_climbs_and_never_past_the_top(level: int, vacant: frozenset[str]):
    after = next_level(PATH, level, vacant)
    assert after is not None
    assert level < after <= top_level(PATH)


@given(st.integers(1, 3), vacancies)
def test_no_held_post_is_stepped_over(level: int, vacant: frozenset[str]):
    after = next_level(PATH, level, vacant)
    assert after is not None
    assert {step_at(PATH, between).to for between in range(level + 1, after)} <= vacant


@given(vacancies)
def test_the_top_is_reached_in_at_most_as_many_steps_as_there_are_levels(vacant: frozenset[str]):
    levels = [1]
    while (after := next_level(PATH, levels[-1], vacant)) is not None:
        levels.append(after)
    assert levels[-1] == len(PATH)
    assert len(levels) <= len(PATH)


def test_a_level_past_a_path_that_became_shorter_is_held_by_the_top_authority():
    assert step_at(PATH[:2], 4) is PATH[1]
    assert next_level(PATH[:2], 4) is None


@pytest.mark.parametrize(
    ("level", "vacant", "post", "told_of"),
    [
        (1, (), "team", ()),
        (1, ("team",), "director", ("team",)),
        (1, ("team", "director"), "president", ("team", "director")),
        (1, ("team", "director", "president"), "team", ("team",)),
        (3, ("president",), "president", ("president",)),
    ],
)
def test_a_step_up_says_whose_it_is_and_at_which_posts_nobody_answers(
    level: int, vacant: tuple[str, ...], post: str, told_of: tuple[str, ...]
):
    up = step_up(PATH, level, frozenset(vacant))
    assert up is not None
    assert (up.step.to, up.vacant) == (post, told_of)


@given(st.integers(1, 3), vacancies)
def test_a_step_up_leads_where_the_next_level_is_and_forgets_no_vacant_post(
    level: int, vacant: frozenset[str]
):
    up = step_up(PATH, level, vacant)
    assert up is not None
    assert (up.level, up.step) == (next_level(PATH, level, vacant), step_at(PATH, up.level))
    on_the_way = [step.to for step in PATH[level : up.level]]
    assert list(up.vacant) == [post for post in on_the_way if post in vacant]


@given(vacancies)
def test_there_is_no_step_up_from_the_top(vacant: frozenset[str]):
    assert step_up(PATH, len(PATH), vacant) is None
