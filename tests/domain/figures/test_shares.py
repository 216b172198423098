from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.shares import Distribution, Share

COUNTS = st.dictionaries(st.integers(0, 300), st.integers(1, 50), max_size=12)


def listed(counts: dict[int, int]) -> list[int]:
    return sorted(value for value, n in counts.items() for _ in range(n))


@given(COUNTS.filter(bool), st.integers(1, 100))
def test_a_percentile_is_the_value_at_the_nearest_rank(counts: dict[int, int], percent: int):
    values = listed(counts)
    rank = ceil(percent * len(values) / 100)
    assert Distribution(counts).percentile(percent) == values[max(rank, 1) - 1]


@given(COUNTS.filter(bool))
def test_half_of_the_complaints_take_no_longer_than_the_median(counts: dict[int, int]):
    median = Distribution(counts).median
    assert median is not None
    within = sum(n for value, n in counts.items() if value <= median)
    before = sum(n for value, n in counts.items() if value < median)
    assert within * 2 >= Distribution(counts).n > before * 2


@given(COUNTS.filter(bool))
def test_the_median_is_never_above_nine_in_ten(counts: dict[int, int]):
    days = Distribution(counts)
    assert days.median is not None
    assert days.ninth_decile is not None
    assert days.median <= days.ninth_decile


@given(COUNTS.filter(bool), st.integers(2, 5))
def test_as_many_times_the_same_complaints_have_the_same_percentiles(
    counts: dict[int, int], times: int
):
    more = {value: n * times for value, n in counts.items()}
    assert Distribution(more).median == Distribution(counts).median


def test_nothing_has_no_median():
    assert Distribution({}).median is None


def test_a_share_is_told_with_its_whole():
    share = Share(88, 100)
    assert (share.value, share.n) == (0.88, 100)


def test_a_share_of_nothing_is_not_zero():
    assert Share(0, 0).value is None


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_in_percent_is_as_near_as_a_whole_number_can_be(numbers: tuple[int, int]):
    share = Share(*numbers)
    assert share.percent is not None
    if share.percent not in (1, 99):
        assert abs(share.percent * share.n - 100 * share.part) * 2 <= share.n


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_nothing_but_none_is_0_percent_and_nothing_but_all_100(numbers: tuple[int, int]):
    share = Share(*numbers)
    assert (share.percent == 0) == (share.part == 0)
    assert (share.percent == 100) == (share.part == share.n)


def test_nothing_has_no_percentage():
    assert Share(0, 0).percent is None
