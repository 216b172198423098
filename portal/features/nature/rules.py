"""What the history tells of the nature of a complaint, and what it adds up to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from portal.complaints.entries import EntryFacts, StoredEntry
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.words.catalogue import to_translate
from portal.words.typed_words import plain

NATURES: dict[Nature, str] = {
    Nature.COMPLAINT: to_translate("Plainte"),
    Nature.COMMENT: to_translate("Commentaire"),
    Nature.SUGGESTION: to_translate("Suggestion"),
    Nature.PRAISE: to_translate("Félicitations"),
    Nature.REPORT: to_translate("Signalement d’une situation"),
}


THANKED_FOR = frozenset({Nature.PRAISE, Nature.SUGGESTION})
"""What is handed on to the people it concerns, with thanks to whoever wrote it."""


@dataclass(frozen=True, slots=True)
class NatureSet(EntryFacts, kind=EntryKind.NATURE_SET):
    """Somebody of the staff said what it was."""

    nature: Nature


@dataclass(frozen=True, slots=True)
class NatureContested(EntryFacts, kind=EntryKind.NATURE_CONTESTED):
    """Its person says that it is a complaint all the same: it `was` held to be something else."""

    nature: Nature
    was: Nature


@dataclass(frozen=True, slots=True)
class PassedOn(EntryFacts, kind=EntryKind.PASSED_ON):
    """Words of it were handed to these `people`, some of them because they work at `posts`.

    Where the thanks for it `are_the_answer`, it was answered and closed with them.
    """

    nature: Nature
    people: Sequence[int]
    posts: Sequence[str]
    are_the_answer: bool = False


_SAYING = frozenset({EntryKind.NATURE_SET, EntryKind.NATURE_CONTESTED})
SAYING: tuple[str, ...] = tuple(sorted(_SAYING))
"""The kinds of entries that say what it is from then on."""
TELLING: tuple[str, ...] = (
    *SAYING,
    EntryKind.PASSED_ON.value,
    EntryKind.REOPENED.value,
    EntryKind.REVIEW_ASKED.value,
)
"""The kinds of entries by which its person is told what it is held to be."""


def nature_said(entries: Iterable[StoredEntry]) -> Nature | None:
    """Return what was last said of a complaint, as its entries stand in order; None if nothing."""
    said = [entry for entry in entries if entry.kind in _SAYING]
    return Nature(said[-1].facts["nature"]) if said else None


def is_contested(entries: Iterable[StoredEntry]) -> bool:
    """Tell whether its person ever said that it is a complaint: nobody refuses that afterwards."""
    return any(entry.kind == EntryKind.NATURE_CONTESTED for entry in entries)


_THANKING = re.compile(
    r"\b(remerci|felicit|bravo|compliment|gratitude|reconnaissan[ct]|suggestion|sugger|suggest"
    r"|congratulat|kudos|praise|appreciat|thank (?!you\b)\w|well done|bonne idee|good idea"
    r"|improvement idea)"
)
_CLOSING = re.compile(r"\b(merci|thanks|thank you|thank)\b")
_FEW = 8


def says_thanks(words: str) -> bool:
    """Tell whether what was looked for is a way to thank, to praise or to suggest something.

    « Merci » ends complaints too: it counts where hardly anything else is said.
    """
    said = plain(words)
    is_short = len(said.split()) <= _FEW
    return bool(_THANKING.search(said) or (is_short and _CLOSING.search(said)))


class Told(Struct, frozen=True):
    """What its person is told of what the staff hold it to be.

    It `was_passed_on` with thanks, or `is_thanked`: closed with them, and nothing found.
    """

    nature: Nature = Nature.COMPLAINT
    was_passed_on: bool = False
    is_thanked: bool = False

    @property
    def is_message(self) -> bool:
        """Tell whether it is held to be no complaint."""
        return self.nature is not Nature.COMPLAINT


def told_of(entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Told:
    """Return what a person is told, by the kinds and facts of entries in their order."""
    told = Told()
    for kind, facts in entries:
        if kind in _SAYING:
            told = replace(told, nature=Nature(facts["nature"]))
        elif kind == EntryKind.PASSED_ON:
            are_the_answer = PassedOn.read(facts).are_the_answer
            told = replace(told, was_passed_on=True, is_thanked=are_the_answer)
        else:
            told = replace(told, is_thanked=False)
    return told
