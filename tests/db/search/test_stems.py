"""From texts to stems: each text in its own language, which is looked for once."""

from __future__ import annotations

import pytest

from portal.db.search import stems
from portal.db.search.stems import indexed_stems, typed_stems
from portal.keyring import Keyring


def test_each_text_has_a_language_of_its_own(keyring: Keyring):
    french, english = "Les fermetures de la route", "The closures of the road"
    both = {*indexed_stems(keyring, "fr", french, english)}
    assert both == {*indexed_stems(keyring, "en", french)} | {
        *indexed_stems(keyring, "fr", english)
    }


def test_where_no_small_word_tells_it_is_the_complaint_s(keyring: Keyring):
    [word] = typed_stems(keyring, "running")
    of_each = {language: indexed_stems(keyring, language, "running") for language in ("fr", "en")}
    assert of_each["fr"] != of_each["en"]
    assert word == {*of_each["fr"], *of_each["en"]}


def test_the_language_is_looked_for_once_a_text(keyring: Keyring, monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []
    tell = stems.language_of

    def noted(words: list[str], otherwise: str) -> str:
        asked.append(len(words))
        return tell(words, otherwise)

    monkeypatch.setattr(stems, "language_of", noted)
    indexed_stems(keyring, "fr", "Le sentier est fermé.", None, "", "Zoé Desrosiers")
    assert asked == [4, 2]
