"""What was observed beside what was to be expected of the same subjects, counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.changes import Verdict
from portal.domain.figures.shares import Distribution, Share
from portal.domain.figures.size_groups import Size, size_of
from portal.domain.figures.standardising import median_ratio, share_ratio

SUBJECTS = ("delay", "courtesy", "rights")


def test_a_share_is_divided_by_what_everyone_reaches_at_the_same_subjects():
    # Of 40 answers on delays everyone has 60 % in time, of 10 on courtesy 90 %: 24 and 9 of 50.
    own = {"delay": Share(20, 40), "courtesy": Share(9, 10)}
    everyone = {"delay": Share(60, 100), "courtesy": Share(45, 50), "rights": Share(1, 9)}
    found = share_ratio(own, everyone)
    assert found is not None
    assert (found.observed, found.expected) == pytest.approx((29 / 50, 33 / 50))
    assert found.value == pytest.approx(29 / 33)
    # Wilson's interval of 29 in 50 is 44.2 % to 70.6 %.
    assert (found.least, found.most) == pytest.approx((0.4423 / 0.66, 0.7063 / 0.66), abs=0.001)
    assert found.verdict is Verdict.WITHIN_CHANCE


def test_who_has_hard_subjects_alone_is_not_behind_for_that():
    hard, easy = Share(120, 200), Share(190, 200)
    everyone = {"delay": hard, "courtesy": easy}
    of_hard, of_easy = (
        share_ratio({"delay": hard}, everyone),
        share_ratio({"courtesy": easy}, everyone),
    )
    assert of_hard is not None
    assert of_easy is not None
    assert of_hard.value == of_easy.value == 1
    behind = share_ratio({"courtesy": Share(120, 200)}, everyone)
    assert behind is not None
    assert behind.verdict is Verdict.WORSE


def test_days_are_those_of_everyone_mixed_by_the_subjects_of_an_agency():
    # Everyone's days on delays weigh 4 and on courtesy 1: 1 day once, 5 days 3 times, 20 once.
    own = {"delay": Distribution({5: 2, 20: 2}), "courtesy": Distribution({1: 1})}
    everyone = {"delay": Distribution({5: 6, 20: 2}), "courtesy": Distribution({1: 4})}
    found = median_ratio(own, everyone)
    assert found is not None
    assert (found.observed, found.expected, found.verdict) == (5, 5, Verdict.TOO_FEW)


def test_a_median_of_many_that_is_longer_than_expected_is_slower():
    own = {"delay": Distribution(dict.fromkeys(range(20, 40), 4))}
    everyone = {"delay": Distribution(dict.fromkeys(range(5, 25), 40))}
    found = median_ratio(own, everyone)
    assert found is not None
    assert (found.observed, found.expected) == (29, 14)
    # The ranks around the middle of 80 answers, 8.8 each way: days 27 and 32.
    assert (found.least, found.most) == pytest.approx((27 / 14, 32 / 14))
    assert found.verdict is Verdict.WORSE


SHARES = st.integers(1, 300).flatmap(lambda n: st.integers(1, n).map(lambda part: Share(part, n)))
OWN = st.dictionaries(st.sampled_from(SUBJECTS), SHARES, min_size=1)


@given(OWN, st.integers(1, 30))
def test_who_is_everyone_is_as_expected(own: dict[str, Share], among: int):
    found = share_ratio(own, own, among)
    assert found is not None
    assert found.value == pytest.approx(1)
    assert found.least <= 1 + 1e-9
    assert found.most >= 1 - 1e-9
    assert found.verdict in {Verdict.WITHIN_CHANCE, Verdict.TOO_FEW}


@given(OWN, OWN)
def test_the_agencies_together_reach_what_was_expected_of_them_together(
    one: dict[str, Share], other: dict[str, Share]
):
    everyone = {
        subject: Share(
            sum(own[subject].part for own in (one, other) if subject in own),
            sum(own[subject].n for own in (one, other) if subject in own),
        )
        for subject in {*one, *other}
    }
    found = [(own, share_ratio(own, everyone)) for own in (one, other)]
    expected = sum(
        ratio.expected * sum(share.n for share in own.values()) for own, ratio in found if ratio
    )
    assert expected == pytest.approx(sum(share.part for share in everyone.values()))


@given(st.dictionaries(st.integers(1, 60), st.integers(1, 50), min_size=1))
def test_the_days_of_everyone_are_expected_of_who_is_everyone(counts: dict[int, int]):
    own = {"delay": Distribution(counts)}
    found = median_ratio(own, own)
    assert found is not None
    assert found.observed == found.expected == own["delay"].median
    assert found.least <= 1 <= found.most


def test_sizes_have_their_bounds():
    assert [size_of(n) for n in (400, 399, 100, 99, 0)] == [
        Size.LARGE,
        Size.MEDIUM,
        Size.MEDIUM,
        Size.SMALL,
        Size.SMALL,
    ]
