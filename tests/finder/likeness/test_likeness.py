"""The vector of a text is likeliest of the label around whose mean it lies."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy")

from portal.finder.learned.examples import NOBODY, Label
from portal.finder.likeness.encoder import LENGTH
from portal.finder.likeness.likeness import likeness_of, neutral

WATER, TREES, BANK = Label("water", "bill"), Label("parks", "trees"), Label(NOBODY, "bank")
BYTES = st.binary(min_size=8, max_size=8)


def vector(*start: int) -> bytes:
    return bytes(number % 256 for number in start) + bytes(LENGTH - len(start))


LEARNED = likeness_of(
    (label, vector(*(127 if place == rank else 10 * more for place in range(4))))
    for rank, label in enumerate((WATER, TREES, BANK))
    for more in range(4)
)


@given(BYTES)
def test_the_shares_of_all_are_one_together(start: bytes) -> None:
    shares = LEARNED.shares(vector(*start), lambda label: label)

    assert shares.keys() == {"water", "parks", NOBODY}
    assert sum(map(math.exp, shares.values())) == pytest.approx(1)


def test_the_likeliest_is_the_one_whose_examples_it_is_like() -> None:
    shares = LEARNED.shares(vector(20, 120, 5), lambda label: label)

    assert max(shares, key=lambda agency: shares[agency]) == "parks"


def test_what_nobody_here_answers_for_has_no_share() -> None:
    shares = LEARNED.shares(vector(127), lambda label: None if label == WATER else label)

    assert shares.keys() == {"parks", NOBODY}


def test_whoever_took_its_place_has_the_share() -> None:
    heir = Label("rivers", "bill")
    shares = LEARNED.shares(vector(127), lambda label: heir if label == WATER else label)

    assert max(shares, key=lambda agency: shares[agency]) == "rivers"


def test_an_agency_without_examples_stands_in_the_middle() -> None:
    assert neutral({"water": -0.1, "parks": -4.0, NOBODY: -9.0}) == -4.0
    assert neutral({}) == 0.0
