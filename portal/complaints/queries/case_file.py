"""Everything that the page of one complaint shows, in a known number of queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.entries import Answered
from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.held_messages import HeldText, texts_held
from portal.complaints.queries.kept_clocks import KeptClock, clocks_of
from portal.complaints.queries.staff import PostHolder, post_holders
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ComplaintRecord,
    EscalationRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord, HistoryEntryRecord, MessageRecord
from portal.domain.errors import UnknownComplaintError
from portal.domain.handling.confidential import CLOCKS, is_confidential
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may

Value = TypeVar("Value")


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


@dataclass(frozen=True, slots=True)
class CaseRead(Generic[Value]):
    """What a feature reads with a complaint, in a known number of queries, for its own pages.

    Of what was read, `people` tells whose names are shown; `concerned` whom of the staff the
    complaint concerns, and whether they still see nothing of it; `withheld` what of the complaint
    its agency may not read.
    """

    name: str
    read: Callable[[Session, Heading], Value]
    people: Callable[[Value], Iterable[int]] = lambda _rows: ()
    concerned: Callable[[Value], Mapping[int, bool]] = lambda _rows: {}
    withheld: Callable[[Value], Collection[str]] = lambda _rows: ()


@dataclass(frozen=True)
class CaseFile:
    """A complaint with all that belongs to it, and the names of those who acted."""

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
    added: Mapping[CaseRead[Any], Any]

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


def case_file(
    session: Session, reads: Iterable[CaseRead[Any]], agency: str, number: str, now: datetime
) -> CaseFile:
    """Return a complaint of the agency as it is now, or raise UnknownComplaintError.

    Each feature reads its own with it. Not everybody who sees a complaint is told that reprisals
    were reported.
    """
    complaint = _heading(session, agency, number)
    is_told = may(session.info["actor"], Permission.SEE_REPRISALS, agency)
    if not is_told:
        complaint = replace(complaint, reprisal_due_at=None)
    entries = tuple(
        entry
        for entry in rows_of(session, Entry, HistoryEntryRecord, complaint.id, "seq")
        if is_told or not is_confidential(entry.kind, entry.facts)
    )
    messages = rows_of(session, Message, MessageRecord, complaint.id, "id")
    acted = [*(entry.user_id for entry in entries), *(message.author_id for message in messages)]
    people = [entry.facts.get(fact) for entry in entries for fact in ("to", "read_by", "who")]
    texts = texts_held(session, complaint.id)
    acted += [text.author_id for text in texts]
    added = {read: read.read(session, complaint) for read in reads}
    acted += [person for read, rows in added.items() for person in read.people(rows)]
    return CaseFile(
        complaint=complaint,
        people=rows_of(session, Person, PersonRecord, complaint.id, "id"),
        issues=rows_of(session, Issue, IssueRecord, complaint.id, "rank"),
        clocks=tuple(
            clock
            for clock in clocks_of(session, complaint.id)
            if is_told or clock.kind not in CLOCKS
        ),
        escalations=rows_of(session, Escalation, EscalationRecord, complaint.id, "id"),
        messages=messages,
        entries=entries,
        documents=documents_of(session, complaint.id),
        texts=texts,
        names=names_of(session, [complaint.assignee_id, *acted, *_user_ids(people)]),
        holders=post_holders(session, agency, now),
        added=added,
    )


def documents_of(session: Session, complaint_id: int) -> tuple[Document, ...]:
    """Return the documents of a complaint that the actor was shown, in their order."""
    return rows_of(session, Document, AttachmentRecord, complaint_id, "id")


def complaint_id_of(session: Session, agency: str, number: str) -> int:
    """Return the id of the agency's complaint with this number, if the actor may see it."""
    complaint_id = session.scalar(
        select(ComplaintRecord.id).where(
            ComplaintRecord.number == number, ComplaintRecord.agency == agency
        )
    )
    if complaint_id is None:
        raise UnknownComplaintError(number)
    return complaint_id


def _heading(session: Session, agency: str, number: str) -> Heading:
    row = session.execute(
        select(*_columns(Heading, ComplaintRecord)).where(
            ComplaintRecord.number == number, ComplaintRecord.agency == agency
        )
    ).one_or_none()
    if row is None:
        raise UnknownComplaintError(number)
    return Heading(*row)


def rows_of(
    session: Session, kind: Callable[..., Value], record: Any, complaint_id: int, order: str
) -> tuple[Value, ...]:
    """Return every row of `record` that belongs to a complaint, as values of `kind`."""
    statement = (
        select(*_columns(kind, record))
        .where(record.complaint_id == complaint_id)
        .order_by(getattr(record, order))
    )
    return tuple(kind(*row) for row in session.execute(statement))


def _columns(kind: Any, record: Any) -> Sequence[Any]:
    return [getattr(record, name) for name in kind.__dataclass_fields__]


def _user_ids(values: Sequence[Any]) -> list[int]:
    return [value for value in values if isinstance(value, int)]


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


@dataclass(frozen=True, slots=True)
class LastAnswer:
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
