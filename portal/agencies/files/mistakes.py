"""What is wrong in a settings file, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.domain.text import Said
from portal.words.catalogue import Fact, Sentence, sentence

ALIKE = 0.6

MISSING = sentence("manque")
EMPTY = sentence("est vide")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to correct: `file:line:column: path: text`. Lines and columns count from 1.

    Pages say `text` in the reader's language; the command line prints the whole in English.
    """

    file: str
    line: int
    column: int
    path: str
    text: Said

    def __str__(self) -> str:
        place, text = f"{self.file}:{self.line}:{self.column}", self.text.in_("en")
        return f"{place}: {self.path}: {text}" if self.path else f"{place}: {text}"


def in_line_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Return the mistakes from top to bottom, the first one only of those about the same thing."""
    by_place: dict[tuple[str, int, int, str], Mistake] = {}
    for mistake in mistakes:
        by_place.setdefault((mistake.file, mistake.line, mistake.column, mistake.path), mistake)
    return [by_place[place] for place in sorted(by_place)]


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None if none is alike."""
    match = process.extractOne(
        typed,
        list(known),
        scorer=OSA.normalized_similarity,
        processor=str.lower,
        score_cutoff=ALIKE,
    )
    return match[0] if match else None


def did_you_mean(typed: str, known: Iterable[str]) -> Fact:
    """Return `; did you mean "name"?`, or nothing if no known word is alike."""
    meant = nearest(typed, known)
    return sentence("; vouliez-vous dire « %(name)s »?", name=meant) if meant else ""


def not_one_of(typed: str, known: Sequence[str]) -> Sentence:
    """Say that a word is none of the known ones, and which was probably meant."""
    return sentence(
        "%(found)s n’est pas un de ceux-ci : %(known)s%(meant)s",
        found=sentence("« %(words)s »", words=typed),
        known=", ".join(known),
        meant=did_you_mean(typed, known),
    )
