"""Lengths of time as agencies write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.time.promise import Allowance, Unit

allowances = st.builds(Allowance, st.integers(1, 9999), st.sampled_from(Unit))


@given(allowances)
def test_an_allowance_is_read_as_it_is_written(allowance: Allowance):
    assert Allowance.parse(str(allowance)) == allowance


@pytest.mark.parametrize(
    ("words", "amount", "unit"),
    [
        ("15 working days", 15, Unit.WORKING_DAYS),
        ("1 working day", 1, Unit.WORKING_DAYS),
        ("48 hours", 48, Unit.HOURS),
        ("  2   months ", 2, Unit.MONTHS),
        ("2 weeks", 2, Unit.WEEKS),
    ],
)
def test_lengths_of_time_are_read(words: str, amount: int, unit: Unit):
    assert Allowance.parse(words) == Allowance(amount, unit)


@pytest.mark.parametrize("amount", [1, 2])
def test_one_is_written_in_the_singular(amount: int):
    written = str(Allowance(amount, Unit.WORKING_DAYS))
    assert written == ("1 working day" if amount == 1 else "2 working days")


@pytest.mark.parametrize(
    "words", ["", "soon", "0 days", "working days", "-1 hours", "20 wrking days", "1.5 hours", "5"]
)
def test_what_is_no_length_of_time_is_quoted_back(words: str):
    with pytest.raises(ValueError, match="is not a length of time") as raised:
        Allowance.parse(words)
    assert f'"{words}"' in str(raised.value)
