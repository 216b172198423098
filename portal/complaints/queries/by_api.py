"""Complaints as the API lists them: the newest first, in pages that nothing new shifts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.of_complaint import columns_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.row_filter import find
from portal.domain.typed import LARGEST


class ListedComplaint(Struct, frozen=True):
    """A complaint in a list: nothing of who complains, nor of what they wrote."""

    id: int
    number: str
    agency: str
    category: str
    status: str
    level: int
    channel: str
    language: str
    received_at: datetime
    due_at: datetime | None
    late_since: datetime | None
    taken_in_charge_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    version: int


class ProvedEntry(Struct, frozen=True):
    """Something that happened to a complaint, with what proves it."""

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: str
    public: bool
    facts: Mapping[str, Any]
    digest: str
    prev: str
    hash: str


_C, _H = ComplaintRecord, HistoryEntryRecord
_PAGE = (
    select(*columns_of(ListedComplaint, _C))
    .where(
        _C.agency == bindparam("agency"),
        _C.id < bindparam("before"),
        or_(bindparam("status") == "", _C.status == bindparam("status")),
        or_(bindparam("number") == "", _C.number == bindparam("number")),
    )
    .order_by(_C.id.desc())
    .limit(bindparam("most"))
)
_HISTORY = (
    select(_H.id, *columns_of(ProvedEntry, _H))
    .where(_H.complaint_id == bindparam("complaint_id"))
    .order_by(_H.seq)
)


def complaints_before(
    session: Session,
    agency: str,
    most: int,
    before: int | None = None,
    status: str = "",
    number: str = "",
) -> list[ListedComplaint]:
    """Return the complaints of an agency that the actor sees, the newest first.

    They come after the one with the id `before`; of one `status`, or of one `number`, if said.
    """
    asked = {"agency": agency, "most": most, "status": status, "number": number}
    rows = find(session, _PAGE, **asked, before=LARGEST if before is None else before)
    return [ListedComplaint(*row) for row in rows]


def proved_history(session: Session, complaint_id: int) -> list[ProvedEntry]:
    """Return all that happened to a complaint, in its order, with what proves each entry."""
    return [ProvedEntry(*row[1:]) for row in find(session, _HISTORY, complaint_id=complaint_id)]
