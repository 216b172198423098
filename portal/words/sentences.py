"""Sentences kept with their facts, so that whoever reads them later reads their own language."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.text import Said, Text
from portal.words.catalogue import gettext_in

Fact = str | int | Said


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the catalogue and the facts that fill its marks; facts may be sentences too."""

    french: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def in_(self, language: str) -> str:
        """Return the sentence in `language`, its marks filled."""
        facts = {mark: _said(fact, language) for mark, fact in self.facts}
        return gettext_in(language, self.french, **facts)


def sentence(french: str, /, **facts: Fact) -> Sentence:
    """Return a sentence of the catalogue with its facts."""
    return Sentence(french, tuple(facts.items()))


def in_english_only(said: object) -> Text:
    """Return what a library tells of a fault, after a colon: French goes without it."""
    return Text("", f": {said}")


def _said(fact: Fact, language: str) -> str:
    return str(fact) if isinstance(fact, str | int) else fact.in_(language)
