"""What the history tells of whoever a complaint concerns, and of their being let back.

They are told by the keyed hash of their account, by which nobody is named without the keys; entries
of versions before 0.3 have its id, as `who`.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind


@dataclass(frozen=True, slots=True)
class ConflictNoted(EntryFacts, kind=EntryKind.CONFLICT_NOTED):
    """It concerns somebody of the agency, who takes no part in it any more."""

    origin: str
    who: int = 0
    whom: str = ""


@dataclass(frozen=True, slots=True)
class ConflictTold(EntryFacts, kind=EntryKind.CONFLICT_TOLD):
    """This person was told that it concerns them, and is closed to them."""

    who: int = 0
    whom: str = ""


@dataclass(frozen=True, slots=True)
class ConflictLifted(EntryFacts, kind=EntryKind.CONFLICT_LIFTED):
    """It does not concern this person after all."""

    who: int = 0
    whom: str = ""
