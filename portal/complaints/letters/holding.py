"""What leaves for complainants: confirmed, held, sent once its moment has come, or given back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from portal.complaints.accounts import actor_of
from portal.complaints.api_clients import client_acting
from portal.complaints.entries import AnswerJudged, entry_of
from portal.complaints.events import Content, Left
from portal.complaints.letters.giving_back import forget, give_back, opened
from portal.complaints.letters.posted import Written, planned_letter
from portal.complaints.queries.accounts import user_of
from portal.complaints.queries.held_messages import added_since, was_cancelled
from portal.complaints.queries.waiting_letters import last_letter, letter_after, newest_text
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.complaints.work import Work, require
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.actor import Actor
from portal.domain.complaint import facts_of
from portal.domain.conclusion import Verdict
from portal.domain.errors import (
    AlreadyCancelledError,
    AlreadyOnItsWayError,
    NotAllowedError,
    NotOnItsWayError,
    PortalError,
    StaleComplaintError,
)
from portal.domain.handling.held_messages import (
    CameBack,
    Confirmed,
    Outgoing,
    Waiting,
    keeps,
    whose,
)
from portal.domain.time.clock import ClockKind


def confirm(
    work: Work, complaint: ComplaintRecord, content: Content, hold: timedelta
) -> Waiting | None:
    """Take in what its author confirmed; return where it waits, None if it has left already.

    It leaves after `hold`, at once without any; what somebody has to read before waits first
    for that. Whatever would keep it from leaving now is raised now.
    """
    require(work, complaint, content.kind.permission)
    if on_its_way(work.session, complaint) is not None:
        raise AlreadyOnItsWayError
    rehearse(work, complaint, content)
    forget(work, complaint, content.kind)
    if work.features.asks_reader(work, complaint, content.kind):
        held = _kept(work, complaint, content, Waiting.READER)
        work.session.add(held)
        return Waiting.READER
    if not hold:
        carry_out(work, complaint, content)
        return None
    held = _kept(work, complaint, content, Waiting.HOLD)
    held.leaves_at = work.now + hold
    work.session.add(held)
    return Waiting.HOLD


def let_go(
    work: Work, complaint: ComplaintRecord, held: HeldMessageRecord, hold: timedelta
) -> bool:
    """Let what the actor read leave after `hold`, at once without any: it counts from now on.

    What closes a complaint to which its complainant added something since it was written comes
    back to its author instead; return whether it goes on. Raise HeldTextNotOpenedError.
    """
    opened(work, held)
    if Outgoing(held.kind).closes and _was_added_to(work, complaint, held.confirmed_at):
        give_back(work, complaint, held, CameBack.REFUSED)
        return False
    held.waiting, held.read_by = Waiting.HOLD.value, work.actor.user_id
    held.confirmed_at, held.leaves_at = work.now, work.now + hold
    if not hold:
        work.session.flush()
        leave_if_due(work, complaint, held.id)
    return True


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
    before = len(work.notices)
    try:
        with work.session.begin_nested():
            _leave(work, complaint, held)
    except PortalError:
        del work.notices[before:]
        give_back(work, complaint, held, CameBack.REFUSED)
        return False
    return True


def _leave(work: Work, complaint: ComplaintRecord, held: HeldMessageRecord) -> None:
    author = _author(work, held)
    content = opened(work, held)
    if content.kind.closes and _was_added_to(work, complaint, held.confirmed_at):
        raise StaleComplaintError
    theirs = replace(
        work, actor=author, lenders=set(), confirmed=Confirmed(held.confirmed_at, held.read_by)
    )
    # Gone before it is carried out: closing a complaint gives back what is still on its way.
    work.session.delete(held)
    work.session.flush()
    carry_out(theirs, complaint, content)
    work.session.flush()


def _was_added_to(work: Work, complaint: ComplaintRecord, since: datetime) -> bool:
    """Tell whether the complainant wrote since then: a closed complaint would leave it unread.

    To say that the answer meets the complaint is to add nothing.
    """
    later = map(entry_of, added_since(work.session, complaint.id, since))
    return any(
        not isinstance(entry, AnswerJudged) or entry.verdict != Verdict.YES for entry in later
    )


def _author(work: Work, held: HeldMessageRecord) -> Actor:
    user = user_of(work.session, held.author_id)
    # A client of the API has an account by which nobody signs in.
    if not user.is_active and (client := client_acting(work.session, user.id)):
        return client
    if not user.is_active or user.id in work.staff.excluded:
        raise NotAllowedError(Outgoing(held.kind).permission)
    return actor_of(work.session, user, work.now)


def _kept(
    work: Work, complaint: ComplaintRecord, content: Content, waiting: Waiting
) -> HeldMessageRecord:
    assert work.actor.user_id is not None, "what waits comes back to somebody who signs in"
    return HeldMessageRecord(
        complaint_id=complaint.id,
        kind=content.kind.value,
        waiting=waiting.value,
        content=content.stored() | whose(complaint.id, content.kind, work.actor.user_id),
        author_id=work.actor.user_id,
        confirmed_at=work.now,
    )


def carry_out(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    """Do what was confirmed; raise what the use case raises if it cannot be done any more."""
    work.features.outgoing[type(content)](work, complaint, content)
    work.features.happened(Left(work, complaint, content))


def rehearse(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    """Raise what carrying it out would raise now; nothing is done."""
    with tried_only(work):
        carry_out(work, complaint, content)
        work.session.flush()


@contextmanager
def tried_only(work: Work) -> Iterator[None]:
    """Undo at the end whatever is done meanwhile, and tell nobody of it."""
    before = len(work.notices)
    with work.session.begin_nested() as nested:
        yield
        nested.rollback()
    del work.notices[before:]


# In the query's own text, as in the index of what is on its way.
_BACK: ColumnElement[str] = literal_column(f"'{Waiting.AUTHOR.value}'")


def on_its_way(
    session: Session, complaint: ComplaintRecord, **options: Any
) -> HeldMessageRecord | None:
    """Return what of a complaint was confirmed and has not left, as it is now."""
    held = HeldMessageRecord
    return session.scalar(
        select(held)
        .where(held.complaint_id == complaint.id, held.waiting != _BACK)
        .execution_options(populate_existing=True, **options)
    )


def may_be_kept(
    work: Work, complaint: ComplaintRecord, kind: ClockKind, due_at: datetime | None
) -> bool:
    """Tell whether a date that ran out is not missed yet: what was confirmed before is held."""
    obligation = work.features.obligation(kind)
    if obligation is None or not obligation.kept_by:
        return False
    if Outgoing.ANSWER in obligation.kept_by and _answer_sent(work, complaint, due_at):
        return True
    held = on_its_way(work.session, complaint)
    if held is None or held.leaves_at is None or held.kind not in obligation.kept_by:
        return False
    return keeps(due_at, held.confirmed_at, held.leaves_at, work.now)


def _answer_sent(work: Work, complaint: ComplaintRecord, due_at: datetime | None) -> bool:
    sent_at = work.features.answers_sent(work.session, [complaint.id]).get(complaint.id)
    return sent_at is not None and due_at is not None and sent_at < due_at


def cancel(work: Work, complaint: ComplaintRecord, held_id: int) -> Outgoing | None:
    """Take back what has not left yet: its author finds the text again, and is told what it is.

    Whoever may send such a text may stop it; raise NotOnItsWayError once it left, and
    AlreadyCancelledError where it was taken back already.
    """
    held = on_its_way(work.session, complaint)
    if held is None or held.id != held_id:
        if was_cancelled(work.session, complaint.id, held_id):
            raise AlreadyCancelledError
        raise NotOnItsWayError
    require(work, complaint, Outgoing(held.kind).permission)
    give_back(work, complaint, held, CameBack.CANCELLED)
    return Outgoing(held.kind) if held.author_id == work.actor.user_id else None


def stop(work: Work, complaint: ComplaintRecord, of: Collection[int] | None = None) -> None:
    """Give back what is on its way, because the complaint moved past it.

    That may be because of its complainant, who is shown none of it; or because it concerns those
    `of` whom alone anything is stopped.
    """
    held = on_its_way(work.session, complaint, **{FOR_DELIVERY: True})
    if held is not None and (of is None or held.author_id in of):
        give_back(work, complaint, held, CameBack.REFUSED)


def written_by(work: Work, complaint: ComplaintRecord, content: Content) -> Written:
    """Return what carrying it out would write now; raise what it would raise. Nothing is done."""
    last = last_letter(work.session)
    with tried_only(work):
        carry_out(work, complaint, content)
        work.session.flush()
        return _written(work, complaint, last)


def _written(work: Work, complaint: ComplaintRecord, last: int) -> Written:
    text = newest_text(work.session, complaint.id)
    codes = work.features.letters.citizen_codes
    letter = letter_after(work.session, complaint.id, last, codes)
    planned = planned_letter(letter) if letter else None
    return Written(text or "", planned, facts_of(complaint), complaint.release_id)
