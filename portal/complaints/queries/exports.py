"""Row by row, for exports and verification, and to be replayed: in constant memory."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Executable, and_, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import (
    ClockRecord,
    ComplaintRecord,
    CounterRecord,
    IssueRecord,
)
from portal.complaints.records.message import HistoryEntryRecord, OutboxRecord
from portal.domain.complaint import Draft, draft_of
from portal.domain.history import moment_text

_AT_ONCE = 2000


def complaints(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every complaint, oldest first, with the criteria of its first issue's finding."""
    c, i = ComplaintRecord, IssueRecord
    statement = (
        select(
            c.number,
            c.parent_id.is_not(None).label("is_part"),
            c.agency,
            c.category,
            c.unit,
            c.received_at,
            c.status,
            c.level,
            c.channel,
            c.holder,
            c.due_at,
            c.late_since,
            c.finding,
            i.criteria,
        )
        .outerjoin(i, and_(i.complaint_id == c.id, i.rank == 1))
        .order_by(c.id)
    )
    for row in _rows(session, statement):
        yield row | {"criteria": [criterion["code"] for criterion in row["criteria"] or ()]}


def clocks(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every clock, with how many times its running out was acted upon."""
    k = ClockRecord
    statement = (
        select(
            k.id,
            ComplaintRecord.number.label("complaint"),
            k.kind,
            k.level,
            k.started_at,
            k.due_at,
            k.met_at,
            k.missed_at,
            k.ended_at,
            k.fired,
        )
        .join(ComplaintRecord, ComplaintRecord.id == k.complaint_id)
        .order_by(k.id)
    )
    return _rows(session, statement)


def outbox(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every letter, without its recipient."""
    o = OutboxRecord
    statement = (
        select(
            o.id,
            ComplaintRecord.number.label("complaint"),
            o.template,
            o.language,
            o.message_id,
            o.created_at,
            o.not_before,
            o.attempts,
            o.sent_at,
            o.failed_at,
            o.problem,
        )
        .outerjoin(ComplaintRecord, ComplaintRecord.id == o.complaint_id)
        .order_by(o.id)
    )
    return _rows(session, statement)


def history_links(session: Session, complaint_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the entries of one complaint or of all, one after the other, as exports carry them.

    Those of all have their `id`, by whose order the tree over all histories has its leaves.
    """
    h = HistoryEntryRecord
    rank = () if complaint_id is not None else (h.id,)
    number = ComplaintRecord.number.label("complaint")
    statement = (
        select(h.seq, number, h.kind, h.at, h.prev, h.hash, h.digest, *rank)
        .join(ComplaintRecord, ComplaintRecord.id == h.complaint_id)
        .order_by(h.complaint_id, h.seq)
    )
    if complaint_id is not None:
        statement = statement.where(h.complaint_id == complaint_id)
    return _rows(session, statement)


def entries_of(session: Session, number: str) -> Iterator[HistoryEntryRecord]:
    """Yield the stored entries of one complaint, in their order."""
    h = HistoryEntryRecord
    of_complaint = select(h).join(ComplaintRecord, ComplaintRecord.id == h.complaint_id)
    yield from session.scalars(of_complaint.where(ComplaintRecord.number == number).order_by(h.seq))


def heads(session: Session, complaint_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the signed end of one history or of all, in the order of their entries."""
    c = ComplaintRecord
    columns = (c.number, c.head_seq, c.head_hash, c.rows_sum, c.head_signature)
    statement = select(*columns).order_by(c.id)
    if complaint_id is not None:
        statement = statement.where(c.id == complaint_id)
    for row in session.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield {
            "complaint": row.number,
            "head": row.head_seq,
            "hash": row.head_hash,
            "rows": row.rows_sum,
            "signature": base64.b64encode(row.head_signature).decode(),
        }


def numbers_given_out(session: Session) -> dict[int, int]:
    """Return the last rank given out in each year."""
    return {row.year: row.last for row in session.scalars(select(CounterRecord))}


def numbers_of(session: Session, year: int) -> Iterator[str]:
    """Yield the number of every complaint of `year`, by rank; those of parts rest on them."""
    number = ComplaintRecord.number
    is_whole = ComplaintRecord.parent_id.is_(None)
    statement = select(number).where(number.startswith(f"{year}-"), is_whole)
    ordered = statement.order_by(func.length(number), number)
    yield from session.scalars(ordered.execution_options(yield_per=_AT_ONCE))


def _rows(session: Session, statement: Executable) -> Iterator[dict[str, Any]]:
    for row in session.execute(statement.execution_options(yield_per=_AT_ONCE)).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return moment_text(value) if isinstance(value, datetime) else value


_C = ComplaintRecord
# What was asked of an agency as its part of another’s complaint was never filed with it.
_IS_WHOLE = _C.parent_id.is_(None)
_COLUMNS = (
    *(_C.id, _C.number, _C.category, _C.language, _C.filed_for, _C.channel, _C.received_at),
    *(_C.answers, _C.story),
)


class PastComplaint(Struct, frozen=True):
    """What was said in a complaint, and when it was received."""

    id: int
    number: str
    told: Draft
    received_at: datetime
    wish: str = ""


def past_complaints(
    session: Session, agency: str, after_id: int, at_most: int
) -> Sequence[PastComplaint]:
    """Return an agency's next complaints after `after_id`, in the order they came."""
    theirs = (_C.agency == agency, _C.id > after_id, _IS_WHOLE)
    rows = session.execute(select(*_COLUMNS).where(*theirs).order_by(_C.id).limit(at_most))
    return [_past(row) for row in rows]


def newest_complaints(session: Session, agency: str, at_most: int) -> Sequence[PastComplaint]:
    """Return an agency's newest complaints, the newest first."""
    theirs = select(*_COLUMNS).where(_C.agency == agency, _IS_WHOLE)
    return [_past(row) for row in session.execute(theirs.order_by(_C.id.desc()).limit(at_most))]


def count_past(session: Session, agency: str) -> int:
    """Count an agency's complaints, open and closed."""
    return session.scalar(select(func.count()).where(_C.agency == agency, _IS_WHOLE)) or 0


def _past(row: Any) -> PastComplaint:
    wish = (row.answers or {}).get("wish") or ""
    return PastComplaint(row.id, row.number, draft_of(row, row.category), row.received_at, wish)
