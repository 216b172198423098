"""What a program sends under a key is filed once: sent again, it finds its receipt.

The key makes a draft, as an employee's form does, whose receipt is written with the complaint:
whatever dies in between, there is one complaint, or none and the draft is filed by the next try.
What the draft opens with is a hash of what was sent: under the same key, something else opens none.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.complaints.kept_drafts import (
    DraftContent,
    OpenDraft,
    Place,
    begin_draft,
    open_draft,
)
from portal.db.engine import Database
from portal.domain.errors import DraftGoneError, PortalError

_KEY, _SENT = "idempotency key", "sent under a key"


class KeyUsedError(PortalError):
    """Something else was sent under this key before."""


def entry_under(
    database: Database,
    key: str,
    sent: str,
    now: datetime,
    content: DraftContent,
    place: Place,
) -> OpenDraft:
    """Return the draft of what was `sent` under a key, begun now if it is the first time.

    The key is one program's own. Raise KeyUsedError if something else was sent under it.
    """
    kept = _kept(database, key, sent, now)
    if kept is not None:
        return kept
    # Another request with this key began it, now or before.
    with suppress(IntegrityError):
        begin_draft(database, _id(database, key), _secret(database, sent), now, content, place)
    kept = _kept(database, key, sent, now)
    if kept is None:
        raise KeyUsedError
    return kept


def _kept(database: Database, key: str, sent: str, now: datetime) -> OpenDraft | None:
    draft_id, secret = _id(database, key), _secret(database, sent)
    try:
        with database.glancing() as connection:
            return open_draft(connection, database.keyring, draft_id, secret, now)
    except DraftGoneError:
        return None


def _id(database: Database, key: str) -> str:
    return database.keyring.hashed(key, _KEY)


def _secret(database: Database, sent: str) -> str:
    return database.keyring.hashed(sent, _SENT)
