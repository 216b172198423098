"""From texts to stems: what the index knows a word by.

A word is folded (case, accents), stemmed in the language of its text and hashed with the
installation's index key.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from portal.keyring import Keyring
from portal.words.lexicon import stem_of
from portal.words.small_words import language_of, unaccented

Stem = int
"""A keyed hash of 64 bits, never 0."""

_WORD = re.compile(r"[^\W_]{2,40}")
_LANGUAGES = ("fr", "en")
_WORDS_AT_MOST = 800
_TYPED_AT_MOST = 20
_LARGEST = 1 << 64


def indexed_stems(keyring: Keyring, language: str, *texts: str | None) -> list[Stem]:
    """Return the stems of `texts`, each once, in an order that tells nothing of theirs.

    Each text is stemmed in its own language; in `language` where its words do not tell.
    """
    words = dict.fromkeys(chain.from_iterable(_words_of(text, language) for text in texts if text))
    return sorted({_hashed(keyring.index, own, word) for own, word in [*words][:_WORDS_AT_MOST]})


def stems_of(keyring: Keyring, language: str, *texts: str | None) -> dict[Stem, str]:
    """Return each word of `texts` as it is written, by the stem that the index has for it.

    A stem that stands there several times is the first of its words.
    """
    words: dict[Stem, str] = {}
    for content in filter(None, texts):
        own = language_of(_WORD.findall(unaccented(content)), language)
        for written in _WORD.findall(content):
            for word in _WORD.findall(unaccented(written)):
                words.setdefault(_hashed(keyring.index, own, word), written)
    return words


def typed_stems(keyring: Keyring, typed: str) -> list[frozenset[Stem]]:
    """Return, for each word that somebody looks for, its stems in every language."""
    words = list(dict.fromkeys(_WORD.findall(unaccented(typed))))[:_TYPED_AT_MOST]
    return [frozenset(_hashed(keyring.index, own, word) for own in _LANGUAGES) for word in words]


def _words_of(text: str, language: str) -> list[tuple[str, str]]:
    """Return the words of a text, each with the language that the text is in."""
    words = _WORD.findall(unaccented(text))
    own = language_of(words, language)
    return [(own, word) for word in words]


@lru_cache(maxsize=100_000)
def _hashed(index_key: bytes, language: str, word: str) -> Stem:
    hashed = Keyring({}, index_key, b"").hashed(stem_of(language, word), "search")
    return int(hashed[:16], 16) or _LARGEST - 1
