"""Entering a new complaint: one INSERT statement a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Insert, Table, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import (
    ComplaintRecord,
    CounterRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.draft import DraftRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.records.message import AttachmentRecord
from portal.complaints.records.outbox import OutboxRecord
from portal.db.base import Base
from portal.db.search import index_complaint
from portal.domain.errors import DraftGoneError
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.groups.records import GroupComplaintRecord, GroupRecord, GroupStepRecord
from portal.features.groups.rules import State, Step

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
    "conflicts": _insert_into(ConflictRecord),
}
_COUNTER, _DRAFT, _ATTACHMENT, _GROUP = (
    cast("Table", record.__table__)
    for record in (CounterRecord, DraftRecord, AttachmentRecord, GroupRecord)
)
_JOIN_GROUP = (
    update(_GROUP)
    .where(
        _GROUP.c.id == bindparam("group"),
        _GROUP.c.agency == bindparam("of"),
        _GROUP.c.published_at.is_not(None),
        _GROUP.c.state.in_([state.value for state in State if state.gathers]),
    )
    .values(state=State.OPEN.value)
)
_LINK, _STEP = (_insert_into(record) for record in (GroupComplaintRecord, GroupStepRecord))
_NOT_SENT = (_DRAFT.c.id == bindparam("draft")) & _DRAFT.c.sent_at.is_(None)
_SEND_DRAFT = (
    update(_DRAFT)
    .where(_NOT_SENT)
    .values(content=None, sent_at=bindparam("sent"), receipt=bindparam("kept"))
    .returning(_DRAFT.c.documents)
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
    """The rows of a complaint about to be entered; `words` are its hashed search words.

    `conflicts` are the members of the staff whom it names.
    """

    complaint: Row
    people: Sequence[Row]
    issues: Sequence[Row]
    clocks: Sequence[Row]
    entries: Sequence[Row]
    letters: Sequence[Row]
    words: str
    conflicts: Sequence[Row] = ()


def next_number(connection: Connection, year: int, count: int = 1) -> int:
    """Take the next `count` ranks of `year` and return the last of them."""
    statement = _NEXT_RANKS[connection.dialect.name]
    return int(connection.execute(statement, {"year": year, "count": count}).scalar_one())


def send_draft(connection: Connection, draft_id: str, sent_at: datetime, receipt: Row) -> int:
    """Mark a draft as sent and drop what was typed; return how many documents it holds.

    Raise DraftGoneError if it was sent before or erased, so that it becomes one complaint only.
    """
    asked = {"draft": draft_id, "sent": sent_at, "kept": receipt}
    documents = connection.execute(_SEND_DRAFT, asked).scalar_one_or_none()
    if documents is None:
        raise DraftGoneError(draft_id)
    return int(documents)


def opens_to(connection: Connection, group_id: int, agency: str) -> bool:
    """Hold a group that the agency shows to the public, for one more complaint to join.

    Return whether there is one: it is open again from now on, whatever was answered before.
    """
    if not group_id:
        return False
    return bool(connection.execute(_JOIN_GROUP, {"group": group_id, "of": agency}).rowcount)


def join_group(
    connection: Connection, group_id: int, complaint_id: int, number: str, now: datetime
) -> None:
    """Put a complaint into a group, because its complainant said that it is about the same."""
    shared = {"group_id": group_id}
    link = {"complaint_id": complaint_id, "is_proposed": False, "added_at": now}
    connection.execute(_LINK, shared | link)
    step = {"kind": Step.ADDED.value, "at": now, "facts": {"number": number, "by_person": True}}
    connection.execute(_STEP, shared | step)


def enter_complaint(connection: Connection, new: NewComplaint) -> int:
    """Insert a complaint and all that begins with it; return its id."""
    result = connection.execute(_COMPLAINT, new.complaint)
    key = result.inserted_primary_key
    assert key is not None
    complaint_id = int(key[0])
    for part, statement in _PARTS.items():
        rows = [{**row, "complaint_id": complaint_id} for row in getattr(new, part)]
        if rows:
            connection.execute(statement, rows)
    index_complaint(connection, complaint_id, new.complaint["agency"], new.words)
    return complaint_id


def hand_over(connection: Connection, draft_id: str, complaint_id: int) -> None:
    """Give the documents of a sent draft to the complaint that it became."""
    connection.execute(_HAND_OVER, {"draft": draft_id, "complaint": complaint_id})
