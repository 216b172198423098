"""What another agency that answers a part of a complaint may read of it: what was agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.complaints.entries import EntryFacts, Moment, Name
from portal.domain.complaint import told_to_people
from portal.domain.history import EntryKind
from portal.payload import Payload

PART = "part"
"""The kind of the message that says what an agency is asked to answer."""


class Shared(StrEnum):
    """What an agency reads beside what it is asked, each only if the complainant agrees.

    What they wrote to the agency that has the complaint, and its answers, stay there.
    """

    STORY = "story"
    NAME = "name"
    CONTACT = "contact"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class OtherAgency(Payload):
    """Which other agency a draft says is concerned, by what, and what it may read."""

    other_agency: str = ""
    other_about: str = ""
    other_reads: tuple[str, ...] = ()

    def as_answer(self) -> dict[str, Any]:
        """Return it as a complaint keeps it among its answers."""
        reads = list(self.other_reads)
        return {"agency": self.other_agency, "about": self.other_about, "reads": reads}


def read_unanswered(channel: str, reply_by: str) -> frozenset[Shared]:
    """Return what is read where its complainant says nothing: nothing, if they have a page.

    Whoever told the staff, and is reached by an agency alone, would not hear of it otherwise.
    """
    return frozenset({Shared.CONTACT}) if told_to_people(channel, reply_by) else frozenset()


def agreed_when_filed(answers: Mapping[str, Any] | None, agency: str) -> list[str] | None:
    """Return what the complainant let an agency read when they named it; None if they did not."""
    named = (answers or {}).get("other_agency") or {}
    if named.get("agency") != agency:
        return None
    return sorted(set(named.get("reads", ())) & set(Shared))


# What the history tells.


@dataclass(frozen=True, slots=True)
class PartAsked(EntryFacts, kind=EntryKind.PART_ASKED):
    """Another agency is asked for its part of the answer."""

    to: str
    agency_name: Name
    part: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PartAgreed(EntryFacts, kind=EntryKind.PART_AGREED):
    """The complainant agreed that whoever has the part reads this."""

    part: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class PartBegun(EntryFacts, kind=EntryKind.PART_BEGUN):
    """The other agency has its part, and reads this."""

    part: str
    fields: Sequence[str] | None
    agency_name: Name
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PartReceived(EntryFacts, kind=EntryKind.PART_RECEIVED):
    """The part itself begins: of which complaint, and who asks for it."""

    of: str
    by: str
    agency: str
    release: int | None
    category: str
    theme: str
    channel: str
    due_at: Moment | None
    fields: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class PartDeclined(EntryFacts, kind=EntryKind.PART_DECLINED):
    """Whoever was asked for the part is not concerned."""

    part: str


@dataclass(frozen=True, slots=True)
class PartCalledOff(EntryFacts, kind=EntryKind.PART_CALLED_OFF):
    """The part is not asked for any more: in the history of the whole, and in its own."""

    part: str
    to: str | None = None
    agency_name: Name | None = None
    of: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class PartKept(EntryFacts, kind=EntryKind.PART_KEPT):
    """The part is asked for still: in the history of the whole, and in its own."""

    part: str
    of: str | None = None
    by: str | None = None
