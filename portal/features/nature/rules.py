"""What the history tells of the nature of a complaint, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.complaints.entries import EntryFacts, StoredEntry
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.words.catalogue import to_translate

NATURES: dict[Nature, str] = {
    Nature.COMPLAINT: to_translate("Plainte"),
    Nature.COMMENT: to_translate("Commentaire"),
    Nature.SUGGESTION: to_translate("Suggestion"),
    Nature.PRAISE: to_translate("Félicitations"),
    Nature.REPORT: to_translate("Signalement d’une situation"),
}


@dataclass(frozen=True, slots=True)
class NatureSet(EntryFacts, kind=EntryKind.NATURE_SET):
    """Somebody of the staff said what it was."""

    nature: Nature


def nature_said(entries: Iterable[StoredEntry]) -> Nature | None:
    """Return what was last said of a complaint, as its entries stand in order; None if nothing."""
    said = [entry for entry in entries if entry.kind == EntryKind.NATURE_SET]
    return NatureSet.read(said[-1].facts).nature if said else None
