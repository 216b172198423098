"""What is known of words: those of the trade and their plain ones, acronyms, and stems."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import cast

import Stemmer

from portal.domain.text import Language

TO_LEAVE_OUT: dict[Language, str] = {"fr": "(à enlever)", "en": "(leave out)"}


@cache
def common_jargon(language: Language) -> dict[str, str]:
    """Return the portal's own words of the trade in a language, with what could stand there."""
    pairs = (line.partition("=") for line in _lines(f"{language}.txt"))
    return {words.strip(): instead.strip() or TO_LEAVE_OUT[language] for words, _, instead in pairs}


@cache
def common_acronyms() -> frozenset[str]:
    """Return the acronyms that need no explanation."""
    return frozenset(_lines("acronyms.txt"))


def _lines(name: str) -> Iterator[str]:
    text = (files("portal.words") / "plain" / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return (line for line in lines if line and not line.startswith("#"))


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
    return cast("str", _STEMMERS.of[language].stemWord(word))
