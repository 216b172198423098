"""Stems are stored with complaints, hashed: they must say tomorrow what they said yesterday."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.words.lexicon import stem_of

STEMS = {
    "fr": {
        "cloture": "clotur",
        "sentiers": "senti",
        "abimee": "abime",
        "amenagement": "amenag",
        "inondations": "inond",
        "reponses": "repons",
        "tardives": "tardiv",
        "chevaux": "cheval",
        "travailleuses": "travaill",
    },
    "en": {
        "fence": "fenc",
        "damaged": "damag",
        "flooding": "flood",
        "delays": "delay",
        "generously": "generous",
        "answered": "answer",
        "complaints": "complaint",
        "dying": "die",
        "agencies": "agenc",
    },
}


@pytest.mark.parametrize("language", STEMS)
def test_the_stems_of_words_never_change(language: str):
    assert {word: stem_of(language, word) for word in STEMS[language]} == STEMS[language]


def test_threads_that_stem_at_once_do_not_disturb_each_other():
    words = [(language, word) for language in STEMS for word in STEMS[language]] * 200
    with ThreadPoolExecutor(4) as threads:
        stems = list(threads.map(lambda word: stem_of(*word), words))
    assert stems == [STEMS[language][word] for language, word in words]
