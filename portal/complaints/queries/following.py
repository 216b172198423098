"""What a complainant sees of their complaint: a small, known number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.followed import (
    Conclusion,
    Contact,
    Followed,
    FollowedDocument,
    FollowedRead,
    Officer,
    ToldEntry,
)
from portal.complaints.queries.kept_clocks import clocks_told
from portal.complaints.queries.sent import promised_days
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ComplaintRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord, HistoryEntryRecord, MessageRecord
from portal.complaints.records.people import UserRecord
from portal.domain.complaint import Complaint, ReplyBy, facts_of
from portal.domain.errors import UnknownComplaintError
from portal.domain.handling.confidential import REPORT
from portal.domain.text import Text

# Notes, and what goes to and from the top authority, are the agency's own.
# So is what was done about reprisals: the complainant is told that it was done.
TOLD_KINDS = (
    *("message", "question", "answer", "extension", "withdrawal"),
    *("conclusion", "again", "transfer", "part", REPORT),
    *("contact_limit", "limit_review", "limit_reviewed"),
)

_OWN = AttachmentRecord.__table__.alias("own")


@dataclass(frozen=True, slots=True)
class DownloadedDocument:
    """Where a document's content lies, and under what name it is given out."""

    name: str
    content_type: str
    file_key: str


def followed_complaint(
    session: Session, reads: Iterable[FollowedRead[Any]], number: str
) -> Followed:
    """Return all that the follow-up page shows: seven queries, and one once it is closed.

    Each feature reads its own with it.
    """
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
        days=promised_days(clocks),
        clocks=clocks,
        history=tuple(told_histories(session, [record.id]).get(record.id, ())),
        documents=_documents(session, record.id),
        conclusions=_conclusions(session, record.id) if record.finding else (),
        wishes_news=record.wishes_news,
        added={read: read.read(session, record.id) for read in reads},
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
    """Return one document of this very complaint or of a part of it, or None."""
    columns = (AttachmentRecord.name, AttachmentRecord.content_type, AttachmentRecord.file_key)
    row = session.execute(
        select(*columns).where(
            AttachmentRecord.id == document_id,
            AttachmentRecord.complaint_id.in_(_whole(complaint_id)),
        )
    ).one_or_none()
    return DownloadedDocument(*row) if row else None


def _whole(complaint_id: int) -> Select[Any]:
    """Return the ids of a complaint and of its parts."""
    c = ComplaintRecord
    return select(c.id).where(or_(c.id == complaint_id, c.parent_id == complaint_id))


def _record(session: Session, number: str) -> ComplaintRecord:
    complaint = session.scalar(select(ComplaintRecord).where(ComplaintRecord.number == number))
    if complaint is None:
        raise UnknownComplaintError(number)
    return complaint


def _contact(session: Session, record: ComplaintRecord) -> Contact:
    columns = (PersonRecord.email, PersonRecord.phone, PersonRecord.address)
    row = session.execute(
        select(*columns)
        .where(PersonRecord.complaint_id == record.id, PersonRecord.role == COMPLAINANT)
        .order_by(PersonRecord.id)
    ).first()
    details = row or (None, None, None)
    return Contact(ReplyBy(record.reply_by), *(detail or "" for detail in details))


def told_histories(session: Session, complaint_ids: Collection[int]) -> dict[int, list[ToldEntry]]:
    """Return what the complainants of these may read that happened to each, newest first."""
    texts = _texts(session, complaint_ids)
    e = HistoryEntryRecord
    statement = select(e.complaint_id, e.seq, e.kind, e.at, e.actor, e.facts).where(
        e.complaint_id.in_(complaint_ids), e.public
    )
    histories: dict[int, list[ToldEntry]] = {}
    for complaint_id, seq, kind, at, actor, facts in session.execute(
        statement.order_by(e.complaint_id, e.seq.desc())
    ):
        text = texts.get((complaint_id, seq))
        entry = ToldEntry(seq, kind, at, actor == COMPLAINANT, facts, text)
        histories.setdefault(complaint_id, []).append(entry)
    return histories


def _texts(session: Session, complaint_ids: Collection[int]) -> dict[tuple[int, int], str]:
    m = MessageRecord
    statement = select(m.complaint_id, m.history_seq, m.body).where(
        m.complaint_id.in_(complaint_ids), m.kind.in_(TOLD_KINDS)
    )
    return {(row.complaint_id, row.history_seq): row.body for row in session.execute(statement)}


def _documents(session: Session, complaint_id: int) -> tuple[FollowedDocument, ...]:
    columns = (
        AttachmentRecord.id,
        AttachmentRecord.name,
        AttachmentRecord.size,
        AttachmentRecord.added_at,
        AttachmentRecord.from_citizen,
    )
    statement = select(*columns).where(AttachmentRecord.complaint_id.in_(_whole(complaint_id)))
    # What a part was given to read lies in the complaint as well, and is shown once.
    statement = statement.where(
        or_(
            AttachmentRecord.complaint_id == complaint_id,
            AttachmentRecord.file_key.not_in(
                select(_OWN.c.file_key).where(_OWN.c.complaint_id == complaint_id)
            ),
        )
    )
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
            issue=issue.text,
            finding=issue.finding or "",
            criteria=tuple(
                Text(criterion["fr"], criterion["en"]) for criterion in issue.criteria or ()
            ),
            reasons=issue.reasons or "",
            measure=issue.measure or "",
        )
        for issue in issues
    )


def _officer(session: Session, user_id: int | None) -> Officer | None:
    if user_id is None:
        return None
    columns = (UserRecord.name, UserRecord.phone)
    row = session.execute(
        select(*columns).where(UserRecord.id == user_id, UserRecord.is_active)
    ).one_or_none()
    return Officer(*row) if row else None
