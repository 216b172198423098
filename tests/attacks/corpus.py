"""Complaints in public French and English, whose words are as common as they are in such texts.

They are put together from the texts of the portal itself, some thousand sentences in both
languages. What the attacker knows of how common words are is counted from all of them: nobody could
know it better.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain
from random import Random

from babel.messages.pofile import read_po

from portal.db.search.stems import _WORD
from portal.demo.people import full_name
from portal.words.catalogue import ENGLISH
from portal.words.lexicon import stem_of
from portal.words.small_words import ENGLISH_WORDS, FRENCH_WORDS, language_of, unaccented

_MARK = re.compile(r"%\(\w+\)\w|%|<[^>]+>")
_SENTENCES = 9


@cache
def sentences() -> dict[str, list[str]]:
    """Return sentences of some words, by their language."""
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file)
    french = [str(message.id) for message in catalogue if message.id]
    english = [str(message.string) for message in catalogue if message.string]
    return {
        language: sorted({_MARK.sub(" ", text) for text in texts if len(text.split()) > 3})
        for language, texts in (("fr", french), ("en", english))
    }


def complaint(random: Random) -> tuple[str, str]:
    """Return the story of a complaint, one of eight in English, and its person's name."""
    texts = sentences()["en" if random.random() < 1 / 8 else "fr"]
    return " ".join(random.sample(texts, _SENTENCES)), full_name(random)


def stems_told(*texts: str) -> set[str]:
    """Return the stems of texts, without those of words that tell nothing."""
    told = set()
    for text in texts:
        words = _WORD.findall(unaccented(text))
        language = language_of(words, "fr")
        told |= {_stem(language, word) for word in words}
    return told - _small()


@cache
def _stem(language: str, word: str) -> str:
    return stem_of(language, word)


@cache
def how_often() -> Counter[str]:
    """Return how many sentences each stem stands in."""
    counted: Counter[str] = Counter()
    for texts in sentences().values():
        for text in texts:
            counted.update(stems_told(text))
    return counted


@cache
def words_to_write() -> list[str]:
    """Return words of which each has another stem where it stands alone, the commonest first."""
    written: dict[str, str] = {}
    for text in chain.from_iterable(sentences().values()):
        for word in _WORD.findall(unaccented(text)):
            for stem in stems_told(word):
                written.setdefault(stem, word)
    return [written[stem] for stem, _ in how_often().most_common() if stem in written]


@cache
def _small() -> frozenset[str]:
    small = (("fr", FRENCH_WORDS), ("en", ENGLISH_WORDS))
    return frozenset(stem_of(language, word) for language, words in small for word in words)
