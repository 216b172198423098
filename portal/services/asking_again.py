"""What a complainant asks for after the closing: that the complaint be taken up again."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from portal.db.models import ClockRecord, ComplaintRecord, IssueRecord, MessageRecord
from portal.domain.complaint import Status
from portal.domain.errors import ClockRunOutError, IncompleteError
from portal.domain.history import EntryKind
from portal.domain.lifecycle import Action, status_after
from portal.domain.promise import Confidence
from portal.domain.time.clock import ClockKind, is_overdue
from portal.services import clocks
from portal.services.mail import letters
from portal.services.work import Work

AGAIN = "again"
"""The kind of the message that says why."""


def leave_time_to_reopen(work: Work, complaint: ComplaintRecord) -> dict[str, object]:
    """Start the time in which a closed complaint may be taken up again; return what letters tell.

    It is the agency's of today, because it is promised only now. Nothing but the complainant's
    asking ends it early: what the staff writes meanwhile does not move it.
    """
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.reopening
    if promise is None:
        return {}
    clock = clocks.planned(
        ClockKind.REOPENING, complaint.level, promise, work.now, work.advised.calendar
    )
    row = clocks.clock_row(clock, agency.release_id)
    work.session.add(ClockRecord(complaint_id=complaint.id, **row))
    assert clock.due.last_day is not None
    return {
        "reopening_day": clock.due.last_day.isoformat(),
        "reopening_is_sample": promise.confidence is Confidence.ASSUMED,
    }


def reopen(work: Work, complaint: ComplaintRecord, reason: str, once: str | None = None) -> None:
    """Take a closed complaint up again, at the first level and with a new date for the answer.

    Sent twice, it is done once. Raise TransitionNotAllowedError unless it is closed,
    ClockRunOutError after the last day, IncompleteError without a reason.
    """
    if _is_done(work, once):
        return
    status = status_after(Status(complaint.status), Action.REOPEN)
    _meet_in_time(work, complaint)
    if not reason.strip():
        raise IncompleteError("reason")
    _begin_again(work, complaint, status)
    answer = replace(work.advised.answer_promise, complete_within=None)
    started = clocks.start(work, complaint, 1, answer, work.advised.calendar)
    clocks.start_silence(work, started)
    last_day = started.last_day and started.last_day.isoformat()
    seq = work.record(complaint, EntryKind.REOPENED, text=reason, level=1, last_day=last_day)
    letters.add_message(work, complaint, AGAIN, reason, seq, once)
    letters.to_citizen(work, complaint, "reopened", last_day=last_day)
    letters.to_assignee(work, complaint, "reopened_staff", last_day=last_day)


def _is_done(work: Work, once: str | None) -> bool:
    sent = select(MessageRecord.id).where(MessageRecord.once == once)
    return once is not None and work.session.scalar(sent) is not None


def _meet_in_time(work: Work, complaint: ComplaintRecord) -> None:
    """Stop the time to ask again because it was used; raise ClockRunOutError if it is over."""
    clock = clocks.pending_clock(work, complaint, ClockKind.REOPENING)
    if clock is None or is_overdue(clock.due_at, work.now):
        raise ClockRunOutError
    clocks.meet(work, complaint, ClockKind.REOPENING)


def _begin_again(work: Work, complaint: ComplaintRecord, status: Status) -> None:
    """Open the complaint on the first level; what was concluded stays in its history alone."""
    path = work.advised.path
    complaint.status, complaint.is_open, complaint.closed_at = status.value, True, None
    complaint.level, complaint.holder, complaint.top_level = 1, path[0].to, len(path)
    complaint.late_since = complaint.finding = None
    issues = select(IssueRecord).where(IssueRecord.complaint_id == complaint.id)
    for issue in work.session.scalars(issues):
        issue.finding = issue.reasons = issue.measure = issue.criteria = None
