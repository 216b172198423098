"""Which of the two languages a text speaks, by the small words that only one of them has."""

from __future__ import annotations

from portal.domain.text import Language
from portal.finder.words import ENGLISH_WORDS, FRENCH_WORDS, words_of

_TELLS_AT_LEAST = 5
"""How many small words of the other language there are in a text of two sentences."""
_SMALL_SHARE = 2
_ONLY = {"fr": FRENCH_WORDS - ENGLISH_WORDS, "en": ENGLISH_WORDS - FRENCH_WORDS}


def foreign_passage(text: str, language: Language) -> str:
    """Return the first paragraph that is not in `language`, if the text as a whole is not.

    A text in both languages, or one that quotes the other, is in both: it is not where the other
    has more than twice the words. So short a text that nothing tells its language is in any.
    """
    own, other = _counts(text, language)
    if other < _TELLS_AT_LEAST or other <= own * _SMALL_SHARE:
        return ""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    return next(paragraph for paragraph in paragraphs if _is_foreign(paragraph, language))


def _is_foreign(paragraph: str, language: Language) -> bool:
    own, other = _counts(paragraph, language)
    return other > own


def _counts(text: str, language: Language) -> tuple[int, int]:
    typed = [word.plain for word in words_of(text)]
    in_other = _ONLY["fr" if language == "en" else "en"]
    return sum(map(_ONLY[language].__contains__, typed)), sum(map(in_other.__contains__, typed))
