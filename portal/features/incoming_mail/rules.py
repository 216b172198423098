"""Where an e-mail that came in stands, why it is proposed for a complaint, and when it is added."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import PortalError
from portal.gateways.incoming_mail import ReadMessage

MOST_A_DAY = 5
"""How many e-mails are added to one complaint within a day by themselves: two machines may talk."""

LONGEST_ADDED = 20_000
"""How long a text may be, in characters, that is added without anybody having looked."""


class State(StrEnum):
    """Where an e-mail stands; none is ever deleted by the portal itself."""

    KEPT = "kept"
    TO_SORT = "to_sort"
    ADDED = "added"
    COMPLAINT = "complaint"
    NOT_COMPLAINT = "not_complaint"
    SET_ASIDE = "set_aside"


class Why(StrEnum):
    """Why an e-mail is where it is, or what a complaint is proposed by."""

    TOKEN = "token"  # noqa: S105  what an address carries, and no secret of ours
    OTHER_SENDER = "other_sender"
    NUMBER_AND_SENDER = "number_and_sender"
    NUMBER = "number"
    SENDER = "sender"
    NEW = "new"
    CLOSED = "closed"
    MANY = "many"
    LONG = "long"
    EMPTY = "empty"
    UNREAD = "unread"
    MACHINE = "machine"


class SortedMeanwhileError(PortalError):
    """Somebody else has sorted the e-mail since it was opened."""


@dataclass(frozen=True, slots=True)
class Match:
    """A complaint that a message may be about, and what of it says so."""

    complaint_id: int
    number: str
    agency: str
    is_open: bool
    by_token: bool
    by_number: bool
    by_sender: bool
    added_today: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: its state and the reason, and the complaint that it is or may be of."""

    state: State
    why: Why
    match: Match | None = None


def place_of(message: ReadMessage, match: Match | None) -> Place:
    """Return where a message goes.

    It is added by itself only by the address of a complaint, from the address of its person: a
    sender alone is anybody's to write, and so is a number. All else waits for somebody.
    """
    if not message.kind.is_by_a_person:
        return Place(State.SET_ASIDE, Why.MACHINE, match if match and match.by_token else None)
    if message.unread:
        return Place(State.TO_SORT, Why.UNREAD, match)
    if match is None:
        return Place(State.TO_SORT, Why.NEW)
    if not match.by_token:
        return Place(State.TO_SORT, _by_words(match), match)
    if not match.by_sender:
        return Place(State.TO_SORT, Why.OTHER_SENDER, match)
    held_back = _held_back(message, match)
    if held_back is not None:
        return Place(State.TO_SORT, held_back, match)
    return Place(State.ADDED, Why.TOKEN, match)


def _by_words(match: Match) -> Why:
    if match.by_number:
        return Why.NUMBER_AND_SENDER if match.by_sender else Why.NUMBER
    return Why.SENDER


def _held_back(message: ReadMessage, match: Match) -> Why | None:
    """Return why a message of the person themself still waits for somebody, if it does."""
    if not match.is_open:
        return Why.CLOSED
    if match.added_today >= MOST_A_DAY:
        return Why.MANY
    if len(message.text) > LONGEST_ADDED:
        return Why.LONG
    return Why.EMPTY if not (message.text or message.documents) else None
