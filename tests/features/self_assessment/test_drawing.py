"""What is drawn: as many as asked for, each category by its share, and always the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from portal.features.self_assessment.rules import (
    MARKS,
    Agreement,
    Closed,
    Said,
    Sheet,
    agreement_of,
    digest_of,
    draw,
    is_read_twice,
    marks_of,
)
from portal.reporting.six_criteria.indicator import Criterion

CATEGORIES = st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=60)
SHEETS = st.fixed_dictionaries(
    {criterion: st.builds(Said, st.sampled_from(MARKS)) for criterion in Criterion}
)


def closed(categories: Sequence[str]) -> list[Closed]:
    return [Closed(n, f"2026-{n:06}", category) for n, category in enumerate(categories, start=1)]


@given(CATEGORIES, st.integers(1, 60), st.text(max_size=8), st.randoms())
def test_the_same_seed_draws_the_same_however_files_are_listed(
    categories: list[str], wanted: int, seed: str, random: Random
):
    every = closed(categories)
    drawn = draw(every, wanted, seed)
    assert len({one.number for one in drawn}) == len(drawn) == min(wanted, len(every))
    shuffled = random.sample(every, len(every))
    assert draw(shuffled, wanted, seed) == drawn
    assert digest_of(shuffled) == digest_of(every)


@given(CATEGORIES, st.integers(1, 60), st.text(max_size=8))
def test_each_category_has_its_share_but_for_less_than_one_file(
    categories: list[str], wanted: int, seed: str
):
    every = closed(categories)
    drawn, sizes = Counter(one.category for one in draw(every, wanted, seed)), Counter(categories)
    for category, size in sizes.items():
        assert abs(drawn[category] - min(wanted, len(every)) * size / len(every)) < 1


def test_no_file_is_drawn_more_often_than_another():
    every = closed("aaaabbbbcc" * 2)
    often = Counter(one.number for n in range(2_000) for one in draw(every, 5, str(n)))
    assert all(abs(n - 500) < 110 for n in often.values())
    assert len(often) == len(every)


def test_one_file_in_four_is_read_twice():
    assert [rank for rank in range(1, 13) if is_read_twice(rank)] == [4, 8, 12]


@given(st.lists(st.tuples(SHEETS, SHEETS), max_size=6))
def test_what_sheets_add_up_to_is_of_every_mark(pairs: list[tuple[Sheet, Sheet]]):
    first = [one for one, _ in pairs]
    for criterion in Criterion:
        marks = marks_of(first, criterion)
        given_marks = sorted(sheet[criterion].mark for sheet in first)
        assert marks.n == len(pairs)
        assert marks.median is None or given_marks[0] <= marks.median <= given_marks[-1]
    agreed = agreement_of(pairs)
    assert agreed.n == len(pairs) * len(Criterion)
    assert agreed.same <= agreed.near <= agreed.n
    assert agreement_of([(one, one) for one in first]) == Agreement(agreed.n, agreed.n, agreed.n)
