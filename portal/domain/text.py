"""Words in both languages of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from portal.domain.facts import Kept

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

NOT_OPENED = "[Ce texte ne peut pas être lu · This text cannot be read]"
"""Stands where a sealed text does not open: it was changed, or is another row's. In both languages,
since whoever opens it does not know who reads."""


class Said(Protocol):
    """Anything that can be said in either language."""

    def in_(self, language: str) -> str:
        """Return the words in `language`."""


@dataclass(frozen=True, slots=True)
class Text(Kept):
    """The same words in French and in English; French stands in where English is missing."""

    fr: str
    en: str = ""

    def in_(self, language: str) -> str:
        """Return the words in `language`, or in French where there are none."""
        return (self.en or self.fr) if language == "en" else self.fr
