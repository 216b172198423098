"""Clients of the API as they are stored: those of an agency, one by its id or by its token."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session, aliased

from portal.complaints.records.api import ApiClientRecord, ApiTokenRecord
from portal.complaints.records.people import UserRecord
from portal.db.row_filter import find
from portal.domain.api_scopes import Scope, scopes_in

_C, _T = ApiClientRecord, ApiTokenRecord
_MAKER = aliased(UserRecord)


class ListedClient(Struct, frozen=True):
    """A client as whoever looks after it sees it; what opens it is kept by nobody."""

    client_id: str
    name: str
    scopes: tuple[Scope, ...]
    made_by: str | None
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class KnownClient(Struct, frozen=True):
    """A client that may be heard: its key, its agency, the account in whose name it acts."""

    key: int
    client_id: str
    agency: str
    name: str
    account_id: int
    scopes: tuple[Scope, ...]
    last_used_at: datetime | None


_LISTED = (
    select(
        _C.client_id,
        UserRecord.id,
        UserRecord.name,
        _C.scopes,
        _MAKER.id,
        _MAKER.name,
        _C.made_at,
        _C.last_used_at,
        _C.revoked_at,
    )
    .join(UserRecord, UserRecord.id == _C.account_id)
    .outerjoin(_MAKER, _MAKER.id == _C.made_by)
    .where(_C.agency == bindparam("agency"))
    .order_by(_C.id)
)
_KNOWN = select(
    _C.id,
    _C.client_id,
    _C.agency,
    UserRecord.id.label("account"),
    UserRecord.name,
    _C.scopes,
    _C.last_used_at,
    _C.secret_hash,
).join(UserRecord, UserRecord.id == _C.account_id)
_BY_ID = _KNOWN.where(_C.client_id == bindparam("client_id"), _C.revoked_at.is_(None))
_BY_ACCOUNT = _KNOWN.where(_C.account_id == bindparam("account"), _C.revoked_at.is_(None))
_BY_TOKEN = (
    _KNOWN.add_columns(_T.scopes.label("given"))
    .join(_T, _T.client_key == _C.id)
    .where(_T.id == bindparam("token"), _T.ends_at > bindparam("now"), _C.revoked_at.is_(None))
)


def clients_of(session: Session, agency: str) -> list[ListedClient]:
    """Return every client that an agency ever had, the first one first."""
    return [
        ListedClient(client_id, name, scopes_in(scopes), maker, made_at, used_at, revoked_at)
        for client_id, _, name, scopes, _, maker, made_at, used_at, revoked_at in find(
            session, _LISTED, agency=agency
        )
    ]


def client_with_secret(session: Session, client_id: str) -> tuple[KnownClient, str] | None:
    """Return a client that is not revoked, and the hash of its secret."""
    for key, own_id, agency, account, name, scopes, used_at, secret_hash in find(
        session, _BY_ID, client_id=client_id
    ):
        held = scopes_in(scopes)
        return KnownClient(key, own_id, agency, name, account, held, used_at), secret_hash
    return None


def client_by_token(session: Session, token: str, now: datetime) -> KnownClient | None:
    """Return whose token this is, with the scopes of the token, by the hash that is kept of it."""
    for key, own_id, agency, account, name, _, used_at, _, given in find(
        session, _BY_TOKEN, token=token, now=now
    ):
        return KnownClient(key, own_id, agency, name, account, scopes_in(given), used_at)
    return None


def client_by_account(session: Session, account_id: int) -> KnownClient | None:
    """Return the client that acts by this account, if it is one's and not revoked."""
    for key, own_id, agency, account, name, scopes, used_at, _ in find(
        session, _BY_ACCOUNT, account=account_id
    ):
        return KnownClient(key, own_id, agency, name, account, scopes_in(scopes), used_at)
    return None


def client_record(session: Session, agency: str, client_id: str) -> ApiClientRecord | None:
    """Return a client of the agency, held for change."""
    wanted = select(_C).where(_C.agency == agency, _C.client_id == client_id)
    return session.scalar(wanted.with_for_update())


def was_made(session: Session, once: str) -> bool:
    """Tell whether the form with this mark made a client already."""
    return session.scalar(select(_C.id).where(_C.once == once)) is not None


def end_tokens(session: Session, client_key: int) -> None:
    """Take away every token that a client holds."""
    session.execute(delete(_T).where(_T.client_key == client_key))


def enter_token(
    connection: Connection,
    token: str,
    client_key: int,
    scopes: str,
    now: datetime,
    ends_at: datetime,
) -> None:
    """Keep a token, and take away those of the client that are over."""
    connection.execute(delete(_T).where(_T.client_key == client_key, _T.ends_at <= now))
    row = {"id": token, "client_key": client_key, "scopes": scopes, "ends_at": ends_at}
    connection.execute(insert(_T), row)


def note_use(connection: Connection, client_key: int, now: datetime) -> None:
    """Note when a client was last heard."""
    connection.execute(update(_C).where(_C.id == client_key).values(last_used_at=now))
