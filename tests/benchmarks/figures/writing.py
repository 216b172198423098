"""Complaints in any number, written as rows: by COPY into PostgreSQL, at once into SQLite."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Table, func, select, text

from portal.app import FEATURES
from portal.db.engine import Database
from portal.keyring import load_keyring
from tests.benchmarks.figures import lives as living
from tests.benchmarks.figures.lives import COMPLAINT, ENTRY, OF_COMPLAINT, OF_ENTRY, Life, Row

AT_ONCE = 5_000
_NUMBER = "Z{:012d}"
_NOT_PROVED: Mapping[str, Any] = {"salt": b"", "digest": "", "prev": "", "hash": ""}
Kept = tuple[Any, ...]
Block = tuple[list[Kept], list[Kept]]


def write(address: str, keys: Path, count: int) -> float:
    """Write so many more complaints with their histories; return how many seconds it took."""
    database = Database(address, load_keyring(keys), FEATURES.row_rules)
    with database.writer.connect() as connection:
        lives = living.lives(connection)
        channels = sorted({life.complaint["channel"] for life in lives} - {"service"})
        places = living.somewhere(connection, channels)
        last = [_last_id(connection, table) for table in (COMPLAINT, ENTRY)]
    began = time.monotonic()
    blocks = _blocks(count, lives, places, *last)
    (_into_sqlite if database.is_sqlite else _into_postgresql)(database, blocks)
    database.close()
    return time.monotonic() - began


def _last_id(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.max(table.c.id))) or 0)


def _blocks(
    count: int,
    lives: Sequence[Life],
    places: Sequence[living.Somewhere],
    complaint_id: int,
    entry_id: int,
) -> Iterator[Block]:
    """Yield the rows of complaints and of their histories, some complaints at a time."""
    now, made, made_of = datetime.now(UTC), {}, -1
    complaints: list[Kept] = []
    entries: list[Kept] = []
    for week, drawn, place in living.drawn(count):
        if week != made_of:
            made, made_of = {}, week
        life = drawn % len(lives)
        if life not in made:
            made[life] = _same_in_copies(living.in_week(lives[life], week, now))
        own, facts, complaint, history = made[life]
        if lives[life].goes_anywhere:
            own, facts = places[place].own, living.facts_of_filing(facts, places[place])
        complaint_id += 1
        complaints.append((complaint_id, _NUMBER.format(complaint_id), *own, complaint))
        for rank, (told, entry) in enumerate(history):
            entry_id += 1
            entries.append((entry_id, complaint_id, facts if rank == 0 else told, entry))
        if len(complaints) == AT_ONCE:
            yield complaints, entries
            complaints, entries = [], []
    yield complaints, entries


def _same_in_copies(copied: living.Copied) -> tuple[Kept, str, Kept, list[tuple[str, Kept]]]:
    own = tuple(copied.complaint[name] for name in OF_COMPLAINT[2:])
    history = [
        (entry["facts"], _rest({**entry, **_NOT_PROVED}, ENTRY, OF_ENTRY))
        for entry in copied.history
    ]
    return own, history[0][0], _rest(copied.complaint, COMPLAINT, OF_COMPLAINT), history


def _rest(row: Row, table: Table, but: Sequence[str]) -> Kept:
    return tuple(_plain(row[column.key]) for column in table.c if column.key not in but)


def _plain(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def _columns(table: Table, first: Sequence[str]) -> str:
    rest = (column.key for column in table.c if column.key not in first)
    return f"{table.name} ({', '.join((*first, *rest))})"


TABLES = ((COMPLAINT, OF_COMPLAINT), (ENTRY, OF_ENTRY))


def _into_sqlite(database: Database, blocks: Iterable[Block]) -> None:
    with database.writer.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("BEGIN IMMEDIATE")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = triggers.fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for block in blocks:
            for (table, first), rows in zip(TABLES, block, strict=True):
                marks = ", ".join("?" * len(table.c))
                told = f"INSERT INTO {_columns(table, first)} VALUES ({marks})"
                raw.executemany(told, map(_kept_in_sqlite, rows))
        for _, made in guards:
            raw.execute(made)
        raw.execute("COMMIT")
        raw.execute("ANALYZE")


def _kept_in_sqlite(row: Kept) -> Kept:
    *first, rest = row
    return (*first, *map(_text_in_sqlite, rest))


def _text_in_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value


def _into_postgresql(database: Database, blocks: Iterable[Block]) -> None:
    """Write by COPY, each block as one transaction; nobody asks for keys of other tables."""
    with database.writer.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("SET session_replication_role = replica")
        raw.execute("SET synchronous_commit = off")
        lines = _Lines()
        for block in blocks:
            for (table, first), rows in zip(TABLES, block, strict=True):
                with raw.cursor().copy(f"COPY {_columns(table, first)} FROM STDIN") as copy:
                    copy.write("".join(map(lines.line, rows)))
            raw.commit()
        raw.execute("SET session_replication_role = DEFAULT")
        for table, _ in TABLES:
            last = f"(SELECT max(id) FROM {table.name})"
            raw.execute(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})")
        raw.commit()
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE complaint"))
        connection.execute(text("VACUUM ANALYZE history_entry"))


class _Lines:
    """Lines for COPY; what is the same in copies is written once."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[Kept, str]] = {}

    def line(self, row: Kept) -> str:
        """Return a row as a line."""
        *first, rest = row
        if id(rest) not in self._written:
            if len(self._written) > 100_000:
                self._written.clear()
            # With the tuple itself, so that nothing else gets its identity.
            self._written[id(rest)] = (rest, "\t".join(map(_told, rest)))
        told = "\t".join(map(str, first)).replace("\\", "\\\\")
        return f"{told}\t{self._written[id(rest)][1]}\n"


def _told(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes | memoryview):
        return f"\\\\x{bytes(value).hex()}"
    told = value.isoformat() if isinstance(value, datetime) else str(value)
    return told.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
