"""The time to close a complaint, from its answer on: findings and reasons are owed as well.

When it passes, whoever is in charge and the head of the service are told. The complaint does not
climb: it has its answer, and the next level could not close it either.
"""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.dates.clocks import end
from portal.complaints.planning.promised_dates import clock_row, planned
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind


def leave_time_to_close(work: Work, complaint: ComplaintRecord) -> None:
    """Start the time to close, afresh with each answer, by what the agency's settings give today.

    Work lists sort an answered complaint by its date.
    """
    end(work, complaint, ClockKind.CLOSING)
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.closing_promise(complaint.category)
    clock = planned(ClockKind.CLOSING, complaint.level, promise, work.now, work.advised.calendar)
    row = clock_row(clock, agency.release_id)
    work.session.add(ClockRecord(complaint_id=complaint.id, **row))
    complaint.due_at = clock.due.due_at


def note_closed(work: Work, complaint: ComplaintRecord) -> None:
    """Stop the time to close because it was done, in time or late: as of when it was confirmed."""
    clock = _latest(work, complaint)
    if clock is None or clock.met_at is not None or clock.ended_at is not None:
        return
    clock.meet(work.acted_at)


def _latest(work: Work, complaint: ComplaintRecord) -> ClockRecord | None:
    clock = ClockRecord
    of_complaint = clock.complaint_id == complaint.id, clock.kind == ClockKind.CLOSING.value
    statement = select(clock).where(*of_complaint).order_by(clock.id.desc()).limit(1)
    return work.session.scalar(statement)
