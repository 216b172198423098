"""What is published of shares: the same words whichever of a few it was."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.published import Bounds, Form, published, together, total
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import is_small

SHARES = st.integers(5, 700).flatmap(
    lambda n: st.builds(
        Share, st.one_of(st.integers(0, n), st.integers(0, 4), st.integers(n - 4, n)), st.just(n)
    )
)


@given(SHARES, st.booleans())
def test_what_is_published_holds_the_truth(share: Share, are_ends_told: bool):
    known = published(share, are_ends_told=are_ends_told)
    assert known.least <= share.part <= known.most
    assert known.n == share.n


@given(SHARES, st.booleans())
def test_a_small_part_could_be_another(share: Share, are_ends_told: bool):
    if is_small(share.part) or is_small(share.n - share.part):
        known = published(share, are_ends_told=are_ends_told)
        assert known.most > known.least
        for other in range(known.least, known.most + 1):
            assert published(Share(other, share.n), are_ends_told=are_ends_told) == known


@given(SHARES)
def test_where_each_could_be_named_it_is_not_told_that_all_said_the_same(share: Share):
    end = published(Share(share.n, share.n), are_ends_told=False)
    assert end == published(Share(share.n - 1, share.n), are_ends_told=False)
    assert published(Share(0, share.n), are_ends_told=False).most > 0


def could_be(shares: list[Share]) -> list[list[int]]:
    """Return, for each share, the parts that it may have by all that is told of all of them."""
    known = [published(share) for share in shares]
    whole = total(zip(shares, known, strict=True))
    ways = [
        parts
        for parts in product(*(range(bounds.least, bounds.most + 1) for bounds in known))
        if whole.least <= sum(parts) <= whole.most
        and total(
            (Share(part, share.n), bounds)
            for part, share, bounds in zip(parts, shares, known, strict=True)
        )
        == whole
    ]
    return [sorted(set(column)) for column in zip(*ways, strict=True)]


@given(st.lists(SHARES, min_size=1, max_size=5))
def test_a_total_tells_no_small_part(shares: list[Share]):
    whole = total((share, published(share)) for share in shares)
    assert whole.least <= sum(share.part for share in shares) <= whole.most
    assert whole.most - whole.least <= 1 or sum(not published(one).is_exact for one in shares) < 3
    for share, parts in zip(shares, could_be(shares), strict=True):
        assert share.part in parts
        if not published(share).is_exact:
            assert len(parts) >= 2


@given(st.lists(SHARES, min_size=1, max_size=6))
def test_what_is_known_of_several_is_no_more_than_what_is_known_of_each(shares: list[Share]):
    known = together(map(published, shares))
    assert known.least <= sum(share.part for share in shares) <= known.most


@given(st.lists(st.builds(Share, st.integers(0, 4), st.integers(4, 4)), min_size=2))
def test_of_fewer_than_five_a_total_knows_nothing(shares: list[Share]):
    assert together(map(published, shares)) == Bounds(0, 4 * len(shares), 4 * len(shares))


@given(SHARES)
def test_the_words_of_a_share_depend_on_what_is_published_alone(share: Share):
    known = published(share)
    low, high = known.percents
    assert low - 1 < 100 * share.part / share.n < high + 1
    assert known.form is not Form.TOO_WIDE


@given(SHARES)
def test_all_and_none_are_said_only_where_they_are_so(share: Share):
    known = published(share)
    if known.form is Form.EXACT:
        assert (known.percents[0] == 100) == (share.part == share.n)
        assert (known.percents[0] == 0) == (share.part == 0)


@pytest.mark.parametrize(
    ("part", "n", "form", "percents"),
    [
        (290, 291, Form.EXACT, (99, 99)),
        (291, 291, Form.EXACT, (100, 100)),
        (79, 80, Form.AT_LEAST, (95, 100)),
        (76, 80, Form.AT_LEAST, (95, 100)),
        (75, 80, Form.EXACT, (94, 94)),
        (3, 80, Form.AT_MOST, (0, 5)),
        (4, 6, Form.AT_LEAST, (65, 100)),
        (5, 10, Form.EXACT, (50, 50)),
        (2, 5, Form.AT_MOST, (0, 40)),
        (0, 0, Form.NOTHING, (0, 0)),
        (2, 4, Form.TOO_WIDE, (0, 100)),
    ],
)
def test_some_shares(part: int, n: int, form: Form, percents: tuple[int, int]):
    known = published(Share(part, n))
    assert (known.form, known.percents) == (form, percents)


def test_a_total_of_bands_is_told_between_its_bounds():
    known = together([published(Share(79, 80)), published(Share(20, 40))])
    assert (known.least, known.most, known.n) == (96, 99, 120)
    assert (known.form, known.percents) == (Form.BETWEEN, (80, 83))
