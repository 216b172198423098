"""Who may move a complaint to another agency, how often, and what goes along with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from portal.complaints.entries import EntryFacts, Moment, Name
from portal.domain.actor import Actor
from portal.domain.complaint import Channel, ReplyBy, told_to_people
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.payload import Payload
from portal.words.catalogue import to_translate

TRANSFER, ROUTING = TEXTS = ("transfer", "routing")
"""The kinds of texts: why a complaint should go to another agency, and why it went."""

TRANSFERS_AT_MOST = 2
"""How often agencies may hand a complaint on before the desk decides who answers."""


TOLD_BY = (Channel.PHONE, Channel.COUNTER, Channel.POST, Channel.EMAIL)
"""How a complainant may tell the staff that they do not want a transfer."""


class Moved(Protocol):
    """What is asked of a transfer, stored or shown."""

    @property
    def carried_out_at(self) -> datetime | None:
        """When the complaint changed hands by it, if it did."""

    @property
    def is_binding(self) -> bool:
        """Whether the desk decided it."""


def is_for_arbitration(transfers: Sequence[Moved]) -> bool:
    """Tell whether a complaint was handed on so often that the desk makes the next move.

    The first transfer and its correction are the agencies' own; a third move is a dispute. What
    the desk decided is not decided again.
    """
    done = [transfer for transfer in transfers if transfer.carried_out_at]
    return len(done) >= TRANSFERS_AT_MOST and not is_bound(transfers)


def is_bound(transfers: Sequence[Moved]) -> bool:
    """Tell whether the desk decided who answers, so that no agency hands the complaint on."""
    return any(transfer.is_binding for transfer in transfers)


class Told(Protocol):
    """What is asked of an entry of the history, stored or shown."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts of it."""


def refused_by_its_person(history: Iterable[Told]) -> frozenset[str]:
    """Return the agencies that the complainant did not want to have it: they go by a yes alone."""
    refusals = (entry for entry in history if entry.kind == TransferRefused.kind)
    return frozenset(entry.facts["to"] for entry in refusals)


def may_take_back(actor: Actor, agency: str, proposed_by: int | None) -> bool:
    """Tell whether somebody may: whoever proposed it, or who leads the complaints service."""
    is_theirs = proposed_by is not None and proposed_by == actor.user_id
    own = is_theirs and may(actor, Permission.TRANSFER, agency)
    return own or may(actor, Permission.TAKE_TRANSFER_BACK, agency)


@dataclass(frozen=True, slots=True)
class AgreedBefore(Payload):
    """What a draft says of a transfer: whether the complaint may be handed on without asking."""

    may_transfer: bool = False


class TransferField(StrEnum):
    """What goes along with a complaint to another agency only as far as its complainant agrees.

    The story and the number always do: they were written to the one portal.
    """

    NAME = "name"
    CONTACT = "contact"
    DOCUMENTS = "documents"
    MESSAGES = "messages"


def needed_to_reach(reply_by: str) -> frozenset[TransferField]:
    """Return what an agency has to read to write or call: a letter is posted by it alone.

    What goes by e-mail or text message the portal sends itself, whoever answers.
    """
    return frozenset({TransferField.CONTACT}) if ReplyBy(reply_by).by_people else frozenset()


def goes_unanswered(channel: str, reply_by: str) -> frozenset[TransferField]:
    """Return what goes along where its complainant says nothing: nothing, if they have a page.

    Whoever told the staff, and is reached by an agency alone, would never be answered otherwise.
    """
    return needed_to_reach(reply_by) if told_to_people(channel, reply_by) else frozenset()


FIELD_WORDS: dict[str, str] = {
    TransferField.NAME: to_translate("le nom"),
    TransferField.CONTACT: to_translate("les coordonnées"),
    TransferField.DOCUMENTS: to_translate("les documents"),
    TransferField.MESSAGES: to_translate("les échanges avec l’organisme"),
}


# What the history tells.


@dataclass(frozen=True, slots=True)
class TransferProposed(EntryFacts, kind=EntryKind.TRANSFER_PROPOSED):
    """Another agency would be the right one; the complainant has until this day to choose."""

    before: str
    to: str
    agency_name: Name
    last_day: date


@dataclass(frozen=True, slots=True)
class TransferAgreed(EntryFacts, kind=EntryKind.TRANSFER_AGREED):
    """The complainant agreed that these parts go along."""

    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class TransferTakenBack(EntryFacts, kind=EntryKind.TRANSFER_TAKEN_BACK):
    """It stays where it is; `is_unanswered` where a yes was needed, and nobody said it."""

    to: str
    agency_name: Name
    is_unanswered: bool | None = None


@dataclass(frozen=True, slots=True)
class TransferRefused(EntryFacts, kind=EntryKind.TRANSFER_REFUSED):
    """It stays where it is, because its complainant wants it to.

    `said_by` is how they said so to the staff, who wrote it down; nothing where they did it.
    """

    to: str
    agency_name: Name
    said_by: str | None = None


@dataclass(frozen=True, slots=True)
class Routed(EntryFacts, kind=EntryKind.ROUTED):
    """Another agency has it now; `held` is what it may not read, after so many `working_days`.

    The agency before had it for `held_days` of its own until it proposed to hand it on; since the
    receipt the agency that has it counts `days_before`.
    """

    before: str
    agency: str
    agency_name: Name
    release: int | None
    category: str
    theme: str
    unit: str | None
    due_at: Moment | None
    level: int
    held: Sequence[str] | None = None
    working_days: int | None = None
    held_days: int | None = None
    days_before: int | None = None
