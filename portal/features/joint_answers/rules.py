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


MOST_NAMED = 3
"""How many agencies may be named beside the one complained to."""


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """Another agency that is concerned: by what, and what it may read.

    `category` is what the finder proposed it for. `was_asked` is whether the person was asked what
    it may read: until then nothing about it is to be corrected.
    """

    agency: str
    about: str = ""
    reads: tuple[str, ...] = ()
    category: str | None = None
    was_asked: bool = False

    @property
    def is_told_enough(self) -> bool:
        """Tell whether the agency would know what it is asked."""
        return bool(self.about) or Shared.STORY in self.reads

    def as_answer(self) -> dict[str, Any]:
        """Return it as a complaint keeps it among its answers."""
        return {"agency": self.agency, "about": self.about, "reads": list(self.reads)}


@dataclass(frozen=True, slots=True)
class OtherAgencies(Payload):
    """Which other agencies a draft says are concerned."""

    others: tuple[NamedAgency, ...] = ()

    @classmethod
    def upgraded(cls, stored: Mapping[str, Any], _written_by: int) -> Mapping[str, Any]:
        """Return what a draft keeps, also one from when a single agency could be named."""
        if "others" in stored or not stored.get("other_agency"):
            return stored
        named = {"agency": stored["other_agency"], "about": stored.get("other_about", "")}
        return {**stored, "others": [{**named, "reads": stored.get("other_reads", ())}]}

    def beside(self, agency: str) -> tuple[NamedAgency, ...]:
        """Return those that are not the one complained to, each once."""
        named = {one.agency: one for one in reversed(self.others) if one.agency != agency}
        return tuple(reversed(named.values()))


def read_unanswered(channel: str, reply_by: str) -> frozenset[Shared]:
    """Return what is read where its complainant says nothing: nothing, if they have a page.

    Whoever told the staff, and is reached by an agency alone, would not hear of it otherwise.
    """
    return frozenset({Shared.CONTACT}) if told_to_people(channel, reply_by) else frozenset()


def named_in(answers: Mapping[str, Any] | None) -> tuple[NamedAgency, ...]:
    """Return which other agencies a complaint says are concerned, by its answers."""
    kept = answers or {}
    # Until several could be named, one stood alone.
    alone = [kept["other_agency"]] if kept.get("other_agency") else []
    return tuple(
        NamedAgency(one["agency"], one.get("about", ""), tuple(one.get("reads", ())))
        for one in kept.get("other_agencies", alone)
    )


def agreed_when_filed(answers: Mapping[str, Any] | None, agency: str) -> list[str] | None:
    """Return what the complainant let an agency read when they named it; None if they did not."""
    reads = (set(one.reads) for one in named_in(answers) if one.agency == agency)
    return next((sorted(read & set(Shared)) for read in reads), None)


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
class PartUnread(EntryFacts, kind=EntryKind.PART_UNREAD):
    """Whoever has the part reads this no more: in the history of the part alone."""

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
