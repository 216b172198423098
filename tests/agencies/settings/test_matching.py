from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.settings.matching import comparable, folded, found_in


def test_folded_words_have_no_accents_capitals_or_signs():
    assert folded("  L’Œuvre d'été : ÇA…  va—bien\u00a0! ") == "l oeuvre d ete ca va bien"


@pytest.mark.parametrize(
    ("words", "text"),
    [("décision", "les DECISIONS"), ("travaux", "travau"), ("en danger", "Je suis\nen  danger.")],
)
def test_words_are_found_whatever_the_case_accents_and_plural(words: str, text: str):
    assert found_in(comparable(text), [comparable(words)])


@pytest.mark.parametrize(
    ("words", "text"), [("bus", "abus"), ("nas", "na"), ("en danger", "en grand danger")]
)
def test_words_are_whole_and_in_a_row(words: str, text: str):
    assert not found_in(comparable(text), [comparable(words)])


def test_signs_alone_are_found_nowhere():
    assert not found_in(comparable(""), [comparable("…")])


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60))
def test_what_stands_in_a_text_between_spaces_is_found(before: str, words: str, after: str):
    text = comparable(f"{before} {words} {after}")
    assert found_in(text, [comparable(words)]) == bool(folded(words))


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str):
    assert folded(folded(text)) == folded(text)
