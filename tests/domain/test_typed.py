"""What people type keeps its letters and loses what would change the words beside it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.typed import cleaned, is_blank

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text())
def test_nothing_that_turns_a_line_or_cannot_be_kept_is_left(typed: str):
    left = cleaned(typed)
    assert not any(unicodedata.bidirectional(letter) in TURNING for letter in left)
    assert all(unicodedata.category(letter) != "Cc" or letter in "\t\n\r" for letter in left)


@given(st.text(st.characters(exclude_categories=["C"])))
def test_letters_of_every_language_stay(typed: str):
    assert cleaned(typed) == typed


def test_marks_that_only_help_letters_stay():
    assert cleaned("\u200fمرحبا\u200d") == "\u200fمرحبا\u200d"


UNSEEN = ["", " ", "\n\t", "\N{NO-BREAK SPACE}", "\u2003\u3000", "\u200b", "\u200b \u2060\n"]
UNSEEN += ["\ufeff", "\u00ad", "\u2800", "\u3164", "\ufe0f", "\u200f", "\U000e0020", "\u202e"]
UNSEEN += ["\x00\x1b"]
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
SEEN = st.characters(categories=["L", "N", "P", "S"], exclude_characters=_FILLERS)


@pytest.mark.parametrize("typed", UNSEEN, ids=ascii)
def test_what_shows_nothing_is_blank(typed: str):
    assert is_blank(typed)


@given(st.text(SEEN, min_size=1))
def test_letters_numbers_and_signs_are_not(typed: str):
    assert not is_blank(typed)
    assert not is_blank(f"\u200b{typed}\u2060 ")
