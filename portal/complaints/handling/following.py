"""What a complainant does later: write, withdraw, be reached otherwise, ask again.

Asking again after an answer rests on the time for it, and on somebody else's eyes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from msgspec import Struct

from portal.complaints import entries
from portal.complaints.dates import answer_dates, running_clocks
from portal.complaints.events import ContactChanged, MessageReceived, Withdrawn
from portal.complaints.handling.escalation import hand_up, one_step_up, promise_of, tell_of_vacancy
from portal.complaints.handling.seldom import ensure_seldom
from portal.complaints.letters import letters
from portal.complaints.letters.holding import stop
from portal.complaints.queries.case_file import answered_by, complainants_of, issues_of
from portal.complaints.queries.following import has_open_parts
from portal.complaints.queries.waiting_letters import newest_words
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, PersonRecord
from portal.complaints.work import Work, handlers_before_review
from portal.domain.complaint import ReplyBy, Status, is_own_motion
from portal.domain.errors import ClockRunOutError, IncompleteError, TransitionNotAllowedError
from portal.domain.handling.escalation import EscalationStep, StepUp
from portal.domain.handling.lifecycle import Action, is_possible, status_after
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind, is_overdue
from portal.domain.time.promise import Confidence, Promise
from portal.domain.time.promised_dates import planned
from portal.domain.typed import is_blank
from portal.words.letters.to_citizens import (
    CONTACT_CHANGED,
    CONTACT_LEFT,
    ComplaintWithdrawn,
    ReviewAsked,
    TimeToReopen,
)
from portal.words.letters.to_staff import REVIEW_FOR_YOU, WITHDRAWN_STAFF, NewFromPerson

_SAME_WORDS_WITHIN = timedelta(days=1)

CONTACT_CHANGES_AN_HOUR = 6
"""How often an hour how to reach somebody changes at most: each time up to two letters leave."""

AGAIN = "again"
"""The kind of the message that says why it is asked again."""


def write_message(
    work: Work, complaint: ComplaintRecord, body: str, once: str | None, about: str | None = None
) -> None:
    """Add what the complainant writes; an expected reply ends the wait, and lets a time go on.

    Who only asks for a call has not replied: the question stays open.

    What it is `about` is kept beside it, so that whoever reads it reads that in their language.
    Sent twice, kept once: by its mark, and where the same words stand last of all since a day. A
    browser that goes back gives the words again in a form with another mark.
    """
    if letters.was_sent(work, once) or (once and _says_so_already(work, complaint, body)):
        return
    if about != entries.CALL:
        _take_as_reply(work, complaint)
    seq = work.record(complaint, entries.MessageReceived(about), text=body)
    letters.add_message(work, complaint, "message", body, seq, once)
    received = MessageReceived(work, complaint, body)
    work.features.happened(received)
    if received.is_told:
        letters.notify_handling(work, complaint, NewFromPerson())


def _take_as_reply(work: Work, complaint: ComplaintRecord) -> None:
    """End the wait for a reply, before the message, which stays the newest thing that happened."""
    if is_possible(Status(complaint.status), Action.REPLY):
        complaint.status = status_after(Status(complaint.status), Action.REPLY).value
    answer_dates.resume_on_reply(work, complaint)


def _says_so_already(work: Work, complaint: ComplaintRecord, body: str) -> bool:
    newest = newest_words(work.session, complaint.id)
    if newest is None or not newest.from_citizen:
        return False
    return newest.body == body and work.now - newest.at < _SAME_WORDS_WITHIN


def withdraw(work: Work, complaint: ComplaintRecord) -> None:
    """End the complaint because the complainant asked for it; nothing is owed any more.

    What other agencies were asked for ends with it.
    """
    complaint.status = status_after(Status(complaint.status), Action.WITHDRAW).value
    complaint.is_open, complaint.closed_at = False, work.now
    stop(work, complaint)
    # Asked before what happens then ends the parts of other agencies.
    are_several = has_open_parts(work.session, complaint.id)
    work.features.happened(Withdrawn(work, complaint))
    running_clocks.end_all(work, complaint)
    work.record(complaint, EntryKind.WITHDRAWN)
    letters.to_citizen(work, complaint, ComplaintWithdrawn(are_several))
    letters.to_assignee(work, complaint, WITHDRAWN_STAFF)


def change_contact(
    work: Work, complaint: ComplaintRecord, reply_by: ReplyBy, email: str, phone: str, address: str
) -> None:
    """Change how the complainant is reached; the history says that it changed, not to what.

    Where they were written to before is told that nothing comes there any more: somebody else may
    have changed it. Nothing is told of what stays the same, which may still come to be read.
    Raise TooManyChangesError where it changed very often within an hour: whoever opens a complaint
    could otherwise send letters to any address without end.
    """
    whole, *others = complainants_of(work.session, complaint.id)
    kept = (complaint.reply_by, whole.email or "", whole.phone or "", whole.address or "")
    is_changed = kept != (reply_by.value, email, phone, address)
    if is_changed:
        ensure_seldom(work, complaint, (EntryKind.CONTACT_CHANGED,), CONTACT_CHANGES_AN_HOUR)
    former = letters.address_of(complaint.reply_by, whole.email, whole.phone)
    for person in (whole, *(row for row in others if row.email or row.phone or row.address)):
        reach(work, person, email, phone, address)
    complaint.reply_by = reply_by.value
    changed = ContactChanged(work, complaint, reply_by, email, phone, address)
    work.features.happened(changed)
    if not is_changed:
        return
    work.record(complaint, EntryKind.CONTACT_CHANGED)
    letters.to_citizen(work, complaint, CONTACT_CHANGED)
    if former and not is_same(former, letters.address_of(reply_by, email, phone)):
        letters.to_citizen(work, complaint, CONTACT_LEFT, former=former)


def is_same(former: str, address: str | None) -> bool:
    """Tell whether two addresses are one, however their letters are written."""
    return address is not None and former.casefold() == address.casefold()


def reach(work: Work, person: PersonRecord, email: str, phone: str, address: str) -> None:
    """Keep how somebody is reached from now on; what is empty is not kept."""
    person.email, person.phone, person.address = email or None, phone or None, address or None
    person.email_hash = (email and work.keyring.hashed(email.lower(), "email")) or None


def leave_time_to_reopen(work: Work, complaint: ComplaintRecord) -> TimeToReopen:
    """Start the time in which a closed complaint may be taken up again; return what letters tell.

    It is the agency's of today, because it is promised only now. Nothing but the complainant's
    asking ends it early: what the staff writes meanwhile does not move it.
    """
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.reopening
    if promise is None or is_own_motion(complaint):
        return {}
    clock = running_clocks.start_clock(
        work, complaint, ClockKind.REOPENING, promise, release_id=agency.release_id
    )
    assert clock.last_day is not None
    return {
        "reopening_day": clock.last_day,
        "reopening_is_sample": promise.confidence is Confidence.ASSUMED,
    }


class NewDate(Struct, frozen=True):
    """By when an answer would come if it were asked again now, and from which level.

    It `is_vacant` where nobody could give it there, nor higher.
    """

    by: EscalationStep
    last_day: date | None
    is_sample: bool
    is_vacant: bool = False

    @property
    def mark(self) -> str:
        """What a page says of itself that showed it."""
        return f"{self.by.to} {self.last_day}"


def review_ahead(work: Work, complaint: ComplaintRecord) -> NewDate | None:
    """Return who would review an answer if it were asked for now, and by when; None at the top."""
    up = one_step_up(work, complaint, _handlers(work, complaint))
    if up is None:
        return None
    return date_ahead(work, up.step, _promise(work, up.step), is_vacant=up.is_vacant)


def date_ahead(
    work: Work, step: EscalationStep, promise: Promise, *, is_vacant: bool = False
) -> NewDate:
    """Return by when a level would answer whose time began now."""
    due = planned(ClockKind.ANSWER, 1, promise, work.now, work.advised.calendar).due
    return NewDate(step, due.last_day, promise.confidence is Confidence.ASSUMED, is_vacant)


def begin_review(
    work: Work, complaint: ComplaintRecord, reason: str, once: str | None = None
) -> None:
    """Hand what was answered to the next level, whether it may still be asked for or not."""
    status = status_after(Status(complaint.status), Action.ASK_REVIEW)
    if is_blank(reason):
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
    asked_of = entries.ReviewAsked(up.level, started.last_day, sorted(handlers), up.passed_over)
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
    assigned = {complaint.assignee_id} if complaint.assignee_id is not None else set()
    answered = answered_by(work.session, complaint.id)
    return handlers_before_review(work, complaint).union(assigned, answered)


def again_promised(work: Work) -> Promise:
    """Return the time in which an answer comes to what is taken up again: all of it is there."""
    return replace(work.advised.answer_promise, complete_within=None)


def take_up_again(work: Work, complaint: ComplaintRecord) -> date | None:
    """Open a closed complaint again at the first level; return the last day for its new answer."""
    meet_in_time(work, complaint)
    open_again(work, complaint, status_after(Status(complaint.status), Action.REOPEN))
    path = work.advised.path
    complaint.level, complaint.holder, complaint.top_level = 1, path[0].to, len(path)
    started = running_clocks.start_answer(work, complaint, 1, again_promised(work))
    running_clocks.start_silence(work, started)
    return started.last_day


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
    for issue in issues_of(work.session, complaint.id):
        issue.finding = issue.reasons = issue.measure = issue.criteria = issue.given = None
