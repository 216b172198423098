"""The texts of the portal: written in French in the code, translated to English in a .po file.

A text may have marks to fill, such as %(name)s; a percent sign is then written %%.
"""

from __future__ import annotations

from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from msgspec import Struct

from portal.domain.text import Said, Text
from portal.words.compiled import compiled
from portal.words.typography import french_spaces

ENGLISH = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"


class FrenchTexts(NullTranslations):
    """The texts as the code has them, with French typography and French plurals."""

    def gettext(self, message: str) -> str:
        """Return the text itself, its no-break spaces in place."""
        return french_spaces(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the singular for 0 and 1, as French counts, and the plural from 2."""
        return french_spaces(msgid1 if abs(n) < 2 else msgid2)


@cache
def translations(language: str) -> NullTranslations:
    """Return the texts in `language`; those missing in English are there in French."""
    return GNUTranslations(compiled(ENGLISH)) if language == "en" else FrenchTexts()


@lru_cache(maxsize=8192)
def _in(language: str, text: str) -> str:
    return translations(language).gettext(text)


def gettext_in(language: str, text: str, **params: Any) -> str:
    """Return `text` in `language`, its marks filled with `params`."""
    words = _in(language, text)
    return words % params if params else words


def ngettext_in(language: str, singular: str, plural: str, num: int, /, **params: Any) -> str:
    """Return the text that fits `num` in `language`; the mark %(num)s is the number itself."""
    words = translations(language).ngettext(singular, plural, num)
    return words % {"num": num, **params}


def to_translate(text: str) -> str:
    """Return `text` unchanged; the catalogue has it, so that it can be worded later."""
    return text


Fact = str | int | Said


class Sentence(Struct, frozen=True):
    """A text of the catalogue and the facts that fill its marks; facts may be sentences too."""

    french: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def in_(self, language: str) -> str:
        """Return the sentence in `language`, its marks filled."""
        facts = {mark: _fact_words(fact, language) for mark, fact in self.facts}
        return gettext_in(language, self.french, **facts)


def sentence(french: str, /, **facts: Fact) -> Sentence:
    """Return a sentence of the catalogue with its facts."""
    return Sentence(french, tuple(facts.items()))


def in_english_only(value: object) -> Text:
    """Return what a library tells of a fault, after a colon: French goes without it."""
    return Text("", f": {value}")


def _fact_words(fact: Fact, language: str) -> str:
    return str(fact) if isinstance(fact, str | int) else fact.in_(language)
