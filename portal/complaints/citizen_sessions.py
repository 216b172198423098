"""A citizen's session: what lets a browser see the complaints that it opened by their codes.

It ends when the person signs out, after 30 minutes in which nothing was asked, and after 12 hours
in any case. It is a row: what a copied cookie holds opens nothing once it is gone. A row for a
complaint says since when no session opens it that opened it before, and another spares one session.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from portal.complaints.queries import citizen_sessions
from portal.db.engine import Database
from portal.domain.troubles import TroubleError
from portal.keyring import Keyring

INACTIVE_AT_MOST = timedelta(minutes=30)
LASTS_AT_MOST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_PURPOSE, _SHUT = "citizen session", "complaint shut to sessions"


def begin_session(database: Database, now: datetime) -> str:
    """Begin a session; return what the browser keeps of it."""
    token = secrets.token_urlsafe(18)
    entering = partial(
        citizen_sessions.enter_session,
        session_id=_id(database, token),
        seen_at=now,
        ends_at=now + LASTS_AT_MOST,
    )
    database.enter(entering)
    return token


def is_open(database: Database, token: str, now: datetime) -> bool:
    """Tell whether a session still opens anything; it is seen alive then, to the minute.

    Where that cannot be written, whoever only reads goes on, for the 30 minutes that they have.
    """
    session_id = _id(database, token)
    with database.glancing() as connection:
        times = citizen_sessions.session_times(connection, session_id)
    return _is_alive(database, session_id, times, now)


def still_opens(
    database: Database, token: str, complaint_id: int, opened_at: datetime, now: datetime
) -> bool:
    """Tell whether a session still opens a complaint that it opened then; as `is_open` otherwise.

    It does not where another session shut the complaint to all others since.
    """
    session_id = _id(database, token)
    shut_id, spared_id = _shut_and_spared(database.keyring, complaint_id, token)
    with database.glancing() as connection:
        times = citizen_sessions.times_of(connection, session_id, shut_id, spared_id)
    if shut_id in times:
        shut_at, _ = times[shut_id]
        spared_at, _ = times.get(spared_id, (opened_at, None))
        if max(opened_at, spared_at) < shut_at:
            return False
    return _is_alive(database, session_id, times.get(session_id), now)


def shut_elsewhere(
    session: Session, keyring: Keyring, complaint_id: int, token: str, now: datetime
) -> None:
    """Let no session but this one open a complaint any more, until it is opened there anew."""
    ids = _shut_and_spared(keyring, complaint_id, token)
    citizen_sessions.enter_anew(session, ids, now, now + LASTS_AT_MOST)


def _shut_and_spared(keyring: Keyring, complaint_id: int, token: str) -> tuple[str, str]:
    """Return the row that shuts a complaint, and the one that spares a session."""
    return (
        keyring.hashed(str(complaint_id), _SHUT),
        keyring.hashed(f"{complaint_id} {token}", _SHUT),
    )


def _is_alive(
    database: Database, session_id: str, times: tuple[datetime, datetime] | None, now: datetime
) -> bool:
    if times is None:
        return False
    seen_at, ends_at = times
    if now >= ends_at or now - seen_at >= INACTIVE_AT_MOST:
        return False
    if now - seen_at >= _SEEN_EVERY:
        with suppress(TroubleError):
            database.enter(partial(citizen_sessions.see_session, session_id=session_id, now=now))
    return True


def end_session(database: Database, token: str) -> None:
    """End a session: nothing that was copied from its browser opens anything any more."""
    database.enter(partial(citizen_sessions.end_session, session_id=_id(database, token)))


def end_those_over(database: Database, now: datetime) -> int:
    """Take away the sessions whose time is over; return how many."""
    with database.glancing() as connection:
        if not citizen_sessions.are_over(connection, now):
            return 0
    return database.enter(partial(citizen_sessions.end_those_over, now=now))


def _id(database: Database, token: str) -> str:
    return database.keyring.hashed(token, _PURPOSE)
