"""Limits on contact: proposed by officers, decided by the head, told with how to be reviewed.

Each is for one agency and ends by itself at its day. Nothing that somebody sends is ever refused.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, literal_column, select, update
from sqlalchemy.orm import Session

from portal.complaints.events import Succeeded
from portal.complaints.letters import letters
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.work import Work, require
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.promise import Promise
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import count, is_overdue
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.contact_limits.rules import LimitState, Means

LIMIT, DECLINED, REVIEW, REVIEWED, LIFTED = TEXTS = (
    *("contact_limit", "limit_declined", "limit_review", "limit_reviewed", "limit_lifted"),
)
"""The kinds of texts: why contact is limited or not, and what came of it."""

# In the query's own text, as in the index of the few limits it chooses.
_IN_FORCE: ColumnElement[str] = literal_column(f"'{LimitState.IN_FORCE.value}'")


@dataclass(frozen=True, slots=True)
class Limit:
    """What is to be limited, why, and for how long."""

    means: Collection[Means]
    facts: str
    lasts: Allowance
    contact_id: int | None = None


def limit_contact(work: Work, complaint: ComplaintRecord, said: Limit) -> None:
    """Limit contact with a complainant; what an officer says is a proposal to the head.

    Raise IncompleteError naming what is missing, or that it lasts too long.
    """
    require(work, complaint, Permission.PROPOSE_LIMIT)
    if limits_of(work, complaint, LimitState.PROPOSED, LimitState.IN_FORCE):
        raise TransitionNotAllowedError(complaint.status, "limit_contact")
    configured = work.agencies.agency(complaint.agency).configured
    _refuse_incomplete(work, complaint, said, configured.longest_limit)
    record = _proposed(work, complaint, said)
    work.session.add(record)
    if may(work.actor, Permission.DECIDE_LIMIT, complaint.agency):
        _put_in_force(work, complaint, record)
        return
    work.record(complaint, EntryKind.LIMIT_PROPOSED)
    heads = work.staff.heads(work.session, complaint.agency)
    letters.to_members(work, complaint, heads, "limit_proposed")


def decide(work: Work, complaint: ComplaintRecord, is_agreed: bool, reason: str = "") -> None:
    """Put a proposed limit in force, or decline it with a reason that stays inside."""
    require(work, complaint, Permission.DECIDE_LIMIT)
    record = _the(work, complaint, LimitState.PROPOSED)
    if is_agreed:
        if is_overdue(record.ends_at, work.now):
            raise IncompleteError("lasts")
        _put_in_force(work, complaint, record)
        return
    if not reason.strip():
        raise IncompleteError("reason")
    record.state, record.decided_by = LimitState.DECLINED.value, work.actor.user_id
    record.decided_at = record.ended_at = work.now
    seq = work.record(complaint, EntryKind.LIMIT_DECLINED, text=reason)
    letters.add_message(work, complaint, DECLINED, reason.strip(), seq)


def lift(work: Work, complaint: ComplaintRecord, reason: str) -> None:
    """End a limit before its day; the complainant is told."""
    require(work, complaint, Permission.DECIDE_LIMIT)
    if not reason.strip():
        raise IncompleteError("reason")
    end(work, complaint, _the(work, complaint, LimitState.IN_FORCE), LimitState.LIFTED, reason)


def limits_over(session: Session, now: datetime) -> list[str]:
    """Return the numbers of the complaints whose limit has come to its day."""
    statement = (
        select(ComplaintRecord.number)
        .join(ContactLimitRecord, ContactLimitRecord.complaint_id == ComplaintRecord.id)
        .where(ContactLimitRecord.state == _IN_FORCE, ContactLimitRecord.ends_at <= now)
    )
    return list(session.scalars(statement))


def end_by_itself(work: Work, complaint: ComplaintRecord) -> bool:
    """End a limit whose day has come; return whether there was one."""
    found = limits_of(work, complaint, LimitState.IN_FORCE)
    over = [one for one in found if is_overdue(one.ends_at, work.now)]
    for one in over:
        end(work, complaint, one, LimitState.OVER)
    return bool(over)


def leave_behind(work: Work, complaint: ComplaintRecord) -> None:
    """End what limits contact: the agency that gets the complaint decided none of it."""
    for one in limits_of(work, complaint, LimitState.IN_FORCE):
        end(work, complaint, one, LimitState.OVER)
    for one in limits_of(work, complaint, LimitState.PROPOSED):
        one.state, one.ended_at = LimitState.DECLINED.value, work.now


def go_along(event: Succeeded) -> None:
    """Let what limits contact hold with the successor of the agency that decided it."""
    complaint = event.complaint
    theirs = update(ContactLimitRecord).where(ContactLimitRecord.complaint_id == complaint.id)
    event.work.session.execute(theirs.values(agency=complaint.agency))


def end(
    work: Work,
    complaint: ComplaintRecord,
    record: ContactLimitRecord,
    state: LimitState,
    reason: str | None = None,
) -> None:
    """Let a limit hold no more, and tell the complainant."""
    record.state, record.ended_at, record.waiting = state.value, work.now, 0
    seq = work.record(complaint, EntryKind.LIMIT_ENDED, text=reason, why=state.value)
    if reason:
        letters.add_message(work, complaint, LIFTED, reason.strip(), seq)
    letters.to_citizen(work, complaint, "limit_ended")


def limits_of(
    work: Work, complaint: ComplaintRecord, *states: LimitState
) -> list[ContactLimitRecord]:
    """Return the limits that were decided from this complaint, in these states."""
    limit = ContactLimitRecord
    chosen = (limit.complaint_id == complaint.id, limit.state.in_(states))
    # Whoever acts, be it the complainant: what is only proposed they are shown nowhere.
    found = select(limit).where(*chosen).order_by(limit.id)
    return list(work.session.scalars(found.execution_options(**{FOR_DELIVERY: True})))


def _the(work: Work, complaint: ComplaintRecord, state: LimitState) -> ContactLimitRecord:
    found = limits_of(work, complaint, state)
    if not found:
        raise TransitionNotAllowedError(complaint.status, "limit")
    return found[-1]


def _refuse_incomplete(
    work: Work, complaint: ComplaintRecord, said: Limit, longest: Promise
) -> None:
    allowed = longest.allowance
    is_within = said.lasts.unit is allowed.unit and 1 <= said.lasts.amount <= allowed.amount
    contact = work.staff.working_as(work.session, complaint.agency, said.contact_id or 0)
    wrong = {
        "means": not said.means,
        "facts": not said.facts.strip(),
        "lasts": not is_within,
        "contact_person": Means.ONE_PERSON in said.means and not contact,
    }
    missing = [code for code, is_wrong in wrong.items() if is_wrong]
    if missing:
        raise IncompleteError(*missing)


def _proposed(work: Work, complaint: ComplaintRecord, said: Limit) -> ContactLimitRecord:
    due = count(work.now, said.lasts, work.advised.calendar)
    assert due.due_at is not None
    assert due.last_day is not None, "a limit is counted in days or months"
    has_contact = Means.ONE_PERSON in said.means
    return ContactLimitRecord(
        complaint_id=complaint.id,
        agency=complaint.agency,
        email_hash=_email_hash(work, complaint),
        state=LimitState.PROPOSED.value,
        means=[one.value for one in Means if one in said.means],
        contact_id=said.contact_id if has_contact else None,
        facts=said.facts.strip(),
        last_day=due.last_day,
        ends_at=due.due_at,
        proposed_by=work.actor.user_id,
        proposed_at=work.now,
        waiting=0,
    )


def _put_in_force(work: Work, complaint: ComplaintRecord, record: ContactLimitRecord) -> None:
    record.state, record.decided_by = LimitState.IN_FORCE.value, work.actor.user_id
    record.decided_at = work.now
    day = record.last_day.isoformat()
    told = {"means": record.means, "last_day": day}
    seq = work.record(complaint, EntryKind.CONTACT_LIMITED, text=record.facts, **told)
    letters.add_message(work, complaint, LIMIT, record.facts, seq)
    recourses = [one.code for one in work.advised.recourses[-1:]]
    letters.to_citizen(work, complaint, "contact_limited", recourses=recourses, seq=seq, **told)


def _email_hash(work: Work, complaint: ComplaintRecord) -> str | None:
    # The first row is whole, whatever of it the agency may read.
    statement = (
        select(PersonRecord.email_hash)
        .where(PersonRecord.complaint_id == complaint.id, PersonRecord.role == COMPLAINANT)
        .order_by(PersonRecord.id)
        .limit(1)
        .execution_options(**{FOR_DELIVERY: True})
    )
    return work.session.scalar(statement)
