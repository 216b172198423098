"""An answer's time that runs from the complete file: started by an officer, or by itself."""

from __future__ import annotations

from datetime import date, datetime

from portal.complaints.dates.clocks import meet, pending_clock, set_date, start_silence
from portal.complaints.letters import letters
from portal.complaints.letters.notices import notify_in_charge
from portal.complaints.planning.promised_dates import promise_from
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.due_date import DueDate
from portal.words.letters.about_dates import FileCompleted
from portal.words.letters.to_staff import StartedByItself


def complete_file(work: Work, complaint: ComplaintRecord) -> None:
    """Say that nothing is missing any more: the answer's time runs from now.

    The complainant is told the date. Raise TransitionNotAllowedError if nothing waited for it.
    """
    require(work, complaint, Permission.CONTACT)
    clock = waiting_clock(work, complaint)
    if clock is None:
        raise TransitionNotAllowedError(complaint.status, "complete_file")
    meet(work, complaint, ClockKind.COMPLETE_FILE)
    _start(work, complaint, clock, work.now, by_itself=False)


def start_by_itself(work: Work, complaint: ComplaintRecord, since: datetime) -> None:
    """Start the answer's time because nobody said that the file is complete; tell both sides.

    It runs from `since`, when the wait was over, whenever the worker came by.
    """
    clock = waiting_clock(work, complaint)
    if clock is None:
        return
    last_day = _start(work, complaint, clock, since, by_itself=True)
    heads = work.staff.heads(work.session, complaint.agency)
    notify_in_charge(work, complaint, heads, StartedByItself(last_day))


def waiting_clock(work: Work, complaint: ComplaintRecord) -> ClockRecord | None:
    """Return the complaint's answer clock if it waits for the complete file."""
    clock = pending_clock(work, complaint, ClockKind.ANSWER)
    is_waiting = clock is not None and DueDate.from_facts(clock.explanation).is_waiting
    return clock if is_waiting else None


def _start(
    work: Work, complaint: ComplaintRecord, clock: ClockRecord, since: datetime, by_itself: bool
) -> date:
    promise, calendar = promise_from(clock.promise), work.advised.calendar
    due = count(since, promise.allowance, calendar)
    assert due.last_day is not None
    assert due.due_at is not None
    clock.started_at = due.started_at
    set_date(complaint, clock, due)
    start_silence(work, clock)
    work.record(
        complaint,
        EntryKind.FILE_COMPLETED,
        by_itself=by_itself,
        due_at=due.due_at.isoformat(),
        last_day=due.last_day.isoformat(),
    )
    letters.to_citizen(work, complaint, FileCompleted(due.last_day, by_itself))
    return due.last_day
