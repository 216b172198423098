"""A complainant says what they thought: counted once, and kept apart from the complaint.

The history tells nothing of it, and the complaint does not change: whoever handles it cannot see
who answered, and the counts do not say whose they are.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, UnknownComplaintError
from portal.domain.history import EntryKind
from portal.features.satisfaction import counts as survey_counts
from portal.features.satisfaction.rules import Answers, Cut, Place, counted, refuse_unless_closed


def rate(session: Session, agencies: Registry, complaint_id: int, answers: Answers) -> bool:
    """Count what a complainant thought of a closed complaint; return False if it was counted.

    Raise TransitionNotAllowedError unless it is closed, IncompleteError without any answer.
    """
    complaint = session.get(ComplaintRecord, complaint_id)
    if complaint is None:
        raise UnknownComplaintError(str(complaint_id))
    refuse_unless_closed(Status(complaint.status))
    if not answers:
        raise IncompleteError("answers")
    if not survey_counts.mark_answered(session, complaint_id):
        return False
    survey_counts.add(session, counted(_place(session, agencies, complaint), answers))
    return True


def _place(session: Session, agencies: Registry, complaint: ComplaintRecord) -> Place:
    """Return where the answers count: in the month of the first closing, as the closing does."""
    entry = HistoryEntryRecord
    first = select(func.min(entry.at)).where(
        entry.complaint_id == complaint.id, entry.kind == EntryKind.CLOSED.value
    )
    closed_at = session.scalar(first) or complaint.closed_at
    assert closed_at is not None, "a complaint that is closed was closed at some moment"
    zone = ZoneInfo(agencies.agency(complaint.agency).settings.calendar.timezone)
    cuts = {
        Cut.CATEGORY: complaint.category,
        Cut.THEME: complaint.theme,
        Cut.CHANNEL: complaint.channel,
        Cut.LANGUAGE: complaint.language,
    }
    return Place(complaint.agency, closed_at.astimezone(zone).strftime("%Y-%m"), cuts)
