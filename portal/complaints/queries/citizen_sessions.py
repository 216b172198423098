"""Sessions of citizens as they are stored: begun, seen, ended, and gone when their time is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import CitizenSessionRecord
from portal.db.direct import Direct

_OF_NOTHING_ELSE = {"synchronize_session": False}
_SESSION = cast("Table", CitizenSessionRecord.__table__)
_S = _SESSION.c
_WANTED = _S.id == bindparam("wanted")
# Each page of a complaint that is followed looks at its session.
_LOOKING = Direct(select(_S.seen_at, _S.ends_at).where(_WANTED))
_LOOKING_AT_THREE = Direct(
    select(_S.id, _S.seen_at, _S.ends_at).where(
        or_(*(_S.id == bindparam(name) for name in ("first", "second", "third")))
    )
)
_BEGINNING, _ENDING = insert(_SESSION), delete(_SESSION).where(_WANTED)
_SEEING = update(_SESSION).where(_WANTED).values(seen_at=bindparam("now"))
_OVER = _S.ends_at <= bindparam("now")


def session_times(connection: Connection, session_id: str) -> tuple[datetime, datetime] | None:
    """Return when a session was last seen and when it ends; None if it was ended."""
    row = _LOOKING.first(connection, wanted=session_id)
    return (row[0], row[1]) if row else None


def times_of(connection: Connection, *ids: str) -> dict[str, tuple[datetime, datetime]]:
    """Return when each of three rows was last seen and when it ends, of those that are there."""
    first, second, third = ids
    rows = _LOOKING_AT_THREE.rows(connection, first=first, second=second, third=third)
    return {row[0]: (row[1], row[2]) for row in rows}


def enter_anew(
    session: Session, ids: Collection[str], seen_at: datetime, ends_at: datetime
) -> None:
    """Enter rows in the transaction that is open, in place of those of the same ids."""
    session.execute(
        delete(CitizenSessionRecord).where(CitizenSessionRecord.id.in_(ids)),
        execution_options=_OF_NOTHING_ELSE,
    )
    rows = [{"id": each, "seen_at": seen_at, "ends_at": ends_at} for each in ids]
    session.execute(insert(CitizenSessionRecord), rows)


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
