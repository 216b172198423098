"""What the history tells of a first contact: who says that it was made, and whether it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from portal.complaints.entries import ContactMade, EntryFacts, StoredEntry, TakenInCharge
from portal.domain.contact import Contact
from portal.domain.history import EntryKind

_MADE: dict[str, type[TakenInCharge | ContactMade]] = {
    EntryKind.TAKEN_IN_CHARGE: TakenInCharge,
    EntryKind.CONTACT_MADE: ContactMade,
}
WRITTEN = frozenset({EntryKind.ASKED, EntryKind.ANSWERED})
"""What keeps the date by itself: the complainant has it before them."""

LETTERS_A_DAY = 2
"""So many denials of a complaint within a day are told by letter; later ones are kept too."""


@dataclass(frozen=True, slots=True)
class ContactJudged(EntryFacts, kind=EntryKind.CONTACT_JUDGED):
    """The complainant says whether somebody was in touch, as the agency said."""

    reached: bool


class PlacedEntry(StoredEntry, Protocol):
    """An entry of the history, with its place and when it was written."""

    @property
    def seq(self) -> int:
        """Its place."""

    @property
    def at(self) -> datetime:
        """When it was."""


class Claim(Struct, frozen=True):
    """A contact that somebody of the agency says was made, and what its complainant says of it.

    It was noted `at` a moment, `in_time` or not; `reached` is None until it is answered.
    """

    at: datetime
    way: Contact
    contacted_at: datetime | None
    in_time: bool
    reached: bool | None = None


def claim_in(entries: Iterable[PlacedEntry]) -> Claim | None:
    """Return what an agency says last of a contact, of entries in their order; None if nothing.

    What another agency said before it was handed on is nobody's claim any more.
    """
    claim: Claim | None = None
    for entry in entries:
        if entry.kind == EntryKind.ROUTED:
            claim = None
        elif entry.kind in _MADE:
            claim = _claimed(entry) or claim
        elif entry.kind == EntryKind.CONTACT_JUDGED and claim is not None:
            reached = ContactJudged.read(entry.facts).reached
            claim = Claim(claim.at, claim.way, claim.contacted_at, claim.in_time, reached)
    return claim


def _claimed(entry: PlacedEntry) -> Claim | None:
    """Return what an entry claims; what was a contact by itself claims nothing."""
    made = _MADE[entry.kind].read(entry.facts)
    if made.contact is None:
        return None
    return Claim(entry.at, Contact(made.contact), made.contacted_at, made.in_time)


def denied_in(entries: Iterable[PlacedEntry]) -> Iterator[PlacedEntry]:
    """Yield the contacts that their complainant says were not made, by what they said last."""
    claimed: PlacedEntry | None = None
    reached = True
    for entry in entries:
        if entry.kind == EntryKind.CONTACT_JUDGED:
            reached = ContactJudged.read(entry.facts).reached
        elif entry.kind == EntryKind.ROUTED or made_of(entry) is not None:
            if claimed is not None and not reached:
                yield claimed
            claimed, reached = (entry if entry.kind in _MADE else None), True
    if claimed is not None and not reached:
        yield claimed


def made_of(entry: StoredEntry) -> TakenInCharge | ContactMade | None:
    """Return what an entry says of a contact, or None where it claims none."""
    made = _MADE[entry.kind].read(entry.facts) if entry.kind in _MADE else None
    return made if made is not None and made.contact is not None else None
