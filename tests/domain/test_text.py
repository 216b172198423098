"""Words in both languages: French stands in where English is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.text import Text


@given(st.text(min_size=1), st.text(min_size=1))
def test_each_language_has_its_own_words(fr: str, en: str):
    assert Text(fr, en).in_("fr") == fr
    assert Text(fr, en).in_("en") == en


def test_french_stands_in_for_missing_english():
    assert Text("Délai").in_("en") == "Délai"


def test_an_unknown_language_is_answered_in_french():
    assert Text("Délai", "Delay").in_("de") == "Délai"
