"""A link by which an outside body tells what became of a complaint: how long, how often, and what.

Nothing is kept of a link but that it was made, in the history of its complaint. Its signature
covers the complaint, that entry, the body and the day on which it ends: changed in anything, it
opens nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct, structs

from portal.complaints.entries import EntryFacts, StoredEntry
from portal.domain.conclusion import Outcome
from portal.domain.handling.notices import Recourse
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.typed import is_whole_number, whole_number
from portal.keyring import Keyring

LASTS_MONTHS = 24
"""How long a link is good for: outside bodies take their time."""

_PURPOSE = "outside outcome"
_SIGNS = 32


@dataclass(frozen=True, slots=True)
class OutsideLinkMade(EntryFacts, kind=EntryKind.OUTSIDE_LINK_MADE):
    """A link was made for a body, by the code of its recourse and its name; until which day."""

    body: str
    name: Text
    ends_on: date


@dataclass(frozen=True, slots=True)
class OutsideOutcomeTold(EntryFacts, kind=EntryKind.OUTSIDE_OUTCOME_TOLD):
    """A body told what became of the complaint, by the `link` of this entry; it may correct it."""

    link: int
    name: Text
    outcome: str
    corrects: bool = False


class OutsideLink(Struct, frozen=True):
    """A link by the entry of the history that made it, and what was told by it."""

    seq: int
    body: str
    name: Text
    ends_on: date
    outcome: Outcome | None = None
    is_corrected: bool = False

    def may_tell(self, today: date) -> bool:
        """Tell whether something may be told by it: for the first time, or to correct that once."""
        return today <= self.ends_on and not self.is_corrected


class PlacedEntry(StoredEntry, Protocol):
    """An entry of the history, with its place there."""

    @property
    def seq(self) -> int:
        """Its place in the history."""


def outside_bodies(recourses: Iterable[Recourse]) -> dict[str, Text]:
    """Return the names of the bodies outside the agency, by the codes of their recourses."""
    return {recourse.code: recourse.body for recourse in recourses if not recourse.review}


def links_in(entries: Iterable[PlacedEntry]) -> list[OutsideLink]:
    """Return the links that were made, of entries in their order, with what was told by each."""
    links: dict[int, OutsideLink] = {}
    for entry in entries:
        if entry.kind == EntryKind.OUTSIDE_LINK_MADE:
            made = OutsideLinkMade.read(entry.facts)
            links[entry.seq] = OutsideLink(entry.seq, made.body, made.name, made.ends_on)
        elif entry.kind == EntryKind.OUTSIDE_OUTCOME_TOLD:
            told = OutsideOutcomeTold.read(entry.facts)
            links[told.link] = structs.replace(
                links[told.link], outcome=Outcome(told.outcome), is_corrected=told.corrects
            )
    return list(links.values())


def token_of(keyring: Keyring, number: str, link: OutsideLink) -> str:
    """Return what opens the page of a link."""
    return f"{number}-{link.seq}-{_signature(keyring, number, link)}"


def read_token(token: str) -> tuple[str, int, str] | None:
    """Return the number, the entry and the signature that a token says; None if it is none."""
    number, _, rest = token.rpartition("-")[0].rpartition("-")
    signature = token.rpartition("-")[2]
    if not is_whole_number(rest) or len(signature) != _SIGNS:
        return None
    return number, whole_number(rest), signature


def is_signed(keyring: Keyring, number: str, link: OutsideLink, signature: str) -> bool:
    """Tell whether a signature is that of this link."""
    return hmac.compare_digest(_signature(keyring, number, link).encode(), signature.encode())


def _signature(keyring: Keyring, number: str, link: OutsideLink) -> str:
    said = (number, str(link.seq), link.body, link.ends_on.isoformat())
    return keyring.hashed("/".join(said), _PURPOSE)


def last_day(made_at: datetime) -> date:
    """Return the last day of a link that is made now."""
    years, month = divmod(made_at.month - 1 + LASTS_MONTHS, 12)
    return date(made_at.year + years, month + 1, min(made_at.day, 28))
