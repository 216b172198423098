"""Engines for the two databases, and the sessions in which work happens.

SQLite: one file in WAL mode, every commit on the disk before it is answered
(`synchronous=FULL`), writers begin with BEGIN IMMEDIATE when it is their turn, readers use a
read-only engine. SQLAlchemy's default mode would start transactions late and silently lose
concurrent updates. PostgreSQL: a pool, and rows locked where they are changed.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from portal.db.base import json_text
from portal.db.group_commit import GroupCommit, WriteLock
from portal.db.guard import forget_for_whom, watch
from portal.db.kept_connections import KeptConnections
from portal.db.row_filter import CONNECTION, NARROWED, PortalSession, RowRules
from portal.domain.actor import Actor
from portal.keyring import Keyring
from portal.private import private_file
from portal.shared_numbers import shared_numbers

T = TypeVar("T")
_BUSY_MILLISECONDS = 15_000
# Every page writes and reads JSON: the fastest of its libraries is seen there.
_JSON: dict[str, Any] = {"json_serializer": json_text, "json_deserializer": orjson.loads}


class Database:
    """One database: `transaction` to change it, `reading` to look at it, for somebody.

    `enter` and `glancing` are for the portal alone, where a citizen waits: single statements on
    a plain connection, which nothing narrows to what an actor may see by `row_rules`.
    """

    def __init__(
        self, url: str, keyring: Keyring, row_rules: RowRules, pool_size: int = 10
    ) -> None:
        address = make_url(url)
        self.address = address
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.keyring = keyring
        self._row_rules = row_rules
        self._write_lock: WriteLock | None = None
        self._last_commit = shared_numbers(1)
        if self.is_sqlite:
            assert address.database is not None
            place = Path(address.database)
            place.parent.mkdir(parents=True, exist_ok=True)
            # What SQLite puts beside the database is as private as it is.
            self._write_lock = WriteLock(private_file(place))
            self.writer = _sqlite_engine(address, read_only=False)
            self.reader = _sqlite_engine(address, read_only=True)
            self._readers = KeptConnections(self.reader)
            self._group_commit = GroupCommit(self.writer, self._write_lock)
        else:
            self.writer = _postgresql_engine(address, pool_size)
            # A whole reading sees one moment, so that an export agrees with itself.
            self.reader = self.writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        for engine in {self.writer, self.reader}:
            watch(engine)
            engine.dialect.keyring = keyring  # type: ignore[attr-defined]

    @contextmanager
    def transaction(self, actor: Actor) -> Iterator[Session]:
        """Open a session on behalf of `actor`; commit at the end, undo all on any error."""
        info = self._info(actor)
        with (
            self._write_lock or nullcontext(),
            PortalSession(self.writer, info=info, expire_on_commit=False) as session,
        ):
            yield session
            session.commit()
            self._note_commit()

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Session]:
        """Open a session that only looks, on behalf of `actor`."""
        with self.glancing() as connection, connection.begin():
            info = {**self._info(actor), CONNECTION: connection}
            with PortalSession(connection, info=info, autoflush=False) as session:
                yield session
            forget_for_whom(connection)

    def enter(self, act: Callable[[Connection], T]) -> T:
        """Write rows by `act` and return its result once they last; undo all on any error.

        Other requests' rows may share the transaction: see GroupCommit.
        """
        try:
            if self.is_sqlite:
                return self._group_commit.write(act)
            with self.writer.begin() as connection:
                return act(connection)
        finally:
            self._note_commit()

    @property
    def last_commit(self) -> int:
        """Another number whenever this process, or one forked with it, has changed something."""
        return self._last_commit[0]

    def _note_commit(self) -> None:
        self._last_commit[0] = time.monotonic_ns()

    def glancing(self) -> AbstractContextManager[Connection]:
        """Open a connection that only looks."""
        return self._readers.one() if self.is_sqlite else self.reader.connect()

    def ping(self) -> None:
        """Ask the database for nothing; raise whatever keeps it from answering."""
        with self.glancing() as connection:
            connection.execute(text("SELECT 1"))

    def _info(self, actor: Actor) -> dict[str, Any]:
        return {"actor": actor, "row_rules": self._row_rules}

    @property
    def exists(self) -> bool:
        """Tell whether there is a database at all; one of SQLite appears with its first writing."""
        return not self.is_sqlite or Path(str(self.address.database)).exists()

    def close(self) -> None:
        """Give back every connection."""
        if self.is_sqlite:
            self._readers.let_go()
            self._group_commit.let_go()
        self.writer.dispose()
        self.reader.dispose()
        if self._write_lock is not None:
            self._write_lock.close()

    def let_pages_go(self) -> None:
        """Give back SQLite's connections, and with them the pages that they keep."""
        if self.is_sqlite:
            self.close()


def take_turns(connection: Connection, lock: str) -> None:
    """Wait until no other transaction is doing `lock`, and keep others waiting till the end.

    SQLite has one writer at a time in any case.
    """
    if connection.dialect.name == "postgresql":
        key = zlib.crc32(lock.encode())
        locking = text("SELECT pg_advisory_xact_lock(:key)").execution_options(**{NARROWED: True})
        connection.execute(locking, {"key": key})


def _sqlite_engine(address: URL, *, read_only: bool) -> Engine:
    path = Path(str(address.database)).absolute()
    mode = "ro" if read_only else "rwc"
    file = URL.create(
        "sqlite", database=f"file:{quote(str(path))}", query={"mode": mode, "uri": "true"}
    )
    engine = create_engine(
        file,
        connect_args={"isolation_level": None, "check_same_thread": False},
        pool_size=20 if read_only else 2,
        max_overflow=20 if read_only else 2,
        # Each connection has pages of the database by heart: the one that was used last knows most.
        pool_use_lifo=True,
        **_JSON,
    )
    event.listen(engine, "connect", _tune_reader if read_only else _tune_writer)
    event.listen(engine, "begin", _begin_reading if read_only else _begin_writing)
    return engine


def _postgresql_engine(address: URL, pool_size: int) -> Engine:
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        **_JSON,
    )


def _tune_writer(connection: Any, _: object) -> None:
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-32000",
        # Pages that leave for the log before their commit were lost with it: D-278.
        "cache_spill=OFF",
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _tune_reader(connection: Any, _: object) -> None:
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "query_only=ON",
        "cache_size=-4000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_writing(connection: Connection) -> None:
    connection.connection.cursor().execute("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.connection.cursor().execute("BEGIN")
