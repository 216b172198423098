"""A text to somebody is in the language that they chose, or says where it is not."""

from __future__ import annotations

import pytest

from portal.demo import stories
from portal.domain.text import Language, Text
from portal.words.small_words import foreign_passage
from tests.support.languages import ENGLISH, FRENCH


@pytest.mark.parametrize(
    ("text", "language", "passage"),
    [
        (FRENCH, "fr", ""),
        (ENGLISH, "en", ""),
        (FRENCH, "en", "Bonjour,"),
        (ENGLISH, "fr", ENGLISH.splitlines()[0]),
        (f"{ENGLISH}\n\n{FRENCH}", "fr", ""),
        (f"{ENGLISH}\n\n{FRENCH}", "en", ""),
        ("", "en", ""),
        ("Remboursement fait.", "en", ""),
        ("Refund sent on 12 June.", "fr", ""),
    ],
)
def test_a_text_in_the_other_language_is_found_where_it_begins(
    text: str, language: Language, passage: str
):
    assert foreign_passage(text, language) == passage


@pytest.mark.parametrize(
    "said", [said for said in vars(stories).values() if isinstance(said, Text) and said.en]
)
def test_whatever_is_said_in_both_languages_is_in_each_its_own(said: Text):
    assert foreign_passage(said.fr, "fr") == foreign_passage(said.en, "en") == ""
