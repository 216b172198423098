"""What the history tells of links between complaints."""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind
from portal.payload import Payload


@dataclass(frozen=True, slots=True)
class LinkedAtOnce(Payload):
    """The complaints that a file is linked to as it is opened: their numbers as they were typed."""

    linked_at_once: str = ""


@dataclass(frozen=True, slots=True)
class Linked(EntryFacts, kind=EntryKind.LINKED):
    """It is linked to another complaint."""

    other: str


@dataclass(frozen=True, slots=True)
class Unlinked(EntryFacts, kind=EntryKind.UNLINKED):
    """It is not linked to this complaint any more."""

    other: str
