"""Everything that the page of one complaint shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.entries import Answered
from portal.complaints.queries.held_messages import HeldText
from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.queries.post_holders import PostHolder
from portal.complaints.queries.presence import Present
from portal.complaints.records.complaint import COMPLAINANT, IssueRecord, PersonRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.reads import Read
from portal.domain.history import EntryKind

Value = TypeVar("Value")
Part = TypeVar("Part", bound=Struct)
Masking = Callable[[str], str]
"""What masks in a text all that tells who complains."""


class Heading(Struct, frozen=True):
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
    urgency: str | None
    urgency_why: str | None
    urgent_since: datetime | None
    name_hidden_since: datetime | None
    taken_in_charge_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    finding: str | None
    last_event: str
    subject: str
    story: str
    answers: Any
    version: int
    head_seq: int


class Person(Struct, frozen=True):
    """Somebody in the complaint, with how to reach them."""

    role: str
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    agreement: str | None


class Issue(Struct, frozen=True):
    """One thing the complaint is about, and what was found."""

    id: int
    text: str
    finding: str | None
    reasons: str | None
    measure: str | None
    given: str | None
    criteria: list[dict[str, str]] | None


class Escalation(Struct, frozen=True):
    """One step up."""

    at: datetime
    to_level: int
    post: str
    reason: str


class Message(Struct, frozen=True):
    """A text of the complaint."""

    id: int
    at: datetime
    kind: str
    from_citizen: bool
    author_id: int | None
    body: str
    history_seq: int


class Entry(Struct, frozen=True):
    """Something that happened."""

    seq: int
    kind: str
    at: datetime
    actor: str
    user_id: int | None
    facts: dict[str, Any]


class Document(Struct, frozen=True):
    """A document of the complaint; `file_key` is where it lies."""

    id: int
    name: str
    content_type: str
    size: int
    file_key: str
    added_at: datetime
    from_citizen: bool


@dataclass(frozen=True, slots=True, eq=False)
class CaseRead(Read[Value]):
    """What a feature reads with a complaint, for its own pages: by its id, in its `agency`.

    Of what was read, `people` tells whose names are shown; `concerned` whom of the staff the
    complaint concerns, and whether they still see nothing of it; `withheld` what of the complaint
    its agency may not read. `masked` returns it for whoever is not told who complains, given what
    masks that in a text. `values` are those of its own parameters, for the complaint of a number.
    """

    people: Callable[[Value], Iterable[int]] = lambda _rows: ()
    concerned: Callable[[Value], Mapping[int, bool]] = lambda _rows: {}
    withheld: Callable[[Value], Collection[str]] = lambda _rows: ()
    masked: Callable[[Value, Masking], Value] = lambda rows, _masking: rows
    values: Callable[[Session, str], Mapping[str, Any]] = lambda _session, _number: {}


@dataclass(frozen=True)
class CaseFile:
    """A complaint with all that belongs to it, and the names of those who acted.

    `is_identity_kept` tells that whoever looks does not know who complains, though others do,
    `documents_kept` how many documents they do not see until these are released to them; `released`
    is what of who complains was, None for whoever knows without it.
    """

    complaint: Heading
    people: tuple[Person, ...]
    issues: tuple[Issue, ...]
    clocks: tuple[KeptClock, ...]
    escalations: tuple[Escalation, ...]
    messages: tuple[Message, ...]
    entries: tuple[Entry, ...]
    documents: tuple[Document, ...]
    texts: tuple[HeldText, ...]
    names: dict[int, str]
    holders: Mapping[str, Sequence[PostHolder]]
    present: tuple[Present, ...]
    added: Mapping[CaseRead[Any], Any]
    is_identity_kept: bool = False
    documents_kept: int = 0
    released: frozenset[str] | None = None

    def person(self, role: str = "complainant") -> Person | None:
        """Return who has this role in the complaint."""
        return next((person for person in self.people if person.role == role), None)

    def clock(self, kind: str) -> KeptClock | None:
        """Return the newest clock of a kind, running or not."""
        return next((clock for clock in reversed(self.clocks) if clock.kind == kind), None)

    def of(self, read: CaseRead[Value]) -> Value:
        """Return what a feature read with the complaint."""
        return cast("Value", self.added[read])

    @cached_property
    def concerned(self) -> Mapping[int, bool]:
        """Whom of the staff it concerns, with False where somebody let them back in."""
        return {
            user_id: is_excluded
            for read, rows in self.added.items()
            for user_id, is_excluded in read.concerned(rows).items()
        }

    @property
    def excluded(self) -> frozenset[int]:
        """Whom of the staff it concerns now: they see nothing of it."""
        return frozenset(user_id for user_id, is_excluded in self.concerned.items() if is_excluded)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """What of the complaint the agency may not read that has it."""
        every = (read.withheld(rows) for read, rows in self.added.items())
        return frozenset(what for withheld in every for what in withheld)


def masked_texts(parts: Iterable[Part], masking: Masking, *fields: str) -> tuple[Part, ...]:
    """Return parts of a complaint with the texts in these fields masked."""
    return tuple(
        replace(part, **{name: masking(text) for name in fields if (text := getattr(part, name))})
        for part in parts
    )


def with_texts_masked(file: CaseFile, masking: Masking, reader: int | None) -> CaseFile:
    """Return a complaint with all its texts masked, as they are read.

    What the reader wrote themself and has not left is theirs, as it is.
    """
    complaint = file.complaint
    return with_changes(
        file,
        complaint=replace(
            complaint,
            subject=masking(complaint.subject),
            story=masking(complaint.story),
            answers=masked_in(complaint.answers, masking),
        ),
        issues=masked_texts(file.issues, masking, "text", "reasons", "measure"),
        messages=masked_texts(file.messages, masking, "body"),
        texts=tuple(_held(text, masking, reader) for text in file.texts),
        documents=masked_texts(file.documents, masking, "name"),
        added={read: read.masked(rows, masking) for read, rows in file.added.items()},
    )


def _held(held: HeldText, masking: Masking, reader: int | None) -> HeldText:
    if held.author_id == reader:
        return held
    remark = held.remark and masking(held.remark)
    return replace(held, content=masked_in(held.content, masking), remark=remark)


def masked_in(value: Any, masking: Masking) -> Any:
    """Return a value, as it is kept as JSON, with each of its texts masked."""
    if isinstance(value, str):
        return masking(value)
    if isinstance(value, Mapping):
        return {key: masked_in(part, masking) for key, part in value.items()}
    return [masked_in(part, masking) for part in value] if isinstance(value, list) else value


# As they are stored, for what changes them.


def issues_of(session: Session, complaint_id: int) -> list[IssueRecord]:
    """Return what a complaint is about, point by point."""
    issue = IssueRecord
    of_complaint = select(issue).where(issue.complaint_id == complaint_id)
    return list(session.scalars(of_complaint.order_by(issue.rank, issue.id)))


def complainants_of(session: Session, complaint_id: int) -> Sequence[PersonRecord]:
    """Return the rows of whoever complains, the whole one first."""
    p = PersonRecord
    complaining = select(p).where(p.complaint_id == complaint_id, p.role == COMPLAINANT)
    return session.scalars(complaining.order_by(p.id)).all()


class LastAnswer(Struct, frozen=True):
    """The answer that a complaint is closed on: who signed it, and whether it was checked."""

    signed_by: int | None
    is_checked: bool


def last_answer(session: Session, complaint_id: int) -> LastAnswer | None:
    """Return the latest answer to a complaint, as its history tells of it."""
    entry = HistoryEntryRecord
    row = session.execute(
        select(entry.user_id, entry.facts)
        .where(entry.complaint_id == complaint_id, entry.kind == EntryKind.ANSWERED.value)
        .order_by(entry.seq.desc())
        .limit(1)
    ).one_or_none()
    return (
        None if row is None else LastAnswer(row.user_id, Answered.read(row.facts).hints is not None)
    )


def answered_by(session: Session, complaint_id: int) -> set[int]:
    """Return who answered a complaint, by their ids."""
    entry = HistoryEntryRecord
    answers = select(entry.user_id).where(
        entry.complaint_id == complaint_id, entry.kind == EntryKind.ANSWERED.value
    )
    return {user_id for user_id in session.scalars(answers) if user_id is not None}
