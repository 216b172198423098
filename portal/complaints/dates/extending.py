"""An answer put off: by how much at most, how often, with a reason."""

from __future__ import annotations

from portal.complaints import entries
from portal.complaints.dates.running_clocks import pending_answer, set_date
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, refuse_first_handler, require
from portal.domain.complaint import is_own_motion
from portal.domain.errors import ClockRunOutError, IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.clock import extend, may_still_move
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Allowance
from portal.domain.time.promised_dates import promise_from
from portal.domain.typed import is_blank
from portal.words.letters.about_dates import Extended


def extend_answer(work: Work, complaint: ComplaintRecord, by: Allowance, reason: str) -> DueDate:
    """Put the answer off, once by default, with a reason told to the citizen at once.

    What was confirmed before the date puts it off, although it leaves later. Raise
    ClockRunOutError after the date, IncompleteError without a reason, without another recourse to
    name or beyond what the promise allows, and AnotherPersonNeededError for a review, if the actor
    handled it before.
    """
    require(work, complaint, Permission.EXTEND)
    refuse_first_handler(work, complaint)
    clock = pending_answer(work, complaint)
    if clock is None or not may_still_move(clock.due_at, work.acted_at):
        raise ClockRunOutError
    if clock.due_at is None:
        is_waiting = DueDate.from_facts(clock.explanation).is_waiting
        raise IncompleteError("complete_file" if is_waiting else "stopped")
    allowed = promise_from(clock.promise).extension
    if allowed is None or clock.extended >= allowed.times:
        raise IncompleteError("extension_used")
    if by.unit is not allowed.at_most.unit or by.amount > allowed.at_most.amount:
        raise IncompleteError("extension_too_long")
    if is_blank(reason):
        raise IncompleteError("reason")
    if not work.advised.recourses and not is_own_motion(complaint):
        raise IncompleteError("recourse_of_extension")
    due = extend(DueDate.from_facts(clock.explanation), by, work.advised.calendar)
    clock.extended += 1
    promise_later_day(work, complaint, clock, due, reason)
    return due


def promise_later_day(
    work: Work, complaint: ComplaintRecord, clock: ClockRecord, due: DueDate, reason: str
) -> None:
    """Put the date of a running clock off to `due`; the citizen is told why at once."""
    assert due.last_day is not None
    set_date(complaint, clock, due)
    seq = work.record(
        complaint, entries.Extended(last_day=due.last_day, **work.confirmation), text=reason
    )
    letters.add_message(work, complaint, "extension", reason, seq)
    letters.to_citizen(work, complaint, Extended(due.last_day))
