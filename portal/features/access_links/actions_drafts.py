"""A link to a draft: to the address that its writer gave, which goes with the draft; used once.

Who asks is answered later, by the worker: what is done while they wait is the same whether a link
leaves, and however many left for that address before.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.auth.letter_turns import Asker
from portal.complaints.kept_drafts import open_elsewhere
from portal.complaints.letters.apart import sealed_row
from portal.complaints.one_time_codes import OneTime, is_key_of, key_hash
from portal.complaints.queries.kept_drafts import held_draft
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import DraftGoneError
from portal.features.access_links.actions import PURPOSE
from portal.features.access_links.letters import DraftLink, DraftsLink
from portal.features.access_links.queries import (
    address_of_draft,
    close_draft_link,
    close_draft_links,
    close_list_link,
    draft_link,
    draft_that_asks,
    has_drafts,
    left_since,
    list_link,
    open_list_links,
    sent_to_address_since,
    take_request,
)
from portal.features.access_links.records import (
    DraftLinkRecord,
    DraftListLinkRecord,
    LinkRequestRecord,
)
from portal.features.access_links.rules import (
    AGAIN_AFTER,
    DRAFT_LINK_LASTS,
    LIST_LINK_LASTS,
    UNKNOWN_A_DAY,
)
from portal.keyring import Keyring
from portal.runtime import Runtime

_EMAIL, _TO_ALL = "draft link address", "link to all drafts"
_DAY = timedelta(days=1)


class OpenedByLink(NamedTuple):
    """A draft that a link opened: a fresh secret of it, and the hash of where the link was sent."""

    draft_id: str
    secret: str
    address: str


def address_hash(keyring: Keyring, email: str) -> str:
    """Return the keyed hash by which the drafts of an address are found."""
    return keyring.hashed(email.strip().lower(), _EMAIL)


def ask(session: Session, asked: tuple[str, str, Asker], now: datetime) -> None:
    """Keep the address, language and asker of whoever asks for a link to drafts of an address."""
    email, language, asker = asked
    content = {"email": email, "asker": asker.value, "language": language}
    session.add(LinkRequestRecord(asked_at=now, content=content))


def ask_for_one(
    session: Session, keyring: Keyring, draft_id: str, asked: tuple[str, str, Asker], now: datetime
) -> None:
    """Keep the address, language and asker of whoever asks for a link to the draft they write.

    The address stays with the draft whether a link leaves: later it is enough to ask for one.
    """
    email, language, asker = asked
    if address_of_draft(session, draft_id) != email:
        session.add(_row(keyring, draft_id, email, now, now))
    content = {"email": email, "asker": asker.value, "draft": draft_id, "language": language}
    session.add(LinkRequestRecord(asked_at=now, content=content))


def answer(runtime: Runtime, request_id: int, content: dict[str, str], now: datetime) -> int:
    """Send a link to the draft, or to all drafts of the address, that asked; return 1."""
    with runtime.transaction(PORTAL) as session:
        if not take_request(session, request_id):
            return 0
        if "draft" in content:
            _answer_one(session, runtime.keyring, content, now)
        else:
            _answer_all(session, runtime.keyring, content, now)
    return 1


def _answer_one(session: Session, keyring: Keyring, content: dict[str, str], now: datetime) -> None:
    """Send a link to the draft whose writer asks, unless its address has no turn."""
    hashed = address_hash(keyring, content["email"])
    draft = draft_that_asks(session, hashed, content["draft"], now)
    if draft is None or left_since(session, draft.id, now - AGAIN_AFTER):
        return
    if _may_leave(session, hashed, Asker(int(content["asker"])), now):
        email = address_of_draft(session, draft.id)
        _send(session, keyring, draft.id, content["language"], email, now)


def _answer_all(session: Session, keyring: Keyring, content: dict[str, str], now: datetime) -> None:
    """Send a link to all drafts of the address that asks, if it has any; no other one ends.

    Whoever asked before, however often: where nothing leaves, one that opens lies in the mailbox.
    """
    hashed, asker = address_hash(keyring, content["email"]), Asker(int(content["asker"]))
    if not has_drafts(session, hashed, now):
        return
    lying = open_list_links(session, hashed, now)
    if any(now - at < AGAIN_AFTER for at in lying):
        return
    if not lying or _may_leave(session, hashed, asker, now):
        _send_list(session, keyring, content, now)


def _may_leave(session: Session, hashed: str, asker: Asker, now: datetime) -> bool:
    """Tell whether one more leaves: for whoever is known, however many others have asked."""
    if asker is Asker.UNKNOWN:
        return sent_to_address_since(session, hashed, now - _DAY) < UNKNOWN_A_DAY
    return asker is Asker.KNOWN


def _send(
    session: Session, keyring: Keyring, draft_id: str, language: str, email: str, now: datetime
) -> None:
    """Write the letter with the link; those that were sent before end."""
    close_draft_links(session, draft_id, now)
    key, ends_at = secrets.token_urlsafe(18), now + DRAFT_LINK_LASTS
    link = _row(keyring, draft_id, email, now, ends_at)
    session.add(link)
    session.flush()
    link.key_hash = key_hash(keyring, OneTime(PURPOSE, link.id, draft_id, ends_at), key)
    letter = DraftLink(link.id, key)
    params = {"agencies": [], **letter.facts()}
    row = sealed_row(letter.code, email, language, params, now)
    session.add(OutboxRecord(complaint_id=None, **row))


def _send_list(session: Session, keyring: Keyring, content: dict[str, str], now: datetime) -> None:
    """Write the letter with the link to all drafts of an address."""
    email, ends_at = content["email"], now + LIST_LINK_LASTS
    key, hashed = secrets.token_urlsafe(18), address_hash(keyring, email)
    link = DraftListLinkRecord(email_hash=hashed, key_hash="", made_at=now, ends_at=ends_at)
    session.add(link)
    session.flush()
    link.key_hash = key_hash(keyring, OneTime(_TO_ALL, link.id, hashed, ends_at), key)
    letter = DraftsLink(link.id, key)
    params = {"agencies": [], **letter.facts()}
    row = sealed_row(letter.code, email, content["language"], params, now)
    session.add(OutboxRecord(complaint_id=None, **row))


def _row(
    keyring: Keyring, draft_id: str, email: str, now: datetime, ends_at: datetime
) -> DraftLinkRecord:
    return DraftLinkRecord(
        draft_id=draft_id,
        email=email,
        email_hash=address_hash(keyring, email),
        key_hash="",
        made_at=now,
        ends_at=ends_at,
    )


def opens(session: Session, keyring: Keyring, link_id: int, key: str, now: datetime) -> bool:
    """Tell whether a key opens a draft by this link now; it is not used up."""
    return _link_that_opens(session, keyring, link_id, key, now) is not None


def use(
    session: Session, keyring: Keyring, link_id: int, key: str, now: datetime
) -> OpenedByLink | None:
    """Return the draft that a link opens, with a fresh secret, once; None if it does not.

    Raise DraftSentError where the draft was sent meanwhile.
    """
    link = _link_that_opens(session, keyring, link_id, key, now)
    if link is None or not close_draft_link(session, link_id, now):
        return None
    try:
        record = held_draft(session, link.draft_id)
    except DraftGoneError:
        return None
    return OpenedByLink(*open_elsewhere(keyring, record, now), link.email_hash)


def _link_that_opens(
    session: Session, keyring: Keyring, link_id: int, key: str, now: datetime
) -> DraftLinkRecord | None:
    link = draft_link(session, link_id)
    if link is None or link.closed_at is not None or link.ends_at <= now:
        return None
    one = OneTime(PURPOSE, link.id, link.draft_id, link.ends_at)
    return link if is_key_of(keyring, link.key_hash, one, key) else None


# A link to all drafts of an address.


def address_of_list(
    session: Session, keyring: Keyring, link_id: int, key: str, now: datetime
) -> str:
    """Return the hash of the address whose drafts a key shows, "" if it shows none now."""
    link = list_link(session, link_id)
    if link is None or link.closed_at is not None or link.ends_at <= now:
        return ""
    one = OneTime(_TO_ALL, link.id, link.email_hash, link.ends_at)
    return link.email_hash if is_key_of(keyring, link.key_hash, one, key) else ""


def use_list(
    session: Session, keyring: Keyring, link_id: int, key: str, draft_id: str, now: datetime
) -> OpenedByLink | None:
    """Return the draft that was chosen of an address, with a fresh secret, once; None otherwise.

    What is not, or no more, a draft of that address uses nothing up. Raise DraftSentError or
    DraftGoneError where that happened meanwhile.
    """
    address = address_of_list(session, keyring, link_id, key, now)
    if not address or draft_that_asks(session, address, draft_id, now) is None:
        return None
    record = held_draft(session, draft_id)
    if not close_list_link(session, link_id, now):
        return None
    return OpenedByLink(*open_elsewhere(keyring, record, now), address)
