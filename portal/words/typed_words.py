"""From what people type to words that can be compared: accents, case, plurals and small words."""

from __future__ import annotations

import re
from collections.abc import Container

from msgspec import Struct

from portal.words.lexicon import stem_of
from portal.words.small_words import SMALL_WORDS, language_of, unaccented

MOST_READ = 4_000
"""How much of a text is read at most: a story is no longer; what is has said enough by then."""
_MARKS = "\u0300-\u036f"
_TYPED = re.compile(rf"\b(?:[^\W\d_]\.){{2,}}|(?:[^\W_][{_MARKS}]*)+")
_FEMININE = re.compile(r"(?<=\w\w\w)ees?$")


Keys = tuple[str, ...]


class Word(Struct, frozen=True):
    """A word as it was typed, and without accents, case or the dots of an acronym."""

    typed: str
    plain: str


def plain(text: str) -> str:
    """Return `text` without accents, case and dots."""
    return unaccented(text).replace(".", "")


# Empty in one language and telling in the other: « car » is because, « don » is a gift.
_EMPTY_IN: dict[str, frozenset[str]] = {
    "fr": SMALL_WORDS.union(["car", "cent", "son", "ton"]),
    "en": SMALL_WORDS.union(["but", "don", "file", "lot", "mine", "once"]),
}


def words_of(text: str) -> list[Word]:
    """Return every word of `text`, in order; apostrophes and hyphens part words."""
    return [Word(typed, plain(typed)) for typed in _TYPED.findall(text)]


def telling_words(
    text: str, language: str = "", acronyms: Container[str] = frozenset()
) -> list[Word]:
    """Return the words of `text` that may say what it is about, in order.

    A word that is empty in one language only, such as « car », is left out where the text is in
    that language; `language` decides when the text itself does not show it. An acronym that is
    also an empty word stays when its capitals set it apart.
    """
    words = words_of(text)
    own = language_of([word.plain for word in words], otherwise=language)
    empty = _EMPTY_IN.get(own, SMALL_WORDS)
    shouted = len(words) > 1 and text.isupper()
    set_apart = frozenset() if shouted else acronyms
    return [
        word
        for word in words
        if _may_tell(word.plain)
        and (word.plain not in empty or (word.typed.isupper() and word.plain in set_apart))
    ]


def stems(word: str) -> Keys:
    """Return the French and the English stem of a plain word, once if they are the same."""
    # Without its accent « payée » is no longer seen as a form of « payé ».
    masculine = _FEMININE.sub("e", word)
    french, english = stem_of("fr", masculine), stem_of("en", word)
    return (french,) if french == english else (french, english)


def exact_key(word: str) -> str:
    """Return the key of an acronym, which no other form of a word has."""
    return f"={word}"


def _may_tell(word: str) -> bool:
    return len(word) > 2 if word.isdigit() else len(word) > 1
