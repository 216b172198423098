"""What a complainant sees of their complaint: a small, known number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.facts import facts_of
from portal.db.models import (
    AttachmentRecord,
    ComplaintRecord,
    HistoryEntryRecord,
    IssueRecord,
    MessageRecord,
    PersonRecord,
    UserRecord,
)
from portal.db.queries.clocks import KeptClock, clocks_told
from portal.domain.complaint import Complaint, ReplyBy
from portal.domain.errors import UnknownComplaintError
from portal.domain.history import EntryKind
from portal.domain.promise import Confidence
from portal.domain.reprisal import CLOCKS, REPORT
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import ANSWERING, ClockKind
from portal.domain.time.due_date import DueDate

COMPLAINANT = "complainant"
# Notes, and what goes to and from the top authority, are the agency's own.
# So is what was done about reprisals: the complainant is told that it was done.
TOLD_KINDS = (
    *("message", "question", "answer", "extension", "withdrawal"),
    *("conclusion", "again", "transfer", REPORT),
)


@dataclass(frozen=True, slots=True)
class Contact:
    """How the complainant is reached."""

    reply_by: ReplyBy
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """One promise to the complainant, as it stands.

    `last_day` is empty while the clock stops (`stopped_since`), or waits for the complete file.
    """

    kind: str
    level: int
    pending: bool
    last_day: date | None
    due_at: datetime | None
    allowance: Allowance
    is_sample: bool
    waits_for_file: bool = False
    stopped_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentComplaint:
    """What the confirmation page shows."""

    id: int
    facts: Complaint
    story: str
    contact: Contact
    days: tuple[PromisedDay, ...]

    def day(self, kind: str) -> PromisedDay | None:
        """Return the newest promise of this kind."""
        return newest(self.days, kind)


@dataclass(frozen=True, slots=True)
class Officer:
    """The person in charge, as the complainant may call them."""

    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """Something that happened, and the text that goes with it, if the complainant may read it."""

    seq: int
    kind: str
    at: datetime
    by_complainant: bool
    facts: Mapping[str, Any]
    text: str | None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was found about one issue, why, and what is put right."""

    issue: str
    finding: str
    criteria: tuple[Text, ...]
    reasons: str
    measure: str


@dataclass(frozen=True, slots=True)
class FollowedDocument:
    """A document of the complaint."""

    id: int
    name: str
    size: int
    added_at: datetime
    from_citizen: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A complaint as its follow-up page shows it; history is newest first."""

    id: int
    release_id: int
    facts: Complaint
    category: str
    story: str
    late_since: datetime | None
    taken_in_charge_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    contact: Contact
    officer: Officer | None
    days: tuple[PromisedDay, ...]
    clocks: tuple[KeptClock, ...]
    history: tuple[ToldEntry, ...]
    documents: tuple[FollowedDocument, ...]
    conclusions: tuple[Conclusion, ...]
    wishes_news: bool

    @property
    def held(self) -> tuple[str, ...]:
        """What the agency that has the complaint may not read, as its history tells."""
        held: list[str] = []
        for entry in reversed(self.history):
            if entry.kind == EntryKind.ROUTED:
                held = list(entry.facts.get("held", ()))
            elif entry.kind == EntryKind.TRANSFER_AGREED:
                held = [each for each in held if each not in entry.facts["fields"]]
        return tuple(held)

    @property
    def answer_day(self) -> PromisedDay | None:
        """The date by which an answer is promised now."""
        return newest(self.days, *ANSWERING)

    @property
    def first_promise(self) -> PromisedDay | None:
        """The date promised when it was sent, where another agency answers by a date of its own."""
        return newest(self.days, ClockKind.FIRST_PROMISE)

    def waiting_day(self, kind: ClockKind) -> PromisedDay | None:
        """The newest date of this kind, while it is waited for."""
        day = newest(self.days, kind)
        return day if day is not None and day.pending else None

    @property
    def file_day(self) -> PromisedDay | None:
        """The day by which the time for the answer starts at the latest."""
        return newest(self.days, "complete_file")

    @property
    def pause_day(self) -> PromisedDay | None:
        """The day after which a stopped time goes on by itself."""
        return newest(self.days, "pause")

    @property
    def reopening_day(self) -> PromisedDay | None:
        """The day until which the closed complaint may be taken up again."""
        return newest(self.days, "reopening")

    @property
    def closing_day(self) -> PromisedDay | None:
        """The day by which the answered complaint is closed."""
        return newest(self.days, "closing")

    @property
    def intake(self) -> KeptClock | None:
        """By when the intake desk hands the complaint on, late if need be; None once it did."""
        owed = (one for one in reversed(self.clocks) if one.kind == ClockKind.INTAKE)
        return next((one for one in owed if one.is_owed), None)

    @property
    def first_contact_day(self) -> PromisedDay | None:
        """The date by which somebody takes the complaint in charge."""
        return newest(self.days, "first_contact")

    @property
    def reprisal(self) -> KeptClock | None:
        """What is owed next to a complainant who reported reprisals."""
        owed = [one for one in self.clocks if one.kind in CLOCKS and one.is_owed]
        return min(owed, key=lambda one: one.last_day or date.max, default=None)

    def last_text(self, kind: str) -> ToldEntry | None:
        """Return the newest entry of this kind."""
        return next((entry for entry in self.history if entry.kind == kind), None)


@dataclass(frozen=True, slots=True)
class DownloadedDocument:
    """Where a document's content lies, and under what name it is given out."""

    name: str
    content_type: str
    file_key: str


def newest(days: tuple[PromisedDay, ...], *kinds: str) -> PromisedDay | None:
    """Return the newest promise of these kinds."""
    return next((day for day in reversed(days) if day.kind in kinds), None)


def sent_complaint(session: Session, number: str) -> SentComplaint:
    """Return a complaint that was just filed (three queries)."""
    record = _record(session, number)
    return SentComplaint(
        id=record.id,
        facts=facts_of(record),
        story=record.story,
        contact=_contact(session, record),
        days=_days(clocks_told(session, record.id)),
    )


def followed_complaint(session: Session, number: str) -> Followed:
    """Return all that the follow-up page shows (seven queries, and one once it is closed)."""
    record = _record(session, number)
    clocks = clocks_told(session, record.id)
    return Followed(
        id=record.id,
        release_id=record.release_id,
        facts=facts_of(record),
        category=record.category,
        story=record.story,
        late_since=record.late_since,
        taken_in_charge_at=record.taken_in_charge_at,
        answered_at=record.answered_at,
        closed_at=record.closed_at,
        contact=_contact(session, record),
        officer=_officer(session, record.assignee_id),
        days=_days(clocks),
        clocks=clocks,
        history=_history(session, record.id),
        documents=_documents(session, record.id),
        conclusions=_conclusions(session, record.id) if record.finding else (),
        wishes_news=record.wishes_news,
    )


def contact_of(session: Session, number: str) -> tuple[Complaint, Contact]:
    """Return a complaint's facts and how its complainant is reached (two queries)."""
    record = _record(session, number)
    return facts_of(record), _contact(session, record)


def facts_of_followed(session: Session, number: str) -> Complaint:
    """Return the facts of a complaint (one query)."""
    return facts_of(_record(session, number))


def document_to_download(
    session: Session, complaint_id: int, document_id: int
) -> DownloadedDocument | None:
    """Return one document of this very complaint, or None."""
    columns = (AttachmentRecord.name, AttachmentRecord.content_type, AttachmentRecord.file_key)
    row = session.execute(
        select(*columns).where(
            AttachmentRecord.complaint_id == complaint_id, AttachmentRecord.id == document_id
        )
    ).one_or_none()
    return DownloadedDocument(*row) if row else None


def _record(session: Session, number: str) -> ComplaintRecord:
    found = session.scalar(select(ComplaintRecord).where(ComplaintRecord.number == number))
    if found is None:
        raise UnknownComplaintError(number)
    return found


def _contact(session: Session, record: ComplaintRecord) -> Contact:
    columns = (PersonRecord.email, PersonRecord.phone, PersonRecord.address)
    row = session.execute(
        select(*columns)
        .where(PersonRecord.complaint_id == record.id, PersonRecord.role == COMPLAINANT)
        .order_by(PersonRecord.id)
    ).first()
    details = row or (None, None, None)
    return Contact(ReplyBy(record.reply_by), *(detail or "" for detail in details))


def _days(clocks: Sequence[KeptClock]) -> tuple[PromisedDay, ...]:
    return tuple(
        PromisedDay(
            kind=one.kind,
            level=one.level,
            pending=one.pending,
            last_day=one.last_day,
            due_at=one.due_at,
            allowance=Allowance.parse(one.allowance),
            is_sample=one.promise["confidence"] == Confidence.ASSUMED,
            waits_for_file=one.due_at is None and _due(one).is_waiting,
            stopped_since=_due(one).suspended_since if one.due_at is None else None,
        )
        for one in clocks
    )


def _due(clock: KeptClock) -> DueDate:
    return DueDate.from_facts(clock.explanation)


def _history(session: Session, complaint_id: int) -> tuple[ToldEntry, ...]:
    texts = _texts(session, complaint_id)
    columns = (
        HistoryEntryRecord.seq,
        HistoryEntryRecord.kind,
        HistoryEntryRecord.at,
        HistoryEntryRecord.actor,
        HistoryEntryRecord.facts,
    )
    statement = select(*columns).where(
        HistoryEntryRecord.complaint_id == complaint_id, HistoryEntryRecord.public
    )
    return tuple(
        ToldEntry(
            row.seq, row.kind, row.at, row.actor == COMPLAINANT, row.facts, texts.get(row.seq)
        )
        for row in session.execute(statement.order_by(HistoryEntryRecord.seq.desc()))
    )


def _texts(session: Session, complaint_id: int) -> dict[int, str]:
    statement = select(MessageRecord.history_seq, MessageRecord.body).where(
        MessageRecord.complaint_id == complaint_id, MessageRecord.kind.in_(TOLD_KINDS)
    )
    return {row.history_seq: row.body for row in session.execute(statement)}


def _documents(session: Session, complaint_id: int) -> tuple[FollowedDocument, ...]:
    columns = (
        AttachmentRecord.id,
        AttachmentRecord.name,
        AttachmentRecord.size,
        AttachmentRecord.added_at,
        AttachmentRecord.from_citizen,
    )
    statement = select(*columns).where(AttachmentRecord.complaint_id == complaint_id)
    return tuple(
        FollowedDocument(*row) for row in session.execute(statement.order_by(AttachmentRecord.id))
    )


def _conclusions(session: Session, complaint_id: int) -> tuple[Conclusion, ...]:
    issues = session.scalars(
        select(IssueRecord)
        .where(IssueRecord.complaint_id == complaint_id, IssueRecord.finding.is_not(None))
        .order_by(IssueRecord.rank, IssueRecord.id)
    )
    return tuple(
        Conclusion(
            issue=one.text,
            finding=one.finding or "",
            criteria=tuple(Text(each["fr"], each["en"]) for each in one.criteria or ()),
            reasons=one.reasons or "",
            measure=one.measure or "",
        )
        for one in issues
    )


def _officer(session: Session, user_id: int | None) -> Officer | None:
    if user_id is None:
        return None
    columns = (UserRecord.name, UserRecord.phone)
    row = session.execute(
        select(*columns).where(UserRecord.id == user_id, UserRecord.is_active)
    ).one_or_none()
    return Officer(*row) if row else None
