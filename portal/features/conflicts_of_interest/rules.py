"""What the history tells of whoever a complaint concerns, and of their being let back."""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind


@dataclass(frozen=True, slots=True)
class ConflictNoted(EntryFacts, kind=EntryKind.CONFLICT_NOTED):
    """It concerns somebody of the agency, who takes no part in it any more."""

    who: int
    origin: str


@dataclass(frozen=True, slots=True)
class ConflictTold(EntryFacts, kind=EntryKind.CONFLICT_TOLD):
    """This person was told that it concerns them, and is closed to them."""

    who: int


@dataclass(frozen=True, slots=True)
class ConflictLifted(EntryFacts, kind=EntryKind.CONFLICT_LIFTED):
    """It does not concern this person after all."""

    who: int
