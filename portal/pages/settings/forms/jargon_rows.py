"""Words of the trade as rows of a form: the language, the words, and what could stand there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from portal.agencies.settings.handling import JargonSettings
from portal.agencies.settings.matching import folded
from portal.pages.current import current_language
from portal.pages.forms import Problems
from portal.pages.texts import gettext
from portal.pages.typed import typed_lines

LANGUAGES = ("fr", "en")
LONGEST = 80
_FEW, _MORE = 3, 10


@dataclass(frozen=True, slots=True)
class JargonRow:
    """One word of the trade as it was typed."""

    language: str
    words: str = ""
    instead: str = ""

    @classmethod
    def of(cls, said: JargonSettings) -> JargonRow:
        """Return the row that a word fills."""
        return cls(said.language, said.words, said.instead or "")

    @property
    def is_typed(self) -> bool:
        """Tell whether anything is said in it; what is emptied is taken away."""
        return bool(self.words or self.instead)

    def values(self) -> dict[str, Any]:
        """Return what the row writes in the settings."""
        return {"language": self.language, "words": self.words, "instead": self.instead or None}


Rows = tuple[JargonRow, ...]


def read_rows() -> Rows:
    """Read the rows of the request that say anything."""
    typed = (typed_lines(name) for name in ("language", "words", "instead"))
    rows = (
        JargonRow(language if language in LANGUAGES else "", words, instead)
        for language, words, instead in zip(*typed, strict=False)
    )
    return tuple(row for row in rows if row.is_typed)


def with_room(rows: Rows) -> Rows:
    """Return the rows with empty ones for more, as many as the person asked for."""
    empty = JargonRow(current_language())
    return rows + (empty,) * (_MORE if wants_more_rows() else _FEW)


def wants_more_rows() -> bool:
    """Tell whether the person asked for more room."""
    return "more" in request.form


def problems_of(rows: Rows) -> Problems:
    """Return what there is to correct, in the order of the page."""
    fields = ("words", "language", "instead")
    ranks = range(1, len(rows) + 1)
    problems = Problems([f"{name}-{rank}" for rank in ranks for name in fields])
    seen: dict[tuple[str, str], int] = {}
    for rank, row in enumerate(rows, start=1):
        if not row.language:
            problems.add(f"language-{rank}", gettext("Choisissez la langue de ce mot"))
        if not row.words:
            problems.add(f"words-{rank}", gettext("Écrivez le mot que ces mots remplacent"))
        for name, typed in (("words", row.words), ("instead", row.instead)):
            if len(typed) > LONGEST:
                told = gettext("Écrivez %(most)s caractères au plus", most=LONGEST)
                problems.add(f"{name}-{rank}", told)
        if row.words and row.language:
            first = seen.setdefault((row.language, folded(row.words)), rank)
            if first != rank:
                told = gettext("Ce mot est déjà dans la liste : c’est le mot %(rank)s", rank=first)
                problems.add(f"words-{rank}", told)
    return problems
