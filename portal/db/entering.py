"""Rows entered by an INSERT that is written out once for each table and set of columns.

SQLAlchemy looks through a statement and its parameters each time it is executed: of what a filing
enters, that takes longer than the database does. Written out, an INSERT is its SQL, and what each
column makes of a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import Connection, Dialect, Insert, Table, insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from portal.db import driver
from portal.db.base import Base
from portal.db.sealing import sealed_columns, sealed_in_row, with_ids

Row = Mapping[str, Any]
_Bind = Callable[[Any], Any] | None
_INSERTS = "inserts written out"


def enter_row(connection: Connection, record: type[Base], row: Row) -> int:
    """Insert one row; return the number that it got as its key."""
    [row] = _as_entered(connection, record, [row])
    into = _written(connection, record, row, is_alone=True)
    cursor = driver.execute(connection, into.sql, into.values(row))
    key = row.get("id")
    if key is None:
        key = cursor.fetchall()[0][0] if cursor.description else cursor.lastrowid
    cursor.close()
    return int(key)


def enter_rows(connection: Connection, record: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns, by one statement."""
    rows = _as_entered(connection, record, rows)
    into = _written(connection, record, rows[0], is_alone=False)
    driver.execute_many(connection, into.sql, [into.values(row) for row in rows])


def identified(
    connection: Connection, rows: Mapping[type[Base], Sequence[Row]]
) -> dict[type[Base], Sequence[Row]]:
    """Return rows about to be entered, each with its id where what it seals is bound to it.

    All ids are asked for at once; rows that were not asked for get theirs one table at a time.
    """
    records = {cast("Table", record.__table__): record for record in rows}
    with_them = with_ids(connection, {table: rows[record] for table, record in records.items()})
    return {record: with_them[table] for table, record in records.items()}


def _as_entered(connection: Connection, record: type[Base], rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows with their sealed texts bound to the ids that they get."""
    table = cast("Table", record.__table__)
    if not sealed_columns(table):
        return rows
    identified = with_ids(connection, {table: rows})[table]
    return [sealed_in_row(connection, table, row) for row in identified]


class _WrittenInsert(Struct, frozen=True):
    """An INSERT as SQL, what its columns make of their values, and those that no row tells."""

    sql: str
    binds: tuple[tuple[str, _Bind], ...]
    defaults: Row
    is_positional: bool

    @classmethod
    def of(cls, statement: Insert, names: Sequence[str], dialect: Dialect) -> _WrittenInsert:
        table = cast("Table", statement.table)
        defaults = _defaults(table, names)
        compiled = statement.compile(dialect=dialect, column_keys=[*names, *defaults])
        binds = (
            (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or compiled.params
        )
        return cls(str(compiled), tuple(binds), defaults, compiled.positiontup is not None)

    def values(self, row: Row) -> Any:
        """Return the values of a row as the database's driver takes them."""
        told = {**self.defaults, **row}
        if self.is_positional:
            return tuple(
                [told[name] if bind is None else bind(told[name]) for name, bind in self.binds]
            )
        return {name: told[name] if bind is None else bind(told[name]) for name, bind in self.binds}


def _written(
    connection: Connection, record: type[Base], row: Row, *, is_alone: bool
) -> _WrittenInsert:
    # With the connection: what seals a value belongs to one database, and goes when it goes.
    kept = connection.info.setdefault(_INSERTS, {})
    key = (record, is_alone, *row)
    into: _WrittenInsert | None = kept.get(key)
    if into is None:
        table = cast("Table", record.__table__)
        statement = insert(table) if is_alone else insert(table).inline()
        into = kept[key] = _WrittenInsert.of(statement, tuple(row), connection.dialect)
    return into


def _defaults(table: Table, names: Sequence[str]) -> Row:
    """Return what the columns hold that no row tells, where the portal says it."""
    untold = ((column.key, column.default) for column in table.c if column.key not in names)
    return {
        name: default.arg
        for name, default in untold
        if isinstance(default, ScalarElementColumnDefault)
    }
