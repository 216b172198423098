"""Links and requests as they are kept, and what they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord, DraftRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.complaint import ReplyBy
from portal.domain.history import EntryKind
from portal.features.access_links.records import (
    AccessLinkRecord,
    DraftLinkRecord,
    LinkRequestRecord,
)

_L, _D, _R, _H = AccessLinkRecord, DraftLinkRecord, LinkRequestRecord, HistoryEntryRecord
_OF_NOTHING_ELSE = {"synchronize_session": False}
REQUESTS_AT_ONCE = 100


class KeptLink(NamedTuple):
    """A link to a complaint: what its key is compared with, and the complaint's number."""

    id: int
    complaint_id: int
    number: str
    means: str
    key_hash: str
    ends_at: datetime
    closed_at: datetime | None


_KEPT = (_L.id, _L.complaint_id, ComplaintRecord.number, _L.means, _L.key_hash)
_LINKS = select(*_KEPT, _L.ends_at, _L.closed_at).join(
    ComplaintRecord, ComplaintRecord.id == _L.complaint_id
)


def kept_link(session: Session, link_id: int) -> KeptLink | None:
    """Return a link to a complaint, spent or not, if it is there."""
    row = session.execute(_LINKS.where(_L.id == link_id)).first()
    return KeptLink(*row) if row else None


def links_by_post(session: Session, number: str, now: datetime) -> list[KeptLink]:
    """Return what was sent on paper and may still open the complaint of a number."""
    of_number = (ComplaintRecord.number == number, _L.means == ReplyBy.POST.value)
    rows = session.execute(_LINKS.where(*of_number, _L.closed_at.is_(None), _L.ends_at > now))
    return [KeptLink(*row) for row in rows]


def sent_since(
    session: Session, complaint_id: int, means: ReplyBy, since: datetime
) -> list[datetime]:
    """Return when links of a complaint left by this means."""
    left = (_L.complaint_id == complaint_id, _L.means == means.value, _L.made_at > since)
    return list(session.scalars(select(_L.made_at).where(*left)))


def close_links(session: Session, complaint_id: int, now: datetime) -> None:
    """Let no link that was sent before open the complaint."""
    ours = update(_L).where(_L.complaint_id == complaint_id, _L.closed_at.is_(None))
    session.execute(ours.values(closed_at=now), execution_options=_OF_NOTHING_ELSE)


def close_link(session: Session, link_id: int, now: datetime) -> bool:
    """Let a link open nothing any more; return whether it did until now."""
    ours = update(_L).where(_L.id == link_id, _L.closed_at.is_(None), _L.ends_at > now)
    closed = session.execute(
        ours.values(closed_at=now).returning(_L.id), execution_options=_OF_NOTHING_ELSE
    )
    return closed.first() is not None


def are_switched_off(session: Session, complaint_id: int) -> bool:
    """Tell whether whoever complains wants that no link is ever sent."""
    of_it = (_H.complaint_id == complaint_id, _H.kind == EntryKind.LINKS_SWITCHED.value)
    newest = select(_H.facts).where(*of_it).order_by(_H.seq.desc()).limit(1)
    facts = session.scalar(newest)
    return bool(facts and facts["off"])


def has_made_a_code(session: Session, complaint_id: int, form: str) -> bool:
    """Tell whether a form, by its keyed hash, made an access code of the complaint before."""
    of_it = (_H.complaint_id == complaint_id, _H.kind == EntryKind.CODE_RENEWED.value)
    made = session.scalars(select(_H.facts).where(*of_it))
    return any(facts.get("form") == form for facts in made)


# Links to drafts.


def draft_link(session: Session, link_id: int) -> DraftLinkRecord | None:
    """Return a link to a draft, spent or not, if it is there."""
    return session.get(_D, link_id)


def close_draft_links(session: Session, draft_id: str, now: datetime) -> None:
    """Let no link that was sent before open the draft."""
    ours = update(_D).where(_D.draft_id == draft_id, _D.closed_at.is_(None))
    session.execute(ours.values(closed_at=now), execution_options=_OF_NOTHING_ELSE)


def close_draft_link(session: Session, link_id: int, now: datetime) -> bool:
    """Let a link open no draft any more; return whether it did until now."""
    ours = update(_D).where(_D.id == link_id, _D.closed_at.is_(None), _D.ends_at > now)
    closed = session.execute(
        ours.values(closed_at=now).returning(_D.id), execution_options=_OF_NOTHING_ELSE
    )
    return closed.first() is not None


def forget_address(session: Session, draft_id: str) -> None:
    """Forget to where links of a draft were sent, and let none of them open it."""
    session.execute(delete(_D).where(_D.draft_id == draft_id), execution_options=_OF_NOTHING_ELSE)


def address_of_draft(session: Session, draft_id: str) -> str:
    """Return to where links to a draft are sent, "" if nowhere."""
    newest = select(_D).where(_D.draft_id == draft_id).order_by(_D.id.desc()).limit(1)
    link = session.scalar(newest)
    return link.email if link else ""


def drafts_of_address(
    session: Session, email_hash: str, now: datetime, at_most: int, only: str | None = None
) -> Sequence[DraftRecord]:
    """Return the drafts not sent yet with this address for their links, the newest first.

    Where `only` one is asked for, that one.
    """
    theirs = select(_D.draft_id).where(_D.email_hash == email_hash)
    last_of_each = select(func.max(_D.id)).where(_D.draft_id.in_(theirs)).group_by(_D.draft_id)
    of_these = (DraftRecord.id == only,) if only else ()
    statement = (
        select(DraftRecord)
        .join(_D, _D.draft_id == DraftRecord.id)
        .where(_D.email_hash == email_hash, _D.id.in_(last_of_each))
        .where(DraftRecord.sent_at.is_(None), DraftRecord.expires_at > now, *of_these)
        .order_by(DraftRecord.updated_at.desc(), DraftRecord.id)
        .limit(at_most)
    )
    return session.scalars(statement).all()


# A row that never lasted only keeps the address: no link left with it.
_LEFT = _D.ends_at > _D.made_at


def sent_to_address_since(session: Session, email_hash: str, since: datetime) -> int:
    """Return how many links to drafts left for this address since a moment."""
    left = select(func.count()).where(_D.email_hash == email_hash, _D.made_at > since, _LEFT)
    return session.scalar(left) or 0


def left_since(session: Session, draft_id: str, since: datetime) -> bool:
    """Tell whether a link to this draft left since a moment."""
    left = select(_D.id).where(_D.draft_id == draft_id, _D.made_at > since, _LEFT).limit(1)
    return session.scalar(left) is not None


# Who asks.


def requests_waiting(session: Session) -> Sequence[LinkRequestRecord]:
    """Return the requests that wait, the oldest first."""
    return session.scalars(select(_R).order_by(_R.id).limit(REQUESTS_AT_ONCE)).all()


def take_request(session: Session, request_id: int) -> bool:
    """Take a request away; return whether it was there."""
    taken = delete(_R).where(_R.id == request_id).returning(_R.id)
    return session.execute(taken, execution_options=_OF_NOTHING_ELSE).first() is not None


def forget_what_is_over(
    session: Session, links_before: datetime, requests_before: datetime, now: datetime
) -> int:
    """Forget links that ended, requests that nobody waits for, and addresses of ended drafts."""
    is_over = or_(DraftRecord.sent_at.is_not(None), DraftRecord.expires_at <= now)
    ended = select(_D.id).join(DraftRecord, DraftRecord.id == _D.draft_id).where(is_over)
    forgotten = (
        delete(_L).where(_L.ends_at < links_before).returning(_L.id),
        delete(_R).where(_R.asked_at < requests_before).returning(_R.id),
        delete(_D).where(_D.id.in_(ended)).returning(_D.id),
    )
    return sum(
        len(session.execute(each, execution_options=_OF_NOTHING_ELSE).all()) for each in forgotten
    )
