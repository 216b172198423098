"""Confirming what is to leave, and letting it leave once its moment has come, exactly once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.held_messages.carrying_out import Content, carry_out, rehearse
from portal.complaints.held_messages.coming_back import forget, give_back, on_its_way
from portal.complaints.people.accounts import actor_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.complaints.records.people import UserRecord
from portal.complaints.work import Work, require
from portal.domain.actor import Actor, ActorKind
from portal.domain.errors import (
    AlreadyOnItsWayError,
    NotAllowedError,
    PortalError,
    StaleComplaintError,
)
from portal.domain.held_messages import CameBack, Confirmed, Outgoing, Waiting
from portal.domain.history import EntryKind
from portal.domain.verdict import Verdict

_ADDING = (
    EntryKind.MESSAGE_RECEIVED.value,
    EntryKind.DOCUMENT_ADDED.value,
    EntryKind.ANSWER_JUDGED.value,
)


def confirm(
    work: Work, complaint: ComplaintRecord, kind: Outgoing, content: Content, hold: timedelta
) -> Waiting | None:
    """Take in what its author confirmed; return where it waits, None if it has left already.

    It leaves after `hold`, at once without any; what somebody has to read before waits first
    for that. Whatever would keep it from leaving now is raised now.
    """
    require(work, complaint, kind.permission)
    if on_its_way(work.session, complaint) is not None:
        raise AlreadyOnItsWayError
    rehearse(work, complaint, kind, content)
    forget(work, complaint)
    if work.features.asks_reader(work, complaint, kind):
        held = _kept(work, complaint, kind, content, Waiting.READER)
        work.session.add(held)
        return Waiting.READER
    if not hold:
        carry_out(work, complaint, kind, content)
        return None
    held = _kept(work, complaint, kind, content, Waiting.HOLD)
    held.leaves_at = work.now + hold
    work.session.add(held)
    return Waiting.HOLD


def let_go(
    work: Work, complaint: ComplaintRecord, held: HeldMessageRecord, hold: timedelta
) -> bool:
    """Let what the actor read leave after `hold`, at once without any: it counts from now on.

    What closes a complaint to which its complainant added something since it was written comes
    back to its author instead; return whether it goes on.
    """
    if Outgoing(held.kind).closes and _was_added_to(work, complaint, held.confirmed_at):
        give_back(work, complaint, held, CameBack.REFUSED)
        return False
    held.waiting, held.read_by = Waiting.HOLD.value, work.actor.user_id
    held.confirmed_at, held.leaves_at = work.now, work.now + hold
    if not hold:
        work.session.flush()
        leave_if_due(work, complaint, held.id)
    return True


def held_to_leave(session: Session, now: datetime) -> list[tuple[int, str]]:
    """Return what has to leave by now: its id and the complaint's number, the first one first."""
    held = HeldMessageRecord
    statement = (
        select(held.id, ComplaintRecord.number)
        .join(ComplaintRecord, ComplaintRecord.id == held.complaint_id)
        .where(held.waiting == Waiting.HOLD.value, held.leaves_at <= now)
        .order_by(held.leaves_at, held.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def leave_if_due(work: Work, complaint: ComplaintRecord, held_id: int) -> bool:
    """Send what was held, looking again under the lock; return whether it left.

    It leaves in the name of whoever wrote it. If it cannot any more, because the complaint was
    withdrawn for instance, it comes back to them; so does what closes a complaint to which its
    complainant added something meanwhile.
    """
    held = on_its_way(work.session, complaint)
    is_due = held is not None and held.leaves_at is not None and held.leaves_at <= work.now
    if held is None or held.id != held_id or not is_due:
        return False
    told = len(work.notices)
    try:
        with work.session.begin_nested():
            _leave(work, complaint, held)
    except PortalError:
        del work.notices[told:]
        give_back(work, complaint, held, CameBack.REFUSED)
        return False
    return True


def _leave(work: Work, complaint: ComplaintRecord, held: HeldMessageRecord) -> None:
    author = _author(work, held)
    kind, content = Outgoing(held.kind), held.content
    if kind.closes and _was_added_to(work, complaint, held.confirmed_at):
        raise StaleComplaintError
    theirs = replace(work, actor=author, confirmed=Confirmed(held.confirmed_at, held.read_by))
    # Gone before it is carried out: closing a complaint gives back what is still on its way.
    work.session.delete(held)
    work.session.flush()
    carry_out(theirs, complaint, kind, content)
    work.session.flush()


def _was_added_to(work: Work, complaint: ComplaintRecord, since: datetime) -> bool:
    """Tell whether the complainant wrote since then: a closed complaint would leave it unread.

    To say that the answer meets the complaint is to add nothing.
    """
    entry = HistoryEntryRecord
    added = select(entry.facts).where(
        entry.complaint_id == complaint.id,
        entry.kind.in_(_ADDING),
        entry.actor == ActorKind.COMPLAINANT.value,
        entry.at > since,
    )
    facts = work.session.scalars(added)
    return any(one.get("verdict") != Verdict.YES for one in facts)


def _author(work: Work, held: HeldMessageRecord) -> Actor:
    user = work.session.get_one(UserRecord, held.author_id)
    if not user.is_active or user.id in work.staff.kept_out:
        raise NotAllowedError(Outgoing(held.kind).permission)
    return actor_of(work.session, user, work.now)


def _kept(
    work: Work, complaint: ComplaintRecord, kind: Outgoing, content: Content, waiting: Waiting
) -> HeldMessageRecord:
    assert work.actor.user_id is not None, "what waits comes back to somebody who signs in"
    return HeldMessageRecord(
        complaint_id=complaint.id,
        kind=kind.value,
        waiting=waiting.value,
        content=dict(content),
        author_id=work.actor.user_id,
        confirmed_at=work.now,
    )
