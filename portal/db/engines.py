"""Engines for the two databases.

SQLite: one file in WAL mode, every commit on the disk before it is answered
(`synchronous=FULL`), writers begin with BEGIN IMMEDIATE when it is their turn, readers use a
read-only engine. SQLAlchemy's default mode would start transactions late and silently lose
concurrent updates. PostgreSQL: a pool, and rows locked where they are changed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from portal.db.base import json_text
from portal.db.commit_count import count_commit, note_begin
from portal.db.write_lock import PATIENCE

_MILLISECONDS = 1000
_BUSY_MILLISECONDS = int(PATIENCE * _MILLISECONDS)
_WAITS = "seconds that it waits for others"
# Every page writes and reads JSON: the fastest of its libraries is seen there.
_JSON: dict[str, Any] = {"json_serializer": json_text, "json_deserializer": orjson.loads}


def sqlite_writer(
    path: Path, patience_left: Callable[[], float], opened: Callable[[], None]
) -> Engine:
    """Return an engine that changes the file of a database; it does not make one.

    It waits for who does not heed the portal's turns for as long as `patience_left` says, and
    calls `opened` whenever it has opened the file.
    """
    engine = _sqlite_engine(path, "rw", 2)

    def begin(connection: Connection) -> None:
        cursor = connection.connection.cursor()
        seconds = max(1, math.ceil(patience_left()))
        # To say it costs a fifth of a short transaction, and hardly ever is it another.
        if connection.info.get(_WAITS) != seconds:
            connection.info[_WAITS] = seconds
            cursor.execute(f"PRAGMA busy_timeout={seconds * _MILLISECONDS}")
        cursor.execute("BEGIN IMMEDIATE")
        note_begin(connection)

    event.listen(engine, "connect", _tune_writer)
    event.listen(engine, "connect", lambda *_: opened())
    event.listen(engine, "begin", begin)
    event.listen(engine, "commit", count_commit)
    return engine


def sqlite_reader(path: Path, opened: Callable[[], None]) -> Engine:
    """Return an engine that only looks into the file; it calls `opened` as the other one does."""
    engine = _sqlite_engine(path, "ro", 20)
    event.listen(engine, "connect", _tune_reader)
    event.listen(engine, "connect", lambda *_: opened())
    event.listen(engine, "begin", _begin_reading)
    return engine


def postgresql_engine(address: URL, pool_size: int) -> Engine:
    """Return an engine on a PostgreSQL, which waits for nothing longer than anybody should."""
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        connect_args={"connect_timeout": math.ceil(PATIENCE)},
        **_JSON,
    )
    event.listen(engine, "connect", _wait_no_longer)
    return engine


def _sqlite_engine(path: Path, mode: str, connections: int) -> Engine:
    file = URL.create(
        "sqlite", database=f"file:{quote(str(path))}", query={"mode": mode, "uri": "true"}
    )
    return create_engine(
        file,
        connect_args={"isolation_level": None, "check_same_thread": False},
        pool_size=connections,
        max_overflow=connections,
        pool_timeout=PATIENCE,
        # Each connection has pages of the database by heart: the one that was used last knows most.
        pool_use_lifo=True,
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


def _begin_reading(connection: Connection) -> None:
    connection.connection.cursor().execute("BEGIN")


def _wait_no_longer(connection: Any, _: object) -> None:
    """Let nobody wait for a row that somebody else holds and does not let go."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {_BUSY_MILLISECONDS}")
    connection.commit()
