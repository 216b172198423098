"""The life of a complaint: its words, and the frozen facts that an agency is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, cast

from portal.domain.text import Language


class Status(StrEnum):
    """Where a complaint is in its life. Who holds it is its level, never its status."""

    RECEIVED = "received"
    TAKEN_IN_CHARGE = "taken_in_charge"
    UNDER_REVIEW = "under_review"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still owes the complainant something."""
        return self not in ENDED

    @property
    def is_unanswered(self) -> bool:
        """Tell whether an answer is still to come."""
        return self.is_open and self is not Status.ANSWERED


ENDED = frozenset({Status.CLOSED, Status.TRANSFERRED, Status.WITHDRAWN})


class Channel(StrEnum):
    """How a complaint reached the agency."""

    WEB = "web"
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    COUNTER = "counter"
    SOCIAL = "social"
    API = "api"
    """Another system of the agency sent it."""
    SERVICE = "service"
    """Nobody brought it: the complaints service opened it by itself."""


class ReplyBy(StrEnum):
    """How the complainant wants to hear from the agency."""

    EMAIL = "email"
    POST = "post"
    PHONE = "phone"
    TEXT = "text"
    NONE = "none"

    @property
    def by_phone(self) -> bool:
        """Tell whether it takes a telephone number."""
        return self in (ReplyBy.PHONE, ReplyBy.TEXT)

    @property
    def by_people(self) -> bool:
        """Tell whether only the agency can do it: the portal posts no letter, and does not call."""
        return self in (ReplyBy.POST, ReplyBy.PHONE)


def told_to_people(channel: str, reply_by: str) -> bool:
    """Tell whether somebody told the staff what happened, and is reached by an agency alone.

    Nothing shows that they can open a page: what is asked there, they may never see.
    """
    return channel != Channel.WEB and ReplyBy(reply_by).by_people


AGREED = "yes"
"""What is kept where the person concerned agrees; any other text says why that cannot be."""


class FiledFor(StrEnum):
    """For whom a complaint is filed."""

    SELF = "self"
    OTHER = "other"
    ANONYMOUS = "anonymous"
    SERVICE = "service"
    """For nobody: the complaints service opened the file by itself (own motion)."""


BY_PEOPLE = frozenset(FiledFor) - {FiledFor.SERVICE}
"""For whom people file: what the service opens by itself, no form of theirs says."""


class FiledFrom(Protocol):
    """A complaint as it is stored or was read, as far as it says for whom it was filed."""

    @property
    def filed_for(self) -> str:
        """For whom it was filed."""


def is_own_motion(stored: FiledFrom) -> bool:
    """Tell whether the service opened the file by itself: nobody complains in it."""
    return stored.filed_for == FiledFor.SERVICE


@dataclass(frozen=True, slots=True)
class Draft:
    """What the citizen has said so far; what an agency's questions are asked from.

    `answers` maps a question's code to a text, a number, a boolean, an ISO date, or a tuple of
    choice codes.
    """

    category: str | None
    story: str
    language: Language = "fr"
    answers: Mapping[str, object] = field(default_factory=dict)
    filed_for: FiledFor = FiledFor.SELF
    channel: Channel = Channel.WEB
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """The facts of a filed complaint that an agency's rules may depend on; no personal data."""

    number: str
    agency: str
    category: str
    status: Status
    level: int
    received_at: datetime
    language: Language = "fr"
    channel: Channel = Channel.WEB
    answers: Mapping[str, object] = field(default_factory=dict)


class StoredAnswers(Protocol):
    """How something was said, and what was answered, as it is stored or was read."""

    @property
    def language(self) -> str:
        """In which language."""

    @property
    def answers(self) -> Any:
        """The answers, as JSON has them."""

    @property
    def channel(self) -> str:
        """How it came."""

    @property
    def received_at(self) -> datetime:
        """When it came."""


class StoredDraft(StoredAnswers, Protocol):
    """What was said when a complaint was filed, as it is stored or was read."""

    @property
    def story(self) -> str:
        """What happened."""

    @property
    def filed_for(self) -> str:
        """For whom it was filed."""


class StoredComplaint(StoredAnswers, Protocol):
    """A complaint as it is stored or was read, as far as rules may depend on it."""

    @property
    def number(self) -> str:
        """Its number."""

    @property
    def agency(self) -> str:
        """Who has it."""

    @property
    def category(self) -> str:
        """What it is about."""

    @property
    def status(self) -> str:
        """Where it is in its life."""

    @property
    def level(self) -> int:
        """Who holds it."""


def facts_of(stored: StoredComplaint) -> Complaint:
    """Return the frozen facts that an agency's rules may depend on."""
    return Complaint(
        number=stored.number,
        agency=stored.agency,
        category=stored.category,
        status=Status(stored.status),
        level=stored.level,
        received_at=stored.received_at,
        language=_language(stored),
        channel=Channel(stored.channel),
        answers=_given(stored),
    )


def draft_of(stored: StoredDraft, category: str | None) -> Draft:
    """Return a filed complaint as the draft that an agency is asked about, perhaps another one."""
    return Draft(
        category=category,
        story=stored.story,
        language=_language(stored),
        answers=_given(stored),
        filed_for=FiledFor(stored.filed_for),
        channel=Channel(stored.channel),
        received_at=stored.received_at,
    )


def _language(stored: StoredAnswers) -> Language:
    return "en" if stored.language == "en" else "fr"


def _given(stored: StoredAnswers) -> Mapping[str, object]:
    return cast("Mapping[str, object]", (stored.answers or {}).get("given", {}))
