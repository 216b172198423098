"""Clients of the API: made, let in by their secret for an hour at most, revoked at once.

Secret and tokens are chosen by the portal, too long to be guessed, and shown once: what is kept of
them is a keyed hash.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.accounts import create_user, deactivate
from portal.complaints.queries.accounts import user_of
from portal.complaints.queries.api_clients import (
    KnownClient,
    client_by_account,
    client_by_token,
    client_record,
    client_with_secret,
    end_tokens,
    enter_token,
    note_use,
    was_made,
)
from portal.complaints.records.api import ApiClientRecord
from portal.db.engine import Database
from portal.db.row_filter import as_the_portal
from portal.domain.actor import PORTAL, Actor, ActorKind, Membership
from portal.domain.api_scopes import Scope, in_words
from portal.domain.errors import PortalError
from portal.domain.role import Role
from portal.keyring import Keyring

TOKENS_LAST = timedelta(hours=1)
"""How long a token opens anything, at most."""

LONGEST_NAME = 80
_SEEN_EVERY = timedelta(minutes=1)
_SECRET, _TOKEN = "api client secret", "api token"  # what is hashed, not a secret


class AlreadyMadeError(PortalError):
    """The form that was sent made its client before; what opens it was shown then."""


class MadeClient(Struct, frozen=True):
    """What is shown once of a new client: by what it names itself, and its secret."""

    client_id: str
    secret: str


def make_client(
    session: Session,
    keyring: Keyring,
    agency: str,
    name: str,
    scopes: Collection[Scope],
    now: datetime,
    *,
    made_by: int | None = None,
    once: str | None = None,
) -> MadeClient:
    """Let a system use the API for an agency; raise AlreadyMadeError for a form sent before."""
    if once is not None and was_made(session, once):
        raise AlreadyMadeError(once)
    made = MadeClient(f"client-{secrets.token_hex(8)}", secrets.token_urlsafe(32))
    account = create_user(session, keyring, f"{made.client_id}@api.invalid", name=name, now=now)
    # Its acts have its name in every history; nobody signs in by it, and no letter leaves to it.
    deactivate(user_of(session, account))
    session.add(
        ApiClientRecord(
            agency=agency,
            client_id=made.client_id,
            secret_hash=keyring.hashed(made.secret, _SECRET),
            scopes=in_words(scopes),
            account_id=account,
            made_by=made_by,
            made_at=now,
            once=once,
        )
    )
    return made


def revoke_client(
    session: Session, agency: str, client_id: str, now: datetime, revoked_by: int | None = None
) -> bool:
    """End what a client of the agency may do, and each of its tokens; tell whether there is one."""
    client = client_record(session, agency, client_id)
    if client is None:
        return False
    if client.revoked_at is None:
        client.revoked_at, client.revoked_by = now, revoked_by
    end_tokens(session, client.id)
    return True


def client_by_secret(database: Database, client_id: str, secret: str) -> KnownClient | None:
    """Return the client that has this id and secret, if it is not revoked."""
    with database.reading(PORTAL) as session:
        found = client_with_secret(session, client_id)
    typed = database.keyring.hashed(secret, _SECRET)
    # Compared for an unknown one too, so that nobody learns by the time which there are.
    is_right = hmac.compare_digest(typed, found[1] if found else "")
    return found[0] if found and is_right else None


def give_token(
    database: Database, client: KnownClient, token: str, scopes: str, now: datetime
) -> None:
    """Let a token open the API for a client, within these scopes, for an hour."""
    hashed, ends_at = database.keyring.hashed(token, _TOKEN), now + TOKENS_LAST
    database.enter(
        partial(
            enter_token,
            token=hashed,
            client_key=client.key,
            scopes=scopes,
            now=now,
            ends_at=ends_at,
        )
    )


def client_of(database: Database, token: str, now: datetime) -> KnownClient | None:
    """Return whose token this is, with the scopes of the token; it is seen used, to the minute."""
    with database.reading(PORTAL) as session:
        client = client_by_token(session, database.keyring.hashed(token, _TOKEN), now)
    if client is None:
        return None
    if client.last_used_at is None or now - client.last_used_at >= _SEEN_EVERY:
        database.enter(partial(note_use, client_key=client.key, now=now))
    return client


def actor_of(client: KnownClient) -> Actor:
    """Return who a client acts as: somebody of its agency who handles complaints.

    What of that it may do, its scopes say besides.
    """
    memberships = (Membership(Role.OFFICER, client.agency),)
    return Actor(ActorKind.STAFF, client.name, client.account_id, memberships)


def client_acting(session: Session, account_id: int) -> Actor | None:
    """Return who acts by an account that is a client's, as long as the client is let in."""
    with as_the_portal(session):
        client = client_by_account(session, account_id)
    return actor_of(client) if client else None
