"""Whatever somebody changes, removes or copies by SQL of a complaint, verifying the history tells.

Every column of every table that belongs to complaints, whichever the models describe, with the
guards of the database taken away. What proves nothing says why, and `portal/data.md` lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    Table,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.complaints.accounts import record_opening
from portal.complaints.handling import casework
from portal.complaints.proof.stored import verify_database
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.people import AccessLogRecord
from portal.db.base import Base, KeyedDigest, SealedJson, SealedText, UtcDateTime
from portal.db.proved_rows import OWNER, proved_records
from portal.db.row_filter import NARROWED
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.complaints.proof.forging import anchored_now
from tests.support import TUESDAY, add_user, file, on_both
from tests.support.unguarded import taken_away

Row = Mapping[str, Any]
Forgery = Callable[[Connection, type[Base]], None]

RECORDS = [mapper.class_ for mapper in Base.registry.mappers]
PROVED = sorted(proved_records(), key=lambda record: record.__tablename__)
CHAINED = [*PROVED, HistoryEntryRecord, AccessLogRecord]
OF_COMPLAINTS = {record.__tablename__ for record in CHAINED}
PARTS = 3
UNGUARDED = "the history is not guarded"
DATA = (Path(__file__).parents[2] / "portal" / "data.md").read_text(encoding="utf-8")


@pytest.fixture
def covered(runtime: Runtime) -> Runtime:
    """Two complaints with a row of every table, signed by the portal, and a root over them."""
    reader = add_user(runtime, "c.roy@exemple.org")
    for complaint_id in (1, 2):
        act(runtime, file(runtime).number, casework.answer, body="Il est rouvert.")
        record_opening(runtime.database, reader, [complaint_id], "complaint", TUESDAY)
    for record in PROVED:
        with runtime.transaction() as session:
            there = select(func.count()).select_from(record.__table__)
            if not session.execute(there.execution_options(**{NARROWED: True})).scalar_one():
                session.add(record(**dict(_values(record))))
    anchored_now(runtime)
    return runtime


def _values(record: type[Base]) -> Iterator[tuple[str, Any]]:
    """Yield values for the columns of a row of the first complaint: one of each other's too."""
    table = record.__table__
    for column in table.c:
        if column.key in record.hash_of:
            yield column.key, _value(table.c[record.hash_of[column.key]])
        elif column.key == OWNER:
            yield column.key, 1
        elif column.foreign_keys and column.nullable:
            continue
        elif not column.primary_key:
            yield column.key, _value(column)


def _value(column: Column[Any]) -> Any:
    kind = column.type
    match kind:
        case SealedJson() | JSON():
            return ["dit"]
        case SealedText() | String():
            return "di"
        case UtcDateTime():
            return datetime(2026, 11, 20, 15, tzinfo=UTC)
        case Date():
            return date(2026, 11, 20)
        case Boolean():
            return True
        case Integer() | KeyedDigest():
            return 1
    raise TypeError(f"{column} is of a type that this law does not know")


def _forged(value: Any, column: Column[Any]) -> Any:
    """Return another value of the same type."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case datetime():
            return value.replace(year=2031)
        case date():
            return value.replace(year=2031)
        case str():
            return "" if len(value) > 1 else "x"
        case bytes():
            return value + b"\x01"
        case None:
            return _value(column)
    return ["forgé"]


def _columns(record: type[Base]) -> list[str]:
    """Return the columns that prove something; keys name a row, and say nothing."""
    unproved = () if isinstance(record.unproved, str) else record.unproved
    columns = (column.key for column in record.__table__.c if not column.primary_key)
    return [name for name in columns if name not in unproved]


def _first(connection: Connection, record: type[Base]) -> Row:
    first = select(record.__table__).order_by(*record.__table__.primary_key).limit(1)
    return connection.execute(first.execution_options(**{NARROWED: True})).mappings().one()


def _is_it(record: type[Base], row: Row) -> Iterator[ColumnElement[bool]]:
    return (column == row[column.key] for column in record.__table__.primary_key)


def change(name: str, connection: Connection, record: type[Base]) -> None:
    """Set a column of the first row otherwise."""
    row, column = _first(connection, record), record.__table__.c[name]
    of_it = update(cast("Table", record.__table__)).where(*_is_it(record, row))
    if isinstance(column.type, SealedText):
        # Whoever has no key writes something in its place.
        connection.execute(of_it.values({name: text(f"'{_UNSEALED}'")}))
    else:
        connection.execute(of_it.values({name: _forged(row[name], column)}))


def remove(connection: Connection, record: type[Base]) -> None:
    """Remove the first row."""
    table = cast("Table", record.__table__)
    connection.execute(delete(table).where(*_is_it(record, _first(connection, record))))


def copy(connection: Connection, record: type[Base]) -> None:
    """Add a row like the first one, as it is stored."""
    names = [column.key for column in record.__table__.c if column.key != "id"]
    ours, first = ", ".join(names), _first(connection, record)["id"]
    table = record.__tablename__  # the names are ours
    copied = f"INSERT INTO {table} (id, {ours}) SELECT 0, {ours} FROM {table} WHERE id = {first}"
    connection.execute(text(copied))


_UNSEALED = "not sealed by anybody who has the key, and as long as what is"


class _UndoneError(Exception):
    """What was forged is taken back."""


def told(runtime: Runtime, forge: Forgery, record: type[Base]) -> str:
    """Return what tells of a forgery: the database refusing it, or what is verified; or nothing."""
    reason = "the database refuses it"
    with suppress(_UndoneError, IntegrityError), runtime.transaction() as session:
        connection = session.connection()
        taken_away(connection)
        unchecked = "PRAGMA defer_foreign_keys = ON"
        if connection.dialect.name == "postgresql":
            unchecked = "SET LOCAL session_replication_role = replica"
        connection.execute(text(unchecked))
        forge(connection, record)
        broken = verify_database(session, runtime.keyring).broken
        reason = broken.reason if broken else ""
        raise _UndoneError
    return "" if reason.startswith(UNGUARDED) else reason


# Each forgery is taken back, so that one portal is enough for many; in parts, which run at once.
@on_both
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_changed_removed_or_copied_is_told(covered: Runtime, part: int):
    untold = [
        f"{record.__tablename__}: {name}"
        for record in CHAINED[part::PARTS]
        for name, forge in _forgeries(record).items()
        if not told(covered, forge, record)
    ]
    assert untold == []
    with covered.reading(PORTAL) as session:
        assert verify_database(session, covered.keyring).broken is None


def _forgeries(record: type[Base]) -> dict[str, Forgery]:
    changes = {name: partial(change, name) for name in _columns(record)}
    return {**changes, "removed": remove, "copied": copy}


def test_data_lists_what_proves_nothing_and_every_table_beside():
    tables = {record.__tablename__: record.unproved for record in RECORDS}
    rows = {
        f"| `{table}` | {unproved} |"
        for table, unproved in tables.items()
        if isinstance(unproved, str)
    }
    rows |= {
        f"| `{table}.{column}` | {reason} |"
        for table, unproved in tables.items()
        if not isinstance(unproved, str)
        for column, reason in unproved.items()
    }
    assert [row for row in sorted(rows) if row not in DATA] == []
    others = {table for table in tables if f"`{table}`" not in DATA and table not in OF_COMPLAINTS}
    assert others == set()
