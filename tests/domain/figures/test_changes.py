"""A share is said to have moved only where chance does not move it as far."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.changes import (
    COMPARED_FROM,
    CountVerdict,
    Verdict,
    count_change,
    share_change,
)
from portal.domain.figures.shares import Share

SHARES = st.integers(1, 400).flatmap(lambda n: st.integers(0, n).map(lambda part: Share(part, n)))


@pytest.mark.parametrize(
    ("now", "before", "least", "most"),
    [
        # Newcombe 1998, table II, method 10: cases a, b, c, e and h of the paper.
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(6, 7), Share(2, 7), 0.0582, 0.8062),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_is_that_of_the_paper(now: Share, before: Share, least: float, most: float):
    found = share_change(before, now)
    assert found is not None
    assert (found.least, found.most) == pytest.approx((least, most), abs=0.00005)


@given(SHARES, SHARES, st.integers(1, 40))
def test_what_moved_lies_between_its_bounds(before: Share, now: Share, among: int):
    found = share_change(before, now, among)
    assert found is not None
    assert -1 - 1e-9 <= found.least <= found.moved + 1e-9
    assert found.moved - 1e-9 <= found.most <= 1 + 1e-9


@given(SHARES, SHARES)
def test_looked_at_from_the_other_end_it_moved_as_far_the_other_way(before: Share, now: Share):
    there, back = share_change(before, now), share_change(now, before)
    assert there is not None
    assert back is not None
    assert (there.least, there.most) == pytest.approx((-back.most, -back.least))


@given(SHARES, SHARES, st.integers(1, 40))
def test_the_more_are_compared_the_less_is_said(before: Share, now: Share, among: int):
    alone, together = share_change(before, now), share_change(before, now, among)
    assert alone is not None
    assert together is not None
    assert together.least <= alone.least + 1e-9
    assert together.most >= alone.most - 1e-9


@given(SHARES, SHARES)
def test_few_complaints_are_never_better_nor_worse(before: Share, now: Share):
    found = share_change(before, now)
    assert found is not None
    assert (found.verdict is Verdict.TOO_FEW) == (min(before.n, now.n) < COMPARED_FROM)


def test_nothing_is_compared_with_nothing():
    assert share_change(Share(0, 0), Share(3, 40)) is None
    assert share_change(Share(3, 40), Share(0, 0)) is None


def test_agencies_that_did_not_change_are_seldom_said_to_have():
    chance = Random(11)
    said = sum(_some_agency_is_said_to_have_moved(chance) for _ in range(200))
    assert said <= 20, "of 200 years in which nothing changed, 5 % and some luck"


def _some_agency_is_said_to_have_moved(chance: Random) -> bool:
    verdicts = []
    for _ in range(20):
        rate, n = chance.uniform(0.5, 0.98), chance.randint(30, 400)
        before, now = (Share(sum(chance.random() < rate for _ in range(n)), n) for _ in "ab")
        found = share_change(before, now, among=20)
        assert found is not None
        verdicts.append(found.verdict)
    return any(verdict in (Verdict.BETTER, Verdict.WORSE) for verdict in verdicts)


def test_one_that_changed_much_is_said_to_have():
    found = share_change(Share(120, 200), Share(170, 200), among=20)
    assert found is not None
    assert found.verdict is Verdict.BETTER


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 40))
def test_a_count_looked_at_from_the_other_end_moved_the_other_way(
    before: int, now: int, among: int
):
    other = {CountVerdict.MORE: CountVerdict.LESS, CountVerdict.LESS: CountVerdict.MORE}
    found = count_change(before, now, among)
    assert count_change(now, before, among) is other.get(found, found)
    if found in other:
        assert (found is CountVerdict.MORE) == (now > before)
        assert before + now >= COMPARED_FROM


def test_the_same_complaints_every_period_are_seldom_said_to_move():
    random, moved = Random(7), 0
    for _ in range(1000):
        both = sum(random.random() < 0.5 for _ in range(200))
        moved += count_change(200 - both, both) is not CountVerdict.WITHIN_CHANCE
    assert moved <= 60
