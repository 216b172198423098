"""Which ended complaints still owe something to whoever reported reprisals."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from portal.complaints.records.complaint import ComplaintRecord


def watched_after_end(agency: str) -> ColumnElement[bool]:
    """Return what chooses the ended complaints of an agency whose dates are still warned of."""
    complaint = ComplaintRecord
    # Not `is_(False)`: SQLite would read every ended complaint, by the index of the work list.
    has_ended = and_(complaint.agency == agency, complaint.is_open.is_not(True))
    return and_(has_ended, complaint.reprisal_due_at.is_not(None))
