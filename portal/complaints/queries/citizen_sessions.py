"""Sessions of citizens as they are stored: begun, seen, ended, and gone when their time is over."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from portal.complaints.records.complaint import CitizenSessionRecord
from portal.db.direct import Direct

_SESSION = cast("Table", CitizenSessionRecord.__table__)
_S = _SESSION.c
_WANTED = _S.id == bindparam("wanted")
# Each page of a complaint that is followed looks at its session.
_LOOKING = Direct(select(_S.seen_at, _S.ends_at).where(_WANTED))
_BEGINNING, _ENDING = insert(_SESSION), delete(_SESSION).where(_WANTED)
_SEEING = update(_SESSION).where(_WANTED).values(seen_at=bindparam("now"))
_OVER = _S.ends_at <= bindparam("now")


def session_times(connection: Connection, session_id: str) -> tuple[datetime, datetime] | None:
    """Return when a session was last seen and when it ends; None if it was ended."""
    row = _LOOKING.first(connection, wanted=session_id)
    return (row[0], row[1]) if row else None


def enter_session(
    connection: Connection, session_id: str, seen_at: datetime, ends_at: datetime
) -> None:
    """Begin a session."""
    row = {"id": session_id, "seen_at": seen_at, "ends_at": ends_at}
    connection.execute(_BEGINNING, row)


def see_session(connection: Connection, session_id: str, now: datetime) -> None:
    """Note that something was asked in a session."""
    connection.execute(_SEEING, {"wanted": session_id, "now": now})


def end_session(connection: Connection, session_id: str) -> None:
    """End a session, on every device that has a copy of it."""
    connection.execute(_ENDING, {"wanted": session_id})


def are_over(connection: Connection, now: datetime) -> bool:
    """Tell whether the time of any session is over."""
    found = select(_S.id).where(_OVER).limit(1)
    return connection.execute(found, {"now": now}).first() is not None


def end_those_over(connection: Connection, now: datetime) -> int:
    """End the sessions whose time is over; return how many."""
    return int(connection.execute(delete(_SESSION).where(_OVER), {"now": now}).rowcount)
