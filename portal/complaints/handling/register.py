"""Entering a new complaint: one INSERT statement a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import cast

from msgspec import Struct
from sqlalchemy import Connection, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.complaints.kept_drafts import KEPT
from portal.complaints.planning import Row, Rows
from portal.complaints.records.complaint import ComplaintRecord, CounterRecord, DraftRecord
from portal.complaints.records.message import AttachmentRecord
from portal.db.base import Base
from portal.db.direct import Direct
from portal.db.entering import enter_row, enter_rows, identified
from portal.db.sealing import sealed_for
from portal.db.search.stems import Stem
from portal.db.search.texts import index_complaint
from portal.db.signed_rows import signed_end, sum_of_new
from portal.domain.errors import DraftGoneError
from portal.domain.history import Head
from portal.keyring import Keyring

# Built once: a statement remembers how it is compiled.
_COUNTER, _DRAFT, _ATTACHMENT = (
    cast("Table", record.__table__) for record in (CounterRecord, DraftRecord, AttachmentRecord)
)
_NOT_SENT = (_DRAFT.c.id == bindparam("draft")) & _DRAFT.c.sent_at.is_(None)
_SEND_DRAFT = Direct(
    update(_DRAFT)
    .where(_NOT_SENT)
    .values(
        content=None,
        sent_at=bindparam("sent"),
        receipt=bindparam("kept"),
        code_until=bindparam("shown_until"),
    )
    .returning(_DRAFT.c.documents, _DRAFT.c.created_at)
)
_HAND_OVER = (
    update(_ATTACHMENT)
    .where(_ATTACHMENT.c.draft_id == bindparam("draft"))
    .values(complaint_id=bindparam("complaint"), draft_id=None)
)
_NEXT_RANKS = {
    name: Direct(
        build(_COUNTER)
        .values(year=bindparam("of_year"), last=bindparam("count"))
        .on_conflict_do_update(
            index_elements=["year"], set_={"last": _COUNTER.c.last + bindparam("count")}
        )
        .returning(_COUNTER.c.last)
    )
    for name, build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


class NewComplaint(Struct, frozen=True):
    """A complaint about to be entered, the rows that begin with it, and its stems to search by.

    `head` is where its history ends, not signed yet.
    """

    complaint: Row
    head: Head
    rows: Rows
    stems: Sequence[Stem]


def next_number(connection: Connection, year: int, count: int = 1) -> int:
    """Take the next `count` ranks of `year` and return the last of them."""
    [(rank,)] = _NEXT_RANKS[connection.dialect.name].rows(connection, of_year=year, count=count)
    return int(rank)


def send_draft(
    connection: Connection, draft_id: str, sent_at: datetime, receipt: Row
) -> tuple[int, datetime]:
    """Mark a draft as sent and drop what was typed.

    Return how many documents it holds, and when it was begun.

    Raise DraftGoneError if it was sent before or erased, so that it becomes one complaint only.
    """
    kept = sealed_for(connection, _DRAFT.c.receipt, draft_id, receipt)
    told = {"sent": sent_at, "kept": kept, "shown_until": sent_at + KEPT}
    sent = _SEND_DRAFT.first(connection, draft=draft_id, **told)
    if sent is None:
        raise DraftGoneError(draft_id)
    return int(sent[0]), sent[1]


def enter_complaint(
    connection: Connection, keyring: Keyring, new: NewComplaint, documents: Sequence[Row] = ()
) -> int:
    """Insert a complaint and all that begins with it, signed with its documents; return its id."""
    own: Rows = {ComplaintRecord: [new.complaint], AttachmentRecord: documents}
    head = replace(new.head, rows=sum_of_new(keyring, new.head.complaint, {**new.rows, **own}))
    signed = {**new.complaint, **signed_end(keyring, head)}
    of_all = identified(connection, {ComplaintRecord: [signed], **new.rows})
    [complaint] = of_all.pop(ComplaintRecord)
    complaint_id = enter_row(connection, ComplaintRecord, complaint)
    for record, rows in of_all.items():
        if rows:
            belonging = {"complaint_id": complaint_id} if _belongs(record) else {}
            enter_rows(connection, record, [{**row, **belonging} for row in rows])
    index_complaint(connection, complaint_id, new.complaint["agency"], new.stems)
    return complaint_id


@cache
def _belongs(record: type[Base]) -> bool:
    """Tell whether the rows of a table belong to one complaint each."""
    return "complaint_id" in record.__table__.c


def hand_over(connection: Connection, draft_id: str, complaint_id: int) -> None:
    """Give the documents of a sent draft to the complaint that it became."""
    connection.execute(_HAND_OVER, {"draft": draft_id, "complaint": complaint_id})
