"""What asking again after an answer rests on: the time for it, and somebody else's eyes."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from portal.complaints import entries
from portal.complaints.dates import running_clocks
from portal.complaints.handling.escalation import hand_up, one_step_up, promise_of, tell_of_vacancy
from portal.complaints.held_messages.holding import stop
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, IssueRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.work import Work, handlers_before_review
from portal.domain.complaint import Status
from portal.domain.errors import ClockRunOutError, IncompleteError, TransitionNotAllowedError
from portal.domain.handling.escalation import EscalationStep, StepUp
from portal.domain.handling.lifecycle import Action, status_after
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind, is_overdue
from portal.domain.time.promise import Confidence, Promise
from portal.words.letters.to_citizens import ReviewAsked, TimeToReopen
from portal.words.letters.to_staff import REVIEW_FOR_YOU

AGAIN = "again"
"""The kind of the message that says why."""


def leave_time_to_reopen(work: Work, complaint: ComplaintRecord) -> TimeToReopen:
    """Start the time in which a closed complaint may be taken up again; return what letters tell.

    It is the agency's of today, because it is promised only now. Nothing but the complainant's
    asking ends it early: what the staff writes meanwhile does not move it.
    """
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.reopening
    if promise is None:
        return {}
    clock = running_clocks.start_clock(
        work, complaint, ClockKind.REOPENING, promise, release_id=agency.release_id
    )
    assert clock.last_day is not None
    return {
        "reopening_day": clock.last_day,
        "reopening_is_sample": promise.confidence is Confidence.ASSUMED,
    }


def begin_review(
    work: Work, complaint: ComplaintRecord, reason: str, once: str | None = None
) -> None:
    """Hand what was answered to the next level, whether it may still be asked for or not."""
    status = status_after(Status(complaint.status), Action.ASK_REVIEW)
    if not reason.strip():
        raise IncompleteError("reason")
    handlers = _handlers(work, complaint)
    up = one_step_up(work, complaint, handlers)
    if up is None:
        raise TransitionNotAllowedError("top", Action.ASK_REVIEW)
    stop(work, complaint)
    open_again(work, complaint, status)
    _hand_up(work, complaint, up, handlers, (reason, once))


def _hand_up(
    work: Work,
    complaint: ComplaintRecord,
    up: StepUp,
    handlers: frozenset[int],
    asked: tuple[str, str | None],
) -> None:
    reason, once = asked
    hand_up(work, complaint, up, "review")
    complaint.assignee_id = None
    promise = _promise(work, up.step)
    started = running_clocks.start_answer(work, complaint, up.level, promise, ClockKind.REVIEW)
    asked_of = entries.ReviewAsked(up.level, started.last_day, sorted(handlers))
    seq = work.record(complaint, asked_of, text=reason)
    letters.add_message(work, complaint, AGAIN, reason, seq, once)
    tell_of_vacancy(work, complaint, up.vacant)
    letters.to_post(work, complaint, up.step.to, REVIEW_FOR_YOU)
    letters.to_citizen(work, complaint, ReviewAsked(up.level, started.last_day))


def _promise(work: Work, step: EscalationStep) -> Promise:
    """Return the level's time: it stops and is put off as the answer's is, for nobody is late."""
    answer = work.advised.answer_promise
    return replace(promise_of(work, step), extension=answer.extension, pauses=answer.pauses)


def _handlers(work: Work, complaint: ComplaintRecord) -> frozenset[int]:
    """Return who is in charge of the complaint, who answered it, and who did before a review."""
    answered = select(HistoryEntryRecord.user_id).where(
        HistoryEntryRecord.complaint_id == complaint.id,
        HistoryEntryRecord.kind == EntryKind.ANSWERED.value,
    )
    people = {complaint.assignee_id, *work.session.scalars(answered)} - {None}
    return handlers_before_review(work, complaint) | {one for one in people if one is not None}


def meet_in_time(work: Work, complaint: ComplaintRecord) -> None:
    """Stop the time to ask again because it was used; raise ClockRunOutError if it is over."""
    if time_to_ask_again(work, complaint) is None:
        raise ClockRunOutError
    running_clocks.meet(work, complaint, ClockKind.REOPENING)


def time_to_ask_again(work: Work, complaint: ComplaintRecord) -> ClockRecord | None:
    """Return the time in which a closed complaint may be asked about again, while it runs."""
    clock = running_clocks.pending_clock(work, complaint, ClockKind.REOPENING)
    return None if clock is None or is_overdue(clock.due_at, work.now) else clock


def open_again(work: Work, complaint: ComplaintRecord, status: Status) -> None:
    """Open the complaint again; what was concluded stays in its history alone."""
    running_clocks.end(work, complaint, ClockKind.CLOSING)
    complaint.status, complaint.is_open, complaint.closed_at = status.value, True, None
    complaint.late_since = complaint.finding = None
    issues = select(IssueRecord).where(IssueRecord.complaint_id == complaint.id)
    for issue in work.session.scalars(issues):
        issue.finding = issue.reasons = issue.measure = issue.criteria = None
