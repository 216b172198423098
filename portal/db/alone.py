"""What only one process does at a time, for as long as it takes: another one is refused."""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from portal.db.engine import Database
from portal.domain.errors import PortalError

_TAKE = text("SELECT pg_try_advisory_lock(:key)")
_GIVE_BACK = text("SELECT pg_advisory_unlock(:key)")


class NotAloneError(PortalError):
    """Another process does it already."""


@contextmanager
def alone(database: Database, what: str) -> Iterator[None]:
    """Do something that nobody else does meanwhile; raise NotAloneError where somebody does.

    A process that is killed is no longer at it.
    """
    with _of_file(database, what) if database.is_sqlite else _of_server(database, what):
        yield


@contextmanager
def _of_file(database: Database, what: str) -> Iterator[None]:
    file = Path(f"{database.address.database}.{what}")
    descriptor = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise NotAloneError(what) from None
    else:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _of_server(database: Database, what: str) -> Iterator[None]:
    """Hold it by a connection of its own, which goes with the process."""
    key = {"key": zlib.crc32(f"alone: {what}".encode())}
    with database.glancing() as connection:
        if not connection.scalar(_TAKE, key):
            raise NotAloneError(what)
        # No transaction stays open: what the server cleans up would wait for its end.
        connection.commit()
        try:
            yield
        finally:
            connection.execute(_GIVE_BACK, key)
