"""An answer's or a review's time that stands still: for a reason, or for the complete file.

The complainant is told since when, until when at most, and that a reply lets it go on. Only the
agency's own clock stops: the one of silence, which is the complainant's, never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import exists

from portal.complaints import entries
from portal.complaints.dates import first_promise
from portal.complaints.dates.running_clocks import (
    meet,
    pending_answer,
    pending_clock,
    set_date,
    start_clock,
    start_silence,
)
from portal.complaints.letters import letters
from portal.complaints.letters.letters import notify_in_charge
from portal.complaints.queries.kept_clocks import pauses_of
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, refuse_first_handler, require
from portal.domain.complaint import Status, is_own_motion
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.handling.lifecycle import Action, is_possible, status_after
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind, count, is_overdue, may_still_move
from portal.domain.time.due_date import DueDate
from portal.domain.time.pausing import pause, resume
from portal.domain.time.promise import Confidence, Promise
from portal.domain.time.promised_dates import promise_from
from portal.words.letters.about_dates import FileCompleted, Resumed
from portal.words.letters.to_citizens import Paused
from portal.words.letters.to_staff import ResumedByItself, StartedByItself

UNKNOWN, USED, RUN_OUT = "pause_unknown", "pause_used", "pause_run_out"
STOPPED, WAITING = "pause_stopped", "pause_waiting"
"""What keeps a time from stopping, as what is missing for it."""

IS_PAUSED = exists().where(
    ClockRecord.complaint_id == ComplaintRecord.id,
    ClockRecord.kind == ClockKind.PAUSE.value,
    ClockRecord.pending,
)
"""Whether the time for the answer to a complaint stands still for a while."""

PromiseFacts = Mapping[str, Any]


def pause_answer(work: Work, complaint: ComplaintRecord, code: str) -> Paused:
    """Stop the time for the answer from now on; return what the complainant is told of it.

    Raise IncompleteError if the reason with this code is not listed or used up, or if the time
    does not run, and AnotherPersonNeededError for a review, if the actor handled it before.
    """
    require(work, complaint, Permission.PAUSE)
    refuse_first_handler(work, complaint)
    clock = pending_answer(work, complaint)
    if clock is None:
        raise IncompleteError(RUN_OUT)
    due, calendar = DueDate.from_facts(clock.explanation), work.advised.calendar
    refusal = why_not(due, clock.promise, pauses_of(work.session, clock), code, work.acted_at)
    if refusal is not None:
        raise IncompleteError(refusal)
    reason = next(known for known in promise_from(clock.promise).pauses if known.code == code)
    stop = partial(pause, at=work.acted_at, calendar=calendar)
    set_date(complaint, clock, stop(due))
    first_promise.put_off(work, complaint, stop)
    promise = Promise(reason.at_most, reason.name, reason.confidence, pauses=(reason,))
    wait = start_clock(
        work,
        complaint,
        ClockKind.PAUSE,
        promise,
        level=clock.level,
        release_id=clock.release_id,
        since=work.acted_at,
    )
    until = wait.last_day
    assert until is not None, "only an answer waits for a file"
    work.record(complaint, entries.Paused(reason=code, reason_name=reason.name, until=until))
    return {
        "paused_at": work.acted_at,
        "paused_until": until,
        "pause_is_sample": reason.confidence is Confidence.ASSUMED,
    }


def resume_answer(work: Work, complaint: ComplaintRecord) -> None:
    """Let the time go on because the complainant replied by another way than the portal.

    Raise TransitionNotAllowedError if it does not stand still.
    """
    require(work, complaint, Permission.PAUSE)
    if stopped_clock(work, complaint) is None:
        raise TransitionNotAllowedError(complaint.status, "resume")
    resume_on_reply(work, complaint)


def resume_on_reply(work: Work, complaint: ComplaintRecord) -> None:
    """Let the time go on from now, if it stands still: what it waited for has come."""
    if stopped_clock(work, complaint) is None:
        return
    if is_possible(Status(complaint.status), Action.REPLY):
        complaint.status = status_after(Status(complaint.status), Action.REPLY).value
    resume_if_due(work, complaint)
    clock = stopped_clock(work, complaint)
    if clock is not None:
        meet(work, complaint, ClockKind.PAUSE)
        _go_on(work, complaint, clock, work.now, by_itself=False)


def resume_if_due(work: Work, complaint: ComplaintRecord) -> None:
    """Let a time go on that had to by now, although no worker came by yet."""
    wait = pending_clock(work, complaint, ClockKind.PAUSE)
    if wait is not None and is_overdue(wait.due_at, work.acted_at):
        meet(work, complaint, ClockKind.PAUSE)
        resume_by_itself(work, complaint, wait)


def resume_by_itself(work: Work, complaint: ComplaintRecord, wait: ClockRecord) -> None:
    """Let the time go on because it stood still for as long as it may; tell both sides.

    It goes on from when the `wait` was over, whenever the worker came by.
    """
    clock = stopped_clock(work, complaint)
    if clock is not None:
        _go_on(work, complaint, clock, wait.missed_at or work.now, by_itself=True)


def stopped_clock(work: Work, complaint: ComplaintRecord) -> ClockRecord | None:
    """Return the clock of the complaint's answer, or of its review, if it stands still."""
    clock = pending_answer(work, complaint)
    return clock if clock is not None and _is_stopped(clock) else None


def why_not(
    answer: DueDate, promise: PromiseFacts, taken: Iterable[PromiseFacts], code: str, now: datetime
) -> str | None:
    """Return what keeps an answer's time from stopping for a reason, None if nothing does.

    `taken` are the promises of the pauses that it had already.
    """
    if answer.suspended_since is not None:
        return STOPPED
    if answer.is_waiting:
        return WAITING
    if not may_still_move(answer.due_at, now):
        return RUN_OUT
    allowed = {reason.code: reason.times for reason in promise_from(promise).pauses}
    if code not in allowed:
        return UNKNOWN
    used = [promise_from(facts).pauses[0].code for facts in taken]
    return USED if used.count(code) >= allowed[code] else None


def _is_stopped(clock: ClockRecord) -> bool:
    return clock.due_at is None and not DueDate.from_facts(clock.explanation).is_waiting


def _go_on(
    work: Work, complaint: ComplaintRecord, clock: ClockRecord, since: datetime, *, by_itself: bool
) -> None:
    go_on = partial(resume, at=since, calendar=work.advised.calendar)
    first_promise.go_on(work, complaint, go_on)
    due = go_on(DueDate.from_facts(clock.explanation))
    _run_on(work, complaint, clock, due, _RESUMED, by_itself=by_itself)


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


def start_by_itself(work: Work, complaint: ComplaintRecord, wait: ClockRecord) -> None:
    """Start the answer's time because nobody said that the file is complete; tell both sides.

    It runs from when the `wait` was over, whenever the worker came by.
    """
    clock = waiting_clock(work, complaint)
    if clock is not None:
        _start(work, complaint, clock, wait.missed_at or work.now, by_itself=True)


def waiting_clock(work: Work, complaint: ComplaintRecord) -> ClockRecord | None:
    """Return the complaint's answer clock if it waits for the complete file."""
    clock = pending_clock(work, complaint, ClockKind.ANSWER)
    is_waiting = clock is not None and DueDate.from_facts(clock.explanation).is_waiting
    return clock if is_waiting else None


def _start(
    work: Work, complaint: ComplaintRecord, clock: ClockRecord, since: datetime, *, by_itself: bool
) -> None:
    due = count(since, promise_from(clock.promise).allowance, work.advised.calendar)
    clock.started_at = due.started_at
    _run_on(work, complaint, clock, due, _STARTED, by_itself=by_itself)
    if not is_own_motion(complaint):
        start_silence(work, clock)


class _Telling(NamedTuple):
    """What tells that a time runs: the history, the complainant, and the staff."""

    entry: type[entries.Resumed | entries.FileCompleted]
    letter: type[Resumed | FileCompleted]
    notice: type[ResumedByItself | StartedByItself]


_RESUMED = _Telling(entries.Resumed, Resumed, ResumedByItself)
_STARTED = _Telling(entries.FileCompleted, FileCompleted, StartedByItself)


def _run_on(
    work: Work,
    complaint: ComplaintRecord,
    clock: ClockRecord,
    due: DueDate,
    telling: _Telling,
    *,
    by_itself: bool,
) -> None:
    """Let a time run until `due`: the complainant is told, and the staff where nobody did it."""
    assert due.due_at is not None
    assert due.last_day is not None
    set_date(complaint, clock, due)
    work.record(complaint, telling.entry(by_itself, due.due_at, due.last_day))
    letters.to_citizen(work, complaint, telling.letter(due.last_day, by_itself))
    if by_itself:
        heads = work.staff.heads(work.session, complaint.agency)
        notify_in_charge(work, complaint, heads, telling.notice(due.last_day))
