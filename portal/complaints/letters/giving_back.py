"""What was confirmed and did not leave: it comes back to its author, and the history keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.complaints.entries import Noted
from portal.complaints.letters.letters import add_message, notify, to_members
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.handling.held_messages import CameBack, Waiting
from portal.words.letters.to_staff import TEXT_CAME_BACK, TEXT_LEFT_BEHIND, TEXT_NOT_SENT

KEPT_FOR = timedelta(days=30)
"""How long a text that came back is kept for its author, as drafts are."""


def give_back(
    work: Work, complaint: ComplaintRecord, held: HeldMessageRecord, why: CameBack
) -> None:
    """Let a text come back to its author, who is told, unless they took it back themself."""
    held.waiting, held.leaves_at = Waiting.AUTHOR.value, None
    held.came_back, held.came_back_at = why.value, work.now
    if why is CameBack.REFUSED:
        _keep_unsent(work, complaint, held)
    elif held.author_id != work.actor.user_id:
        author = work.staff.working_as(work.session, complaint.agency, held.author_id)
        notify(work, complaint, author, TEXT_CAME_BACK)


def _keep_unsent(work: Work, complaint: ComplaintRecord, held: HeldMessageRecord) -> None:
    """Keep in the history what cannot leave, for those who handle the complaint after its author.

    Whoever heads the service is told as well as its author, who may be kept out of it by now.
    """
    words = work.features.content_of(held.kind, held.content).words
    portals = replace(work, actor=PORTAL)
    noted = Noted(unsent=held.kind, who=held.author_id)
    seq = portals.record(complaint, noted, text=words)
    add_message(portals, complaint, "note", words, seq)
    is_kept_out = held.author_id in work.staff.excluded
    everybody = work.staff.excluding(())
    author = everybody.working_as(work.session, complaint.agency, held.author_id)
    if is_kept_out:
        to_members(work, complaint, author, TEXT_LEFT_BEHIND)
    elif held.author_id != work.actor.user_id:
        notify(work, complaint, author, TEXT_CAME_BACK)
    heads = without(work.staff.heads(work.session, complaint.agency), author)
    notify(work, complaint, heads, TEXT_NOT_SENT)


def forget(work: Work, complaint: ComplaintRecord, kind: str) -> None:
    """Erase what of this kind came back to the actor: they sent it anew, or give it up.

    A text of another kind that came back stays theirs: to ask something is not to give up an
    answer.
    """
    held = HeldMessageRecord
    of_actor = (
        held.complaint_id == complaint.id,
        held.author_id == work.actor.user_id,
        held.waiting == Waiting.AUTHOR.value,
        held.kind == str(kind),
    )
    work.session.execute(delete(held).where(*of_actor))


def erase_old(session: Session, now: datetime) -> int:
    """Erase the texts that came back long ago; return how many."""
    held = HeldMessageRecord
    old = delete(held).where(
        held.waiting == Waiting.AUTHOR.value, held.came_back_at < now - KEPT_FOR
    )
    return len(session.execute(old.returning(held.id)).all())
