"""Words in both languages of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from portal.domain.facts import Kept

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


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
