"""What people type is read as they type it."""

from __future__ import annotations

import pytest

from portal.pages.forms import is_dialled


@pytest.mark.parametrize(
    "typed",
    [
        "711",
        "514 555-0110",
        "(514) 555.0110",
        "1 800 555-0142",
        "020 7946 0109",
        "+44 20 7946 0109",
        "514 555-0110, poste 42",
        "514 555-0110 ext. 42",
        "514 555-0110 x42",
    ],
)
def test_a_number_that_can_be_dialled_is_taken_as_it_is_typed(typed: str):
    assert is_dialled(typed)


@pytest.mark.parametrize(
    "typed", ["", "7", "appelez-nous", "514 555-0110 le jour", "1" * 16, "poste 42", "514+5550110"]
)
def test_what_nobody_can_dial_is_no_number(typed: str):
    assert not is_dialled(typed)
