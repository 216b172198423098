"""Whether a complaint is closed to somebody because it concerns them, and who is not kept out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.features.conflicts_of_interest.records import ConflictRecord


def concerned_in(session: Session, agency: str, number: str) -> frozenset[int]:
    """Return whom of the staff a complaint of the agency concerns, if there is such a one."""
    statement = (
        select(ConflictRecord.user_id)
        .join(ComplaintRecord, ComplaintRecord.id == ConflictRecord.complaint_id)
        .where(
            ComplaintRecord.number == number,
            ComplaintRecord.agency == agency,
            ConflictRecord.lifted_at.is_(None),
        )
    )
    return frozenset(session.scalars(statement))
