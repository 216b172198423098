"""Whose share stands apart from the others': only beyond chance, and never by what is hidden."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.outliers import Standing, outlier
from portal.domain.figures.published import Bounds

PARTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=6)


def exactly(*shares: tuple[int, int]) -> dict[str, Bounds]:
    return {f"a{place}": Bounds(part, part, n) for place, (part, n) in enumerate(shares)}


def test_the_one_that_is_far_from_the_others_stands_apart():
    found = outlier(exactly((50, 100), (50, 100), (5, 100), (52, 100)))
    assert (found.standing, found.code) == (Standing.APART, "a2")


def test_within_chance_nobody_stands_apart():
    assert outlier(exactly((50, 100), (45, 100), (55, 100))).standing is Standing.ALIKE


def test_few_compare_nobody():
    assert outlier(exactly((29, 29), (0, 29), (50, 100))).standing is Standing.TOO_FEW
    assert outlier(exactly((50, 100))).standing is Standing.TOO_FEW


@given(PARTS)
def test_what_is_hidden_makes_nobody_stand_out_who_might_not(parts: list[tuple[int, int]]):
    wide = {f"a{n}": Bounds(part, part + more, 120) for n, (part, more) in enumerate(parts)}
    if outlier(wide).standing is Standing.APART:
        apart = outlier(wide).code
        nearest = {
            code: Bounds(edge, edge, 120)
            for code, known in wide.items()
            for edge in (_nearest(code, apart, wide),)
            if known
        }
        assert outlier(nearest).standing is Standing.APART


def _nearest(code: str, apart: str, wide: dict[str, Bounds]) -> int:
    """Return the edge of what is known that brings the others and the one apart together."""
    others = sum(own.least for other, own in wide.items() if other != apart) / (len(wide) - 1)
    is_above = wide[apart].least > others
    return wide[code].least if (code == apart) == is_above else wide[code].most
