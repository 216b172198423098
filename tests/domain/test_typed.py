"""What people type keeps its letters and loses what would change the words beside it."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.typed import cleaned

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
