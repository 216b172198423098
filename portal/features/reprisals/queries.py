"""What is owed to whoever reported reprisals, and which ended complaints still owe it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.domain.handling.confidential import CLOCKS


def owed_clocks(session: Session, complaint_id: int) -> list[ClockRecord]:
    """Return what is still to be done, the soonest first: a date that passed is still owed."""
    clock = ClockRecord
    statement = select(clock).where(
        clock.complaint_id == complaint_id,
        clock.kind.in_([kind.value for kind in CLOCKS]),
        clock.met_at.is_(None),
        clock.ended_at.is_(None),
    )
    return list(session.scalars(statement.order_by(clock.due_at, clock.id)))


def watched_after_end(agency: str) -> ColumnElement[bool]:
    """Return what chooses the ended complaints of an agency whose dates are still warned of."""
    complaint = ComplaintRecord
    # Not `is_(False)`: SQLite would read every ended complaint, by the index of the work list.
    has_ended = and_(complaint.agency == agency, complaint.is_open.is_not(True))
    return and_(has_ended, complaint.reprisal_due_at.is_not(None))
