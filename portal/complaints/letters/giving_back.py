"""What was confirmed and did not leave: it comes back to its author, and the history keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.entries import Noted
from portal.complaints.events import Content
from portal.complaints.letters.letters import add_message, notify, to_members
from portal.complaints.queries.held_messages import came_back_before, came_back_to
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.complaints.work import Work
from portal.db.unopened import Unopened
from portal.domain.actor import PORTAL
from portal.domain.errors import HeldTextNotOpenedError
from portal.domain.handling.held_messages import CameBack, Waiting
from portal.domain.text import NOT_OPENED
from portal.words.letters.to_staff import (
    TEXT_CAME_BACK,
    TEXT_LEFT_BEHIND,
    TEXT_NOT_OPENED,
    TEXT_NOT_SENT,
)

KEPT_FOR = timedelta(days=30)
"""How long a text that came back is kept for its author, as drafts are."""


def give_back(
    work: Work, complaint: ComplaintRecord, held: HeldMessageRecord, why: CameBack
) -> None:
    """Let a text come back to its author, who is told, unless they took it back themself.

    One that could not leave and does not open comes back as such: it has to be written anew.
    """
    words = _words(work, held) if why is CameBack.REFUSED else ""
    why = CameBack.NOT_OPENED if words == NOT_OPENED else why
    held.waiting, held.leaves_at = Waiting.AUTHOR.value, None
    held.came_back, held.came_back_at = why.value, work.now
    if why is CameBack.NOT_OPENED:
        _keep_in_history(work, complaint, held, words)
        _tell_of_unopened(work, complaint, held)
    elif why is CameBack.REFUSED:
        _keep_in_history(work, complaint, held, words)
        _tell_of_unsent(work, complaint, held)
    elif held.author_id != work.actor.user_id:
        author = work.staff.working_as(work.session, complaint.agency, held.author_id)
        notify(work, complaint, author, TEXT_CAME_BACK)


def opened(work: Work, held: HeldMessageRecord) -> Content:
    """Return what was confirmed; raise HeldTextNotOpenedError, noted for administrators."""
    try:
        return work.features.confirmed_content(held)
    except HeldTextNotOpenedError:
        dialect: Any = work.session.get_bind().dialect
        dialect.unopened.note(Unopened(f"{held.__tablename__}.content", str(held.id)))
        raise


def _words(work: Work, held: HeldMessageRecord) -> str:
    try:
        return opened(work, held).words
    except HeldTextNotOpenedError:
        return NOT_OPENED


def _keep_in_history(
    work: Work, complaint: ComplaintRecord, held: HeldMessageRecord, words: str
) -> None:
    """Keep what cannot leave for those who handle the complaint after its author."""
    portals = replace(work, actor=PORTAL)
    noted = Noted(unsent=held.kind, who=held.author_id)
    seq = portals.record(complaint, noted, text=words)
    add_message(portals, complaint, "note", words, seq)


def _tell_of_unsent(work: Work, complaint: ComplaintRecord, held: HeldMessageRecord) -> None:
    """Tell its author, who may be kept out of it by now, and whoever heads the service."""
    is_kept_out = held.author_id in work.staff.excluded
    everybody = work.staff.excluding(())
    author = everybody.working_as(work.session, complaint.agency, held.author_id)
    if is_kept_out:
        to_members(work, complaint, author, TEXT_LEFT_BEHIND)
    elif held.author_id != work.actor.user_id:
        notify(work, complaint, author, TEXT_CAME_BACK)
    heads = without(work.staff.heads(work.session, complaint.agency), author)
    notify(work, complaint, heads, TEXT_NOT_SENT)


def _tell_of_unopened(work: Work, complaint: ComplaintRecord, held: HeldMessageRecord) -> None:
    """Tell its author, as far as the complaint is theirs to read, and whoever heads the service."""
    author = work.staff.working_as(work.session, complaint.agency, held.author_id)
    heads = work.staff.heads(work.session, complaint.agency)
    notify(work, complaint, [*author, *without(heads, author)], TEXT_NOT_OPENED)


def forget(work: Work, complaint: ComplaintRecord, kind: str) -> None:
    """Erase what of this kind came back to the actor: they sent it anew, or give it up.

    A text of another kind that came back stays theirs: to ask something is not to give up an
    answer.
    """
    for held in came_back_to(work.session, complaint.id, work.actor.user_id, str(kind)):
        work.session.delete(held)


def erase_old(session: Session, now: datetime) -> int:
    """Erase the texts that came back long ago; return how many."""
    old = came_back_before(session, now - KEPT_FOR)
    # One by one, so that the sums of their complaints follow.
    for held in old:
        session.delete(held)
    return len(old)
