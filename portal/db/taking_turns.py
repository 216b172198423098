"""One transaction after the other, where two must not do the same at once."""

from __future__ import annotations

import zlib

from sqlalchemy import Connection, text

from portal.db.row_filter import NARROWED

_WAIT_FOR_ALL = text("SET LOCAL lock_timeout = 0").execution_options(**{NARROWED: True})
_LOCKING = text("SELECT pg_advisory_xact_lock(:key)").execution_options(**{NARROWED: True})


def take_turns(connection: Connection, lock: str, *, for_as_long_as_it_takes: bool = False) -> None:
    """Wait until no other transaction is doing `lock`, and keep others waiting till the end.

    Nobody waits for longer than for a row, unless it is for as long as it takes. SQLite has one
    writer at a time in any case.
    """
    if connection.dialect.name == "postgresql":
        if for_as_long_as_it_takes:
            connection.execute(_WAIT_FOR_ALL)
        key = zlib.crc32(lock.encode())
        connection.execute(_LOCKING, {"key": key})
