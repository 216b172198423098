"""Links and requests as they are kept, and what they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord, DraftRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.complaint import ReplyBy
from portal.domain.history import EntryKind
from portal.features.access_links.records import (
    AccessLinkRecord,
    DraftLinkRecord,
    DraftListLinkRecord,
    LinkRequestRecord,
)

_L, _D, _A = AccessLinkRecord, DraftLinkRecord, DraftListLinkRecord
_R, _H = LinkRequestRecord, HistoryEntryRecord
_OF_NOTHING_ELSE = {"synchronize_session": False}
REQUESTS_AT_ONCE = 100

Span = tuple[datetime, datetime]
"""From a moment until another, which is left out."""


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


def draft_that_asks(
    session: Session, email_hash: str, draft_id: str, now: datetime
) -> DraftRecord | None:
    """Return a draft not sent yet, if this is the address to which its links go."""
    return session.scalar(_of_address(email_hash, now).where(DraftRecord.id == draft_id))


def _of_address(email_hash: str, now: datetime) -> Select[DraftRecord]:
    """Return the statement for the drafts not sent yet with this address for their links."""
    theirs = select(_D.draft_id).where(_D.email_hash == email_hash)
    last_of_each = select(func.max(_D.id)).where(_D.draft_id.in_(theirs)).group_by(_D.draft_id)
    return (
        select(DraftRecord)
        .join(_D, _D.draft_id == DraftRecord.id)
        .where(_D.email_hash == email_hash, _D.id.in_(last_of_each))
        .where(DraftRecord.sent_at.is_(None), DraftRecord.expires_at > now)
    )


# A row that never lasted only keeps the address: no link left with it.
_LEFT = _D.ends_at > _D.made_at


def sent_to_address_since(session: Session, email_hash: str, since: datetime) -> int:
    """Return how many links to drafts left for this address since a moment."""
    left = select(func.count()).where(_D.email_hash == email_hash, _D.made_at > since, _LEFT)
    to_all = select(func.count()).where(_A.email_hash == email_hash, _A.made_at > since)
    return (session.scalar(left) or 0) + (session.scalar(to_all) or 0)


def left_since(session: Session, draft_id: str, since: datetime) -> bool:
    """Tell whether a link to this draft left since a moment."""
    left = select(_D.id).where(_D.draft_id == draft_id, _D.made_at > since, _LEFT).limit(1)
    return session.scalar(left) is not None


# Links to all drafts of an address.


class ListedDraft(NamedTuple):
    """A draft as a page of several shows it: nothing that was written in it."""

    id: str
    agency: str | None
    at: datetime


def has_drafts(session: Session, email_hash: str, now: datetime) -> bool:
    """Tell whether an address has a draft that was not sent."""
    return session.scalar(_of_address(email_hash, now).limit(1)) is not None


def drafts_between(
    session: Session, email_hash: str, now: datetime, span: Span, after: int, at_most: int
) -> list[ListedDraft]:
    """Return drafts of an address that were saved in a span, by agency, the newest of each first.

    So many are left out, and at most so many come.
    """
    shown = (DraftRecord.id, DraftRecord.agency, DraftRecord.updated_at)
    rows = _within(_of_address(email_hash, now), span).with_only_columns(*shown)
    order = (DraftRecord.agency, DraftRecord.updated_at.desc(), DraftRecord.id)
    found = session.execute(rows.order_by(*order).offset(after).limit(at_most))
    return [ListedDraft(*row) for row in found]


def count_between(
    session: Session, email_hash: str, now: datetime, spans: Sequence[Span]
) -> list[int]:
    """Return how many drafts of an address were saved in each span."""
    saved = DraftRecord.updated_at
    counts = [
        func.coalesce(func.sum(case((and_(saved >= begin, saved < end), 1), else_=0)), 0)
        for begin, end in spans
    ]
    row = session.execute(_of_address(email_hash, now).with_only_columns(*counts)).one()
    return [int(count) for count in row]


def _within(statement: Select[DraftRecord], span: Span) -> Select[Any]:
    begin, end = span
    return statement.where(DraftRecord.updated_at >= begin, DraftRecord.updated_at < end)


def list_link(session: Session, link_id: int) -> DraftListLinkRecord | None:
    """Return a link to all drafts of an address, spent or not, if it is there."""
    return session.get(_A, link_id)


def close_list_link(session: Session, link_id: int, now: datetime) -> bool:
    """Let a link open none of the drafts any more; return whether it did until now."""
    ours = update(_A).where(_A.id == link_id, _A.closed_at.is_(None), _A.ends_at > now)
    closed = session.execute(
        ours.values(closed_at=now).returning(_A.id), execution_options=_OF_NOTHING_ELSE
    )
    return closed.first() is not None


def open_list_links(session: Session, email_hash: str, now: datetime) -> list[datetime]:
    """Return when the links left that still open one of all drafts of an address."""
    still = (_A.email_hash == email_hash, _A.closed_at.is_(None), _A.ends_at > now)
    return list(session.scalars(select(_A.made_at).where(*still)))


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
        delete(_A).where(_A.ends_at < links_before).returning(_A.id),
    )
    return sum(
        len(session.execute(each, execution_options=_OF_NOTHING_ELSE).all()) for each in forgotten
    )
