"""What the history tells of links between complaints."""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind


@dataclass(frozen=True, slots=True)
class Linked(EntryFacts, kind=EntryKind.LINKED):
    """It is linked to another complaint."""

    other: str


@dataclass(frozen=True, slots=True)
class Unlinked(EntryFacts, kind=EntryKind.UNLINKED):
    """It is not linked to this complaint any more."""

    other: str
