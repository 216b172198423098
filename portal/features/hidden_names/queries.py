"""Whether who complains is to stay hidden, and what was asked last about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import COMPLAINT_ID
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.people import IdentityReleaseRecord
from portal.db.reads import AnySelect
from portal.db.row_filter import FOR_DELIVERY
from portal.features.hidden_names.rules import waits_for_person

_C, _H = ComplaintRecord, HistoryEntryRecord
_SINCE: AnySelect = select(_C.id.label("by"), _C.name_hidden_since).where(_C.id == COMPLAINT_ID)

HIDDEN_SINCE: FollowedRead[datetime | None] = FollowedRead(
    (_SINCE,), lambda rows: rows[0][0] if rows else None
)
"""Since when the complainant keeps hidden who they are."""


def is_asked_to_lift(session: Session, complaint_id: int) -> bool:
    """Tell whether the service asked that it be lifted, and nobody answered yet."""
    entries = select(_H.kind, _H.seq).where(_H.complaint_id == complaint_id)
    return waits_for_person(session.execute(entries).all())


def releases_of(session: Session, complaint_id: int) -> Sequence[IdentityReleaseRecord]:
    """Return what was released of who complains, to whomever."""
    record = IdentityReleaseRecord
    of_complaint = select(record).where(record.complaint_id == complaint_id)
    # Whoever complains takes it back: they are shown none of it.
    return session.scalars(of_complaint.execution_options(**{FOR_DELIVERY: True})).all()
