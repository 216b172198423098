"""What of a complaint was confirmed and has not left, or came back to whoever looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import BindParameter, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from portal.complaints.entries import StoredEntry
from portal.complaints.queries.of_complaint import all_as, belonging, columns_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord, HistoryEntryRecord
from portal.db.reads import AnySelect, Read
from portal.db.row_filter import find
from portal.domain.actor import ActorKind
from portal.domain.handling.held_messages import CameBack, Waiting
from portal.domain.history import EntryKind

_C, _HELD = ComplaintRecord, HeldMessageRecord


class HeldText(Struct, frozen=True):
    """A text that has not left: what it is, where it waits, and everything that was confirmed."""

    id: int
    complaint_id: int
    kind: str
    waiting: str
    content: Mapping[str, Any]
    author_id: int
    confirmed_at: datetime
    leaves_at: datetime | None
    read_by: int | None
    came_back: str | None
    remark: str | None

    def is_due(self, now: datetime) -> bool:
        """Tell whether its moment to leave has come."""
        return self.leaves_at is not None and self.leaves_at <= now


_SEEN = or_(_HELD.waiting != Waiting.AUTHOR.value, _HELD.author_id == bindparam("reader"))
HELD_TEXTS = Read(
    (belonging(_HELD, columns_of(HeldText, _HELD)).where(_SEEN),),
    all_as(HeldText),
)
"""What of a complaint is on its way, and what came back to the `reader`."""


class WaitingText(Struct, frozen=True):
    """What of a complaint is on its way, what that waits for, and who wrote it."""

    kind: str
    waiting: str
    author_id: int


def waiting_of(session: Session, complaint_ids: Collection[int]) -> dict[int, WaitingText]:
    """Return of each complaint what is on its way, if anything is."""
    waiting = find(session, _WAITING, ids=list(complaint_ids))
    return {row[1]: WaitingText(*row[2:]) for row in waiting}


def waiting_texts(ids: BindParameter[Any]) -> AnySelect:
    """Return the SELECT of what of complaints is on its way: its order, whose it is, what it is."""
    columns = (_HELD.id, _HELD.complaint_id, _HELD.kind, _HELD.waiting, _HELD.author_id)
    return select(*columns).where(
        _HELD.complaint_id.in_(ids), _HELD.waiting != Waiting.AUTHOR.value
    )


_WAITING = waiting_texts(bindparam("ids", expanding=True))


TO_READ: Read[list[int]] = Read(
    (
        select(_HELD.id, _HELD.complaint_id).where(
            # The first follows from the second; SQLite looks through the index of those that leave.
            _HELD.waiting != Waiting.AUTHOR.value,
            _HELD.waiting == Waiting.READER.value,
            _HELD.author_id != bindparam("reader"),
            exists().where(_C.id == _HELD.complaint_id, _C.agency == bindparam("agency")),
        ),
    ),
    lambda rows: [complaint_id for (complaint_id,) in rows],
)
"""The ids of an agency's complaints with an answer that waits for another than its author, the
longest waiting first: for the `reader`.
"""


def held_to_leave(session: Session, now: datetime) -> list[tuple[int, str]]:
    """Return what has to leave by now: its id and the complaint's number, the first one first."""
    held = HeldMessageRecord
    statement = (
        select(held.id, ComplaintRecord.number)
        .join(ComplaintRecord, ComplaintRecord.id == held.complaint_id)
        .where(held.waiting == Waiting.HOLD.value, held.leaves_at <= now)
        .order_by(held.leaves_at, held.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def came_back_to(
    session: Session, complaint_id: int, author_id: int | None, kind: str
) -> Sequence[HeldMessageRecord]:
    """Return what of this kind came back to somebody of a complaint."""
    held = HeldMessageRecord
    of_author = (held.complaint_id == complaint_id, held.author_id == author_id, held.kind == kind)
    is_back = held.waiting == Waiting.AUTHOR.value
    return session.scalars(select(held).where(*of_author, is_back)).all()


def was_cancelled(session: Session, complaint_id: int, held_id: int) -> bool:
    """Tell whether a text of a complaint was taken back before it left, and is still kept."""
    held = HeldMessageRecord
    of_it = (held.id == held_id, held.complaint_id == complaint_id)
    is_back = (held.waiting == Waiting.AUTHOR.value, held.came_back == CameBack.CANCELLED.value)
    return session.scalar(select(held.id).where(*of_it, *is_back)) is not None


def came_back_before(session: Session, moment: datetime) -> Sequence[HeldMessageRecord]:
    """Return what came back to its author before a moment."""
    held = HeldMessageRecord
    is_back = held.waiting == Waiting.AUTHOR.value
    return session.scalars(select(held).where(is_back, held.came_back_at < moment)).all()


_ADDING = (
    EntryKind.MESSAGE_RECEIVED.value,
    EntryKind.DOCUMENT_ADDED.value,
    EntryKind.ANSWER_JUDGED.value,
)


def added_since(session: Session, complaint_id: int, since: datetime) -> Sequence[StoredEntry]:
    """Return the entries by which the complainant added something since a moment."""
    entry = HistoryEntryRecord
    added = select(entry).where(
        entry.complaint_id == complaint_id,
        entry.kind.in_(_ADDING),
        entry.actor == ActorKind.COMPLAINANT.value,
        entry.at > since,
    )
    return session.scalars(added).all()
