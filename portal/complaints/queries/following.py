"""What a complainant sees of their complaint: a small, known number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.followed import (
    AsFiled,
    Conclusion,
    Contact,
    Followed,
    FollowedDocument,
    FollowedRead,
    Officer,
    StoredFacts,
    ToldEntry,
)
from portal.complaints.queries.kept_clocks import KEPT_CLOCKS, clocks_told
from portal.complaints.queries.of_complaint import (
    COMPLAINT_ID,
    all_as,
    belonging,
    columns_of,
)
from portal.complaints.queries.sent import promised_days
from portal.complaints.records.complaint import (
    COMPLAINANT,
    OTHER,
    ComplaintRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord, HistoryEntryRecord, MessageRecord
from portal.complaints.records.people import UserRecord
from portal.db.reads import AnySelect, Read, Rows, read_all
from portal.domain.complaint import Complaint, FiledFor, ReplyBy, facts_of
from portal.domain.errors import UnknownComplaintError
from portal.domain.handling.confidential import is_confidential
from portal.domain.text import Text

# Notes, and what goes to and from the top authority, are the agency's own.
TOLD_KINDS = (
    *("message", "question", "answer", "extension", "withdrawal", "thanks"),
    *("conclusion", "again", "transfer", "part"),
    *("contact_limit", "limit_review", "limit_reviewed"),
    *("accommodation", "name_asked_for"),
)

_OWN_DOCUMENTS = AttachmentRecord.__table__.alias("own")


class DownloadedDocument(Struct, frozen=True):
    """Where a document's content lies, and under what name it is given out."""

    name: str
    content_type: str
    file_key: str


class _Heading(StoredFacts, frozen=True):
    """A complaint itself, with the name and telephone of whoever is in charge of it."""

    id: int
    release_id: int
    story: str
    reply_by: str
    filed_for: str
    needs: list[str]
    full_answer_by_email: bool
    may_transfer: bool
    wishes_news: bool
    finding: str | None
    late_since: datetime | None
    taken_in_charge_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    officer: str | None
    phone: str | None


def followed_complaint(
    session: Session, reads: tuple[FollowedRead[Any], ...], number: str
) -> Followed:
    """Return all that the follow-up page shows: one statement, whatever features read with it."""
    read = _read(session, number, (*_OWN, *reads))
    heading: _Heading = read[_HEADING]
    clocks = clocks_told(read[KEPT_CLOCKS])
    return Followed(
        id=heading.id,
        release_id=heading.release_id,
        facts=facts_of(heading),
        category=heading.category,
        story=heading.story,
        late_since=heading.late_since,
        taken_in_charge_at=heading.taken_in_charge_at,
        answered_at=heading.answered_at,
        closed_at=heading.closed_at,
        contact=_contact(heading, read[_PEOPLE]),
        as_filed=_as_filed(heading, read[_PEOPLE]),
        officer=None if heading.officer is None else Officer(heading.officer, heading.phone),
        days=promised_days(clocks),
        clocks=clocks,
        history=tuple(read[_TOLD].get(heading.id, ())),
        documents=read[_DOCUMENTS],
        conclusions=read[_CONCLUSIONS] if heading.finding else (),
        wishes_news=heading.wishes_news,
        added={of_feature: read[of_feature] for of_feature in reads},
    )


def contact_of(session: Session, number: str) -> tuple[Complaint, Contact]:
    """Return a complaint's facts and how its complainant is reached (one statement)."""
    read = _read(session, number, (_HEADING, _PEOPLE))
    heading: _Heading = read[_HEADING]
    return facts_of(heading), _contact(heading, read[_PEOPLE])


def facts_of_followed(session: Session, number: str) -> Complaint:
    """Return the facts of a complaint (one statement)."""
    return facts_of(_read(session, number, (_HEADING,))[_HEADING])


def _read(session: Session, number: str, reads: tuple[Read[Any], ...]) -> dict[Read[Any], Any]:
    """Return what was read of a complaint, or raise UnknownComplaintError."""
    read = read_all(session, reads, complaint_id=None, number=number)
    if read[_HEADING] is None:
        raise UnknownComplaintError(number)
    return read


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


# What is read of it.

_C = ComplaintRecord
_OFFICER = UserRecord.__table__.alias("officer")
_OWN_COLUMNS = [getattr(_C, name) for name in list(_Heading.__match_args__)[:-2]]
_HEADING: Read[_Heading | None] = Read(
    (
        select(_C.id.label("by"), *_OWN_COLUMNS, _OFFICER.c.name, _OFFICER.c.phone)
        .outerjoin(_OFFICER, (_OFFICER.c.id == _C.assignee_id) & _OFFICER.c.is_active)
        .where(_C.id == COMPLAINT_ID),
    ),
    lambda rows: next((_Heading(*row) for row in rows), None),
)


def told_entries(complaints: Any) -> tuple[AnySelect, AnySelect]:
    """Return the SELECTs of what the complainants of these may read that happened to each.

    First come the entries, then the texts that go with them.
    """
    e, m = HistoryEntryRecord, MessageRecord
    entries = select(e.seq.label("by"), e.complaint_id, e.seq, e.kind, e.at, e.actor, e.facts)
    texts = select(m.id, m.complaint_id, m.history_seq, m.body)
    return (
        entries.where(e.complaint_id.in_(complaints), e.public),
        texts.where(m.complaint_id.in_(complaints), m.kind.in_(TOLD_KINDS)),
    )


def told_histories(entries: Rows, texts: Rows) -> dict[int, list[ToldEntry]]:
    """Return what happened to each complaint, newest first."""
    written = {(complaint_id, seq): body for complaint_id, seq, body in texts}
    histories: dict[int, list[ToldEntry]] = defaultdict(list)
    for complaint_id, seq, kind, at, actor, facts in reversed(entries):
        if is_confidential(kind, facts):
            # Of an earlier version: it is told by what the feature keeps.
            continue
        text = written.get((complaint_id, seq))
        entry = ToldEntry(seq, kind, at, actor == COMPLAINANT, facts, text)
        histories[complaint_id].append(entry)
    return histories


def _first_of_each(rows: Rows) -> dict[str, tuple[str, ...]]:
    """Return the first of each role, who is whole: name, agreement, and how they are reached."""
    return {role: tuple(detail or "" for detail in said) for role, *said in reversed(rows)}


def _contact(heading: _Heading, people: Mapping[str, tuple[str, ...]]) -> Contact:
    _name, _agreement, *reached = people.get(COMPLAINANT, _NOBODY)
    return Contact(ReplyBy(heading.reply_by), *reached)


def _as_filed(heading: _Heading, people: Mapping[str, tuple[str, ...]]) -> AsFiled:
    name, *_ = people.get(COMPLAINANT, _NOBODY)
    other_name, agreement, *_ = people.get(OTHER, _NOBODY)
    return AsFiled(
        filed_for=FiledFor(heading.filed_for),
        name=name,
        other_name=other_name,
        agreement=agreement,
        needs=tuple(heading.needs),
        full_answer_by_email=heading.full_answer_by_email,
        may_transfer=heading.may_transfer,
        answers=heading.answers or {},
    )


def _concluded(
    text: str,
    finding: str,
    criteria: Sequence[Mapping[str, str]] | None,
    reasons: str | None,
    measure: str | None,
    given: str | None,
) -> Conclusion:
    named = tuple(Text(criterion["fr"], criterion["en"]) for criterion in criteria or ())
    return Conclusion(text, finding, named, reasons or "", measure or "", given or "")


_P, _I, _A = PersonRecord, IssueRecord, AttachmentRecord
# What a part was given to read lies in the complaint as well, and is shown once.
_OWN_FILES = select(_OWN_DOCUMENTS.c.file_key).where(_OWN_DOCUMENTS.c.complaint_id == COMPLAINT_ID)
_SHOWN_ONCE = or_(_A.complaint_id == COMPLAINT_ID, _A.file_key.not_in(_OWN_FILES))
_WHOLE = select(_C.id).where(or_(_C.id == COMPLAINT_ID, _C.parent_id == COMPLAINT_ID))

_NOBODY = ("", "", "", "", "")
_PEOPLE = Read(
    (belonging(_P, [_P.role, _P.name, _P.agreement, _P.email, _P.phone, _P.address]),),
    _first_of_each,
)
_TOLD = Read(told_entries([COMPLAINT_ID]), told_histories)
_DOCUMENTS = Read(
    (
        select(_A.id.label("by"), *columns_of(FollowedDocument, _A)).where(
            _A.complaint_id.in_(_WHOLE), _SHOWN_ONCE
        ),
    ),
    all_as(FollowedDocument),
)
_CONCLUSIONS = Read(
    (
        belonging(
            _I, [_I.text, _I.finding, _I.criteria, _I.reasons, _I.measure, _I.given], "rank"
        ).where(_I.finding.is_not(None)),
    ),
    all_as(_concluded),
)
_OWN: tuple[Read[Any], ...] = (_HEADING, _PEOPLE, KEPT_CLOCKS, _TOLD, _DOCUMENTS, _CONCLUSIONS)


def has_open_parts(session: Session, complaint_id: int) -> bool:
    """Tell whether other agencies still answer parts of a complaint."""
    open_part = exists().where(
        ComplaintRecord.parent_id == complaint_id, ComplaintRecord.is_open.is_(True)
    )
    return bool(session.scalar(select(open_part)))
