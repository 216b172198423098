"""What does not leave comes back to whoever wrote it, with nothing lost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, literal_column, select
from sqlalchemy.orm import Session

from portal.complaints.letters.notices import notify
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.complaints.work import Work, require
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.errors import NotOnItsWayError
from portal.domain.held_messages import (
    KEPT_BY_LEAVING,
    MET_BY_ANSWER,
    CameBack,
    Outgoing,
    Waiting,
    keeps,
    kept_by,
)
from portal.domain.time.clock import ClockKind
from portal.words.letters.to_staff import TEXT_CAME_BACK

KEPT_FOR = timedelta(days=30)
"""How long a text that came back is kept for its author, as drafts are."""

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
    if kind not in KEPT_BY_LEAVING:
        return False
    if work.on_its_way is not None and complaint.id not in work.on_its_way:
        return False
    if kind in MET_BY_ANSWER and _answer_sent(work, complaint, due_at):
        return True
    held = on_its_way(work.session, complaint)
    if held is None or held.leaves_at is None or kind not in kept_by(Outgoing(held.kind)):
        return False
    return keeps(due_at, held.confirmed_at, held.leaves_at, work.now)


def _answer_sent(work: Work, complaint: ComplaintRecord, due_at: datetime | None) -> bool:
    sent_at = work.features.answers_sent(work.session, [complaint.id]).get(complaint.id)
    return sent_at is not None and due_at is not None and sent_at < due_at


def cancel(work: Work, complaint: ComplaintRecord, held_id: int) -> Outgoing | None:
    """Take back what has not left yet: its author finds the text again, and is told what it is.

    Whoever may send such a text may stop it; raise NotOnItsWayError once it left.
    """
    held = on_its_way(work.session, complaint)
    if held is None or held.id != held_id:
        raise NotOnItsWayError
    require(work, complaint, Outgoing(held.kind).permission)
    give_back(work, complaint, held, CameBack.CANCELLED)
    return Outgoing(held.kind) if held.author_id == work.actor.user_id else None


def stop(work: Work, complaint: ComplaintRecord) -> None:
    """Give back what is on its way, because the complaint moved past it.

    That may be because of its complainant, who is shown none of it.
    """
    held = on_its_way(work.session, complaint, **{FOR_DELIVERY: True})
    if held is not None:
        give_back(work, complaint, held, CameBack.REFUSED)


def stop_of(work: Work, complaint: ComplaintRecord, people: Collection[int]) -> None:
    """Give back what one of these people wrote and is on its way: the complaint concerns them."""
    held = on_its_way(work.session, complaint, **{FOR_DELIVERY: True})
    if held is not None and held.author_id in people:
        give_back(work, complaint, held, CameBack.REFUSED)


def give_back(
    work: Work, complaint: ComplaintRecord, held: HeldMessageRecord, why: CameBack
) -> None:
    """Let a text come back to its author, who is told, unless they took it back themself."""
    held.waiting, held.leaves_at = Waiting.AUTHOR.value, None
    held.came_back, held.came_back_at = why.value, work.now
    if held.author_id != work.actor.user_id:
        author = work.staff.working_as(work.session, complaint.agency, held.author_id)
        notify(work, complaint, author, TEXT_CAME_BACK)


def forget(work: Work, complaint: ComplaintRecord) -> None:
    """Erase what of a complaint came back to the actor: they sent it anew, or give it up."""
    held = HeldMessageRecord
    of_actor = (
        held.complaint_id == complaint.id,
        held.author_id == work.actor.user_id,
        held.waiting == Waiting.AUTHOR.value,
    )
    work.session.execute(delete(held).where(*of_actor))


def erase_old(session: Session, now: datetime) -> int:
    """Erase the texts that came back long ago; return how many."""
    held = HeldMessageRecord
    old = delete(held).where(
        held.waiting == Waiting.AUTHOR.value, held.came_back_at < now - KEPT_FOR
    )
    return len(session.execute(old.returning(held.id)).all())
