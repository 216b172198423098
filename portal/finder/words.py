"""From what people type to words that can be compared: accents, case, plurals and stop words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

from msgspec import Struct

from portal.words.lexicon import stem_of
from portal.words.stop_words import ENGLISH, FRENCH

_MARKS = "\u0300-\u036f"
_TYPED = re.compile(rf"\b(?:[^\W\d_]\.){{2,}}|(?:[^\W_][{_MARKS}]*)+")
_NOT_PLAIN = re.compile(rf"[{_MARKS}.]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_FEMININE = re.compile(r"(?<=\w\w\w)ees?$")


Keys = tuple[str, ...]


class Word(Struct, frozen=True):
    """A word as it was typed, and without accents, case or the dots of an acronym."""

    typed: str
    plain: str


def plain(text: str) -> str:
    """Return `text` without accents, case and dots."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_PLAIN.sub("", decomposed).translate(_LIGATURES)


def _plain_set(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split())


FRENCH_WORDS, ENGLISH_WORDS = _plain_set(FRENCH), _plain_set(ENGLISH)
"""The small words of each language; some stand in both."""
STOP_WORDS = FRENCH_WORDS | ENGLISH_WORDS
# Empty in one language and telling in the other: « car » is because, « don » is a gift.
_EMPTY_IN: dict[str, frozenset[str]] = {
    "fr": STOP_WORDS | _plain_set("car cent son ton"),
    "en": STOP_WORDS | _plain_set("but don file lot mine once"),
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
    empty = _EMPTY_IN.get(_language_of(words) or language, STOP_WORDS)
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


def _language_of(words: Iterable[Word]) -> str:
    typed = [word.plain for word in words]
    french, english = (
        sum(map(known.__contains__, typed)) for known in (FRENCH_WORDS, ENGLISH_WORDS)
    )
    if french == english:
        return ""
    return "fr" if french > english else "en"
