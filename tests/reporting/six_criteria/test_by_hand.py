"""Each indicator recomputed by hand on the twelve complaints that `lives.py` writes out."""

from __future__ import annotations

import pytest

from portal.domain.figures.shares import Distribution
from portal.reporting.six_criteria.values import Value, of_cube
from tests.reporting.six_criteria.by_hand import BY_HAND
from tests.reporting.six_criteria.lives import figures_of


@pytest.mark.parametrize("code", BY_HAND)
def test_an_indicator_is_what_comes_out_by_hand(code: str):
    parks, water = BY_HAND[code]
    assert _plain(of_cube(figures_of("parks"))[code]) == _plain(parks)
    assert _plain(of_cube(figures_of("water"))[code]) == _plain(water)


def test_all_together_are_the_sums_of_both():
    whole = of_cube(figures_of())
    for code, (parks, water) in BY_HAND.items():
        assert whole[code].n == (parks.n or 0) + (water.n or 0), code


def _plain(value: Value) -> object:
    return dict(value.counts) if isinstance(value, Distribution) else value
