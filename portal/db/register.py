"""Entering a new complaint: one INSERT statement a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Insert, Table, bindparam, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.models import (
    AttachmentRecord,
    Base,
    ClockRecord,
    ComplaintRecord,
    CounterRecord,
    DraftRecord,
    HistoryEntryRecord,
    IssueRecord,
    OutboxRecord,
    PersonRecord,
)
from portal.db.search import index_complaint

Row = dict[str, Any]


def _insert_into(record: type[Base]) -> Insert:
    return insert(cast("Table", record.__table__))


# Built once: a statement remembers how it is compiled.
_COMPLAINT = _insert_into(ComplaintRecord)
_PARTS = {
    "people": _insert_into(PersonRecord),
    "issues": _insert_into(IssueRecord),
    "clocks": _insert_into(ClockRecord),
    "entries": _insert_into(HistoryEntryRecord),
    "letters": _insert_into(OutboxRecord),
}
_COUNTER, _DRAFT, _ATTACHMENT = (
    cast("Table", record.__table__) for record in (CounterRecord, DraftRecord, AttachmentRecord)
)
_LOCK_DRAFT = (
    select(
        _DRAFT.c.complaint_id,
        _DRAFT.c.receipt,
        exists().where(_ATTACHMENT.c.draft_id == _DRAFT.c.id).label("has_documents"),
    )
    .where(_DRAFT.c.id == bindparam("draft"))
    .with_for_update(of=_DRAFT)
)
_SETTLE_DRAFT = (
    update(_DRAFT)
    .where(_DRAFT.c.id == bindparam("draft"))
    .values(
        complaint_id=bindparam("complaint"),
        content=None,
        sent_at=bindparam("sent"),
        receipt=bindparam("kept"),
    )
)
_HAND_OVER = (
    update(_ATTACHMENT)
    .where(_ATTACHMENT.c.draft_id == bindparam("draft"))
    .values(complaint_id=bindparam("complaint"), draft_id=None)
)
_NEXT_RANKS = {
    name: build(_COUNTER)
    .values(year=bindparam("year"), last=bindparam("count"))
    .on_conflict_do_update(
        index_elements=["year"], set_={"last": _COUNTER.c.last + bindparam("count")}
    )
    .returning(_COUNTER.c.last)
    for name, build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """The rows of a complaint about to be entered; `words` are its hashed search words."""

    complaint: Row
    people: Sequence[Row]
    issues: Sequence[Row]
    clocks: Sequence[Row]
    entries: Sequence[Row]
    letters: Sequence[Row]
    words: str


def next_number(session: Session, year: int, count: int = 1) -> int:
    """Take the next `count` ranks of `year` and return the last of them."""
    connection = session.connection()
    statement = _NEXT_RANKS[connection.dialect.name]
    return int(connection.execute(statement, {"year": year, "count": count}).scalar_one())


def locked_draft(session: Session, draft_id: str) -> Row | None:
    """Return what a draft became, holding it so that two sendings cannot both file it."""
    found = session.connection().execute(_LOCK_DRAFT, {"draft": draft_id}).mappings()
    row = found.one_or_none()
    return dict(row) if row else None


def enter_complaint(session: Session, new: NewComplaint) -> int:
    """Insert a complaint and all that begins with it; return its id."""
    connection = session.connection()
    result = connection.execute(_COMPLAINT, new.complaint)
    key = result.inserted_primary_key
    assert key is not None
    complaint_id = int(key[0])
    for part, statement in _PARTS.items():
        rows = [{**row, "complaint_id": complaint_id} for row in getattr(new, part)]
        if rows:
            connection.execute(statement, rows)
    index_complaint(connection, complaint_id, new.words)
    return complaint_id


def settle_draft(
    session: Session,
    draft_id: str,
    complaint_id: int,
    sent_at: datetime,
    receipt: Row,
    *,
    has_documents: bool,
) -> None:
    """Mark a draft as sent, drop what it held, and hand its documents to the complaint."""
    connection = session.connection()
    which = {"draft": draft_id, "complaint": complaint_id}
    connection.execute(_SETTLE_DRAFT, {**which, "sent": sent_at, "kept": receipt})
    if has_documents:
        connection.execute(_HAND_OVER, which)
