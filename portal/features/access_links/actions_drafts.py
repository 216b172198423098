"""A link to a draft: to the address that its writer gave, which goes with the draft; used once."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.complaints.kept_drafts import open_elsewhere
from portal.complaints.letters.apart import sealed_row
from portal.complaints.queries.kept_drafts import held_draft
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import ReplyBy
from portal.domain.errors import DraftGoneError
from portal.features.access_links.actions import key_hash
from portal.features.access_links.letters import DraftLink
from portal.features.access_links.queries import (
    address_of_draft,
    close_draft_link,
    close_draft_links,
    draft_link,
    drafts_of_address,
    sent_to_address_since,
    take_request,
)
from portal.features.access_links.records import DraftLinkRecord, LinkRequestRecord
from portal.features.access_links.rules import (
    DRAFT_LINK_LASTS,
    DRAFTS_AT_ONCE,
    may_another_leave,
)
from portal.keyring import Keyring
from portal.runtime import Runtime

_EMAIL = "draft link address"
_DAY = timedelta(days=1)


def address_hash(keyring: Keyring, email: str) -> str:
    """Return the keyed hash by which the drafts of an address are found."""
    return keyring.hashed(email.strip().lower(), _EMAIL)


def ask(session: Session, email: str, now: datetime) -> None:
    """Keep that somebody asks for links to the drafts of an address."""
    session.add(LinkRequestRecord(asked_at=now, content={"email": email}))


def answer(runtime: Runtime, request_id: int, content: dict[str, str], now: datetime) -> int:
    """Send links to the drafts of the address that asked, if there are any; return 1."""
    email, keyring = content["email"], runtime.keyring
    with runtime.transaction(PORTAL) as session:
        if not take_request(session, request_id):
            return 0
        hashed = address_hash(keyring, email)
        sent = sent_to_address_since(session, hashed, now - _DAY)
        if may_another_leave(ReplyBy.EMAIL, sent, now):
            for draft in drafts_of_address(session, hashed, now, DRAFTS_AT_ONCE):
                kept = address_of_draft(session, draft.id)
                _send(session, keyring, draft.id, draft.language, kept, now)
    return 1


def send_to(
    session: Session, keyring: Keyring, draft_id: str, email: str, language: str, now: datetime
) -> bool:
    """Send a link to a draft to this address, and keep it; return False if too many left lately."""
    sent = sent_to_address_since(session, address_hash(keyring, email), now - _DAY)
    if not may_another_leave(ReplyBy.EMAIL, sent, now):
        return False
    _send(session, keyring, draft_id, language, email, now)
    return True


def _send(
    session: Session, keyring: Keyring, draft_id: str, language: str, email: str, now: datetime
) -> None:
    """Write the letter with the link; those that were sent before end."""
    close_draft_links(session, draft_id, now)
    key, ends_at = secrets.token_urlsafe(18), now + DRAFT_LINK_LASTS
    link = DraftLinkRecord(
        draft_id=draft_id,
        email=email,
        email_hash=address_hash(keyring, email),
        key_hash="",
        made_at=now,
        ends_at=ends_at,
    )
    session.add(link)
    session.flush()
    link.key_hash = key_hash(keyring, link.id, draft_id, ends_at, key)
    letter = DraftLink(link.id, key)
    params = {"agencies": [], **letter.facts()}
    row = sealed_row(letter.code, email, language, params, now)
    session.add(OutboxRecord(complaint_id=None, **row))


def opens(session: Session, keyring: Keyring, link_id: int, key: str, now: datetime) -> bool:
    """Tell whether a key opens a draft by this link now; it is not used up."""
    return _draft_opened(session, keyring, link_id, key, now) is not None


def use(
    session: Session, keyring: Keyring, link_id: int, key: str, now: datetime
) -> tuple[str, str] | None:
    """Return the id and a fresh secret of the draft that a link opens, once; None if it does not.

    Raise DraftSentError where the draft was sent meanwhile.
    """
    draft_id = _draft_opened(session, keyring, link_id, key, now)
    if draft_id is None or not close_draft_link(session, link_id, now):
        return None
    try:
        record = held_draft(session, draft_id)
    except DraftGoneError:
        return None
    return open_elsewhere(keyring, record, now)


def _draft_opened(
    session: Session, keyring: Keyring, link_id: int, key: str, now: datetime
) -> str | None:
    link = draft_link(session, link_id)
    if link is None or link.closed_at is not None or link.ends_at <= now:
        return None
    hashed = key_hash(keyring, link.id, link.draft_id, link.ends_at, key)
    return link.draft_id if hmac.compare_digest(link.key_hash, hashed) else None
