"""The stem of a word in either language: what its forms have in common."""

from __future__ import annotations

import threading

import Stemmer


class _Stemmers(threading.local):
    """A stemmer has a state that two threads must not share: each thread has its own."""

    def __init__(self) -> None:
        self.of = {
            language: Stemmer.Stemmer(algorithm, maxCacheSize=0)
            for language, algorithm in (("fr", "french"), ("en", "english"))
        }


_STEMMERS = _Stemmers()


def stem_of(language: str, word: str) -> str:
    """Return the stem of a word that is written without accents and capitals.

    Hashed stems are stored with complaints, so the same word has the same stem for ever.
    """
    stem: str = _STEMMERS.of[language].stemWord(word)
    return stem
