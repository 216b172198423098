"""Limits on contact: proposed by officers, decided by the head, told with how to be reviewed.

Each is for one agency and ends by itself at its day. Nothing that somebody sends is ever refused.
Messages of somebody who may write once a week are each kept at once, and told together: not what
tells of reprisals, nor a new complaint.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from msgspec import Struct

from portal.complaints.events import Excluded, HandingOn, MessageReceived, Succeeded
from portal.complaints.features import TextUse
from portal.complaints.letters import letters
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import (
    AnotherPersonNeededError,
    IncompleteError,
    TransitionNotAllowedError,
    required,
)
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.time.clock import count, is_overdue
from portal.domain.time.promise import Allowance
from portal.domain.typed import is_blank
from portal.features.contact_limits import rules
from portal.features.contact_limits.letters import (
    LIMIT_ENDED,
    LIMIT_PROPOSED,
    LIMIT_REVIEW_FOR_YOU,
    LIMIT_WITHOUT_CONTACT,
    ContactLimited,
    LimitReviewed,
    LimitReviewOutside,
    MessagesGrouped,
)
from portal.features.contact_limits.queries import (
    complainant_email_hash,
    limits_from,
    limits_over,
    messages_waiting,
    reviewers,
    weekly_limit,
    who_may_answer,
)
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.contact_limits.rules import GROUPED_FOR, LimitState, Means
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime

LIMIT, DECLINED, REVIEW = "contact_limit", "limit_declined", "limit_review"
REVIEWED, LIFTED = "limit_reviewed", "limit_lifted"
TEXTS = dict.fromkeys((LIMIT, REVIEW, REVIEWED, LIFTED), TextUse.EXCHANGED) | {
    DECLINED: TextUse.INTERNAL
}
"""The kinds of texts: why contact is limited or not, and what came of it."""


class Limit(Struct, frozen=True):
    """What is to be limited, why, and for how long."""

    means: Collection[Means]
    facts: str
    lasts: Allowance
    contact_id: int | None = None


# Proposing and deciding.


def limit_contact(work: Work, complaint: ComplaintRecord, limit: Limit) -> None:
    """Limit contact with a complainant; what an officer says is a proposal to the head.

    Raise IncompleteError naming what is missing, or that it lasts too long.
    """
    require(work, complaint, Permission.PROPOSE_LIMIT)
    if limits_from(work.session, complaint.id, LimitState.PROPOSED, LimitState.IN_FORCE):
        raise TransitionNotAllowedError(complaint.status, "limit_contact")
    record = _proposed(work, complaint, limit)
    work.session.add(record)
    if may(work.actor, Permission.DECIDE_LIMIT, complaint.agency):
        _put_in_force(work, complaint, record)
    else:
        work.record(complaint, EntryKind.LIMIT_PROPOSED)
        heads = work.staff.heads(work.session, complaint.agency)
        letters.to_members(work, complaint, heads, LIMIT_PROPOSED)


def decide(work: Work, complaint: ComplaintRecord, is_agreed: bool, reason: str = "") -> None:
    """Put a proposed limit in force, or decline it with a reason that stays inside."""
    require(work, complaint, Permission.DECIDE_LIMIT)
    record = _the_limit(work, complaint, LimitState.PROPOSED, "limit")
    if is_agreed:
        if is_overdue(record.ends_at, work.now):
            raise IncompleteError("lasts")
        if Means.ONE_PERSON in record.means and record.contact_id is None:
            raise IncompleteError("contact_person")
        _put_in_force(work, complaint, record)
        return
    why = required(reason, "reason")
    record.state, record.decided_by = LimitState.DECLINED.value, work.actor.user_id
    record.decided_at = record.ended_at = work.now
    letters.record_text(work, complaint, EntryKind.LIMIT_DECLINED, DECLINED, why)


def _the_limit(
    work: Work, complaint: ComplaintRecord, state: LimitState, action: str
) -> ContactLimitRecord:
    """Return the limit of this state, or raise TransitionNotAllowedError where there is none."""
    limits = limits_from(work.session, complaint.id, state)
    if not limits:
        raise TransitionNotAllowedError(complaint.status, action)
    return limits[-1]


def _proposed(work: Work, complaint: ComplaintRecord, limit: Limit) -> ContactLimitRecord:
    """Return a limit that is proposed now; raise IncompleteError naming what is missing."""
    longest = work.agencies.agency(complaint.agency).configured.longest_limit.allowance
    contact = limit.contact_id or 0
    able = who_may_answer(work.session, complaint, work.staff.excluded)
    answers = contact in {member.user_id for member in able} and work.staff.working_as(
        work.session, complaint.agency, contact
    )
    is_by_one, lasts = Means.ONE_PERSON in limit.means, limit.lasts
    wrong = {
        "means": not limit.means,
        "facts": is_blank(limit.facts),
        "lasts": lasts.unit is not longest.unit or not 1 <= lasts.amount <= longest.amount,
        "contact_person": is_by_one and not answers,
    }
    if any(wrong.values()):
        raise IncompleteError(*(code for code, is_wrong in wrong.items() if is_wrong))
    due = count(work.now, lasts, work.advised.calendar)
    assert due.due_at is not None
    assert due.last_day is not None, "a limit is counted in days or months"
    return ContactLimitRecord(
        complaint_id=complaint.id,
        agency=complaint.agency,
        email_hash=complainant_email_hash(work.session, complaint.id),
        state=LimitState.PROPOSED.value,
        means=[means.value for means in Means if means in limit.means],
        contact_id=limit.contact_id if is_by_one else None,
        facts=limit.facts.strip(),
        last_day=due.last_day,
        ends_at=due.due_at,
        proposed_by=work.actor.user_id,
        proposed_at=work.now,
        waiting=0,
    )


def _put_in_force(work: Work, complaint: ComplaintRecord, record: ContactLimitRecord) -> None:
    record.state, record.decided_by = LimitState.IN_FORCE.value, work.actor.user_id
    record.decided_at = work.now
    entry = rules.ContactLimited(record.means, record.last_day)
    letters.record_text(work, complaint, entry, LIMIT, record.facts)
    limited = ContactLimited(tuple(record.means), record.last_day, _last_recourse(work))
    letters.to_citizen(work, complaint, limited)


def _last_recourse(work: Work) -> tuple[str, ...]:
    """Return the code of where else to turn about a limit, where there is anybody."""
    return tuple(recourse.code for recourse in work.advised.recourses[-1:])


# A review by the top authority.


def ask_review(work: Work, complaint: ComplaintRecord, why: str, once: str | None = None) -> None:
    """Let the complainant ask for a review: the top authority is told at once. Asked once a limit.

    Where nobody of the agency may review it, the complainant is told where else to turn.
    """
    body = required(why, "body")
    record = _the_limit(work, complaint, LimitState.IN_FORCE, "ask_limit_review")
    if record.review_asked_at is not None:
        return
    record.review_asked_at = work.now
    letters.record_text(work, complaint, EntryKind.LIMIT_REVIEW_ASKED, REVIEW, body, once)
    inside = reviewers(work.session, work.staff, complaint.agency, record.decided_by)
    if inside:
        letters.to_members(work, complaint, inside, LIMIT_REVIEW_FOR_YOU)
    else:
        letters.to_citizen(work, complaint, LimitReviewOutside(_last_recourse(work)))


def review(work: Work, complaint: ComplaintRecord, goes_on: bool, reasons: str) -> None:
    """Say whether a limit goes on, with reasons that the complainant reads.

    Raise AnotherPersonNeededError for whoever decided it.
    """
    require(work, complaint, Permission.REVIEW_LIMIT)
    record = _the_limit(work, complaint, LimitState.IN_FORCE, "review_limit")
    if record.review_asked_at is None or record.reviewed_at is not None:
        raise TransitionNotAllowedError(complaint.status, "review_limit")
    if record.decided_by == work.actor.user_id:
        raise AnotherPersonNeededError
    why = required(reasons, "reason")
    record.reviewed_by, record.reviewed_at = work.actor.user_id, work.now
    letters.record_text(work, complaint, rules.LimitReviewed(goes_on), REVIEWED, why)
    letters.to_citizen(work, complaint, LimitReviewed(goes_on, _last_recourse(work)))
    if not goes_on:
        _end(work, complaint, record, LimitState.LIFTED)


# Somebody who reviews, or answers alone, is kept out.


def pass_on(event: Excluded) -> None:
    """Let nobody be the one who answers, or reviews a limit, whom the complaint concerns.

    A review that waits goes to whoever is left; where that is nobody, its complainant is told
    where else to turn.
    """
    work, complaint = event.work, event.complaint
    open_ones = (LimitState.PROPOSED, LimitState.IN_FORCE)
    for record in limits_from(work.session, complaint.id, *open_ones):
        if record.contact_id in event.people:
            record.contact_id = None
            heads = work.staff.heads(work.session, complaint.agency)
            letters.to_members(work, complaint, heads, LIMIT_WITHOUT_CONTACT)
        if record.review_asked_at is not None and record.reviewed_at is None:
            _pass_review_on(work, complaint, record, event.people)


def _pass_review_on(
    work: Work, complaint: ComplaintRecord, record: ContactLimitRecord, people: Collection[int]
) -> None:
    before, after = (
        reviewers(work.session, staff, complaint.agency, record.decided_by)
        for staff in (work.staff.excluding(work.staff.excluded - {*people}), work.staff)
    )
    if after:
        letters.to_members(work, complaint, without(after, before), LIMIT_REVIEW_FOR_YOU)
    elif before:
        letters.to_citizen(work, complaint, LimitReviewOutside(_last_recourse(work)))


# The end of a limit.


def lift(work: Work, complaint: ComplaintRecord, reason: str) -> None:
    """End a limit before its day; the complainant is told."""
    require(work, complaint, Permission.DECIDE_LIMIT)
    why = required(reason, "reason")
    record = _the_limit(work, complaint, LimitState.IN_FORCE, "limit")
    _end(work, complaint, record, LimitState.LIFTED, why)


def end_by_itself(work: Work, complaint: ComplaintRecord) -> bool:
    """End a limit whose day has come; return whether there was one."""
    limits = limits_from(work.session, complaint.id, LimitState.IN_FORCE)
    over = [record for record in limits if is_overdue(record.ends_at, work.now)]
    for record in over:
        _end(work, complaint, record, LimitState.OVER)
    return bool(over)


def leave_behind(event: HandingOn) -> None:
    """End what limits contact: the agency that gets the complaint decided none of it."""
    work, complaint = event.work, event.complaint
    for record in limits_from(work.session, complaint.id, LimitState.IN_FORCE):
        _end(work, complaint, record, LimitState.OVER)
    for record in limits_from(work.session, complaint.id, LimitState.PROPOSED):
        record.state, record.ended_at = LimitState.DECLINED.value, work.now


def go_along(event: Succeeded) -> None:
    """Let what limits contact hold with the successor of the agency that decided it."""
    for record in limits_from(event.work.session, event.complaint.id, *LimitState):
        record.agency = event.complaint.agency


def _end(
    work: Work,
    complaint: ComplaintRecord,
    record: ContactLimitRecord,
    state: LimitState,
    reason: str | None = None,
) -> None:
    """Let a limit hold no more, and tell the complainant."""
    record.state, record.ended_at, record.waiting = state.value, work.now, 0
    entry = rules.LimitEnded(why=state.value)
    if reason:
        letters.record_text(work, complaint, entry, LIFTED, reason)
    else:
        work.record(complaint, entry)
    letters.to_citizen(work, complaint, LIMIT_ENDED)


# Messages told once a week.


def group_message(event: MessageReceived) -> None:
    """Keep a new message for the end of the week, where its writer may write once a week."""
    limit, now = weekly_limit(event.work.session, event.complaint.id), event.work.now
    if limit is None:
        return
    if limit.told_at is None or now - limit.told_at >= GROUPED_FOR:
        limit.told_at = now
    else:
        limit.waiting += 1
        event.is_told = False


def tell_grouped(work: Work, complaint: ComplaintRecord) -> bool:
    """Tell how many messages came in the week; return whether any did."""
    limit = weekly_limit(work.session, complaint.id)
    if limit is None or not limit.waiting:
        return False
    letters.to_assignee(work, complaint, MessagesGrouped(limit.waiting))
    limit.told_at, limit.waiting = work.now, 0
    return True


# What the worker does.


def end_limits(runtime: Runtime, now: datetime) -> int:
    """End the limits on contact whose day has come; return how many complaints they were about."""
    return runtime.change_waiting(partial(limits_over, now=now), end_by_itself, now)


def tell_of_grouped(runtime: Runtime, now: datetime) -> int:
    """Tell of the messages that were grouped for a week; return of how many complaints."""
    return runtime.change_waiting(partial(messages_waiting, now=now), tell_grouped, now)


JOBS = (
    Job("end limits", Place.BEFORE_CLOCKS, each_run(end_limits), counted="limits_ended"),
    Job("tell of grouped", Place.BEFORE_CLOCKS, each_run(tell_of_grouped), counted="grouped_told"),
)
