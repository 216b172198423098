"""What the page of a complaint is made of: its rows as they are read, and what follows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Heading:
    """A complaint itself."""

    id: int
    number: str
    parent_id: int | None
    agency: str
    release_id: int
    category: str
    unit: str | None
    status: str
    is_open: bool
    level: int
    top_level: int
    holder: str
    assignee_id: int | None
    channel: str
    language: str
    reply_by: str
    full_answer_by_email: bool
    filed_for: str
    may_transfer: bool
    needs: tuple[str, ...]
    received_at: datetime
    due_at: datetime | None
    late_since: datetime | None
    reprisal_due_at: datetime | None
    urgency: str | None
    urgency_why: str | None
    urgent_since: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    finding: str | None
    last_event: str
    subject: str
    story: str
    answers: Any
    version: int
    head_seq: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the complaint, with how to reach them."""

    role: str
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    agreement: str | None


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing the complaint is about, and what was found."""

    id: int
    text: str
    finding: str | None
    reasons: str | None
    measure: str | None
    criteria: list[dict[str, str]] | None


@dataclass(frozen=True, slots=True)
class Escalation:
    """One step up."""

    at: datetime
    to_level: int
    post: str
    reason: str


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the complaint."""

    id: int
    at: datetime
    kind: str
    from_citizen: bool
    author_id: int | None
    body: str
    history_seq: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened."""

    seq: int
    kind: str
    at: datetime
    actor: str
    user_id: int | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the complaint; `file_key` is where it lies."""

    id: int
    name: str
    content_type: str
    size: int
    file_key: str
    added_at: datetime
    from_citizen: bool
