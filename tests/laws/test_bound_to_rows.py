"""Every sealed text is bound to its row: one that somebody moved to another does not open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, insert, select, text

import portal.app
from portal.db.base import Base, SealedText, UtcDateTime
from portal.db.unopened import Unopened
from portal.runtime import Runtime
from tests.support import TUESDAY, on_both
from tests.support.swapped import swap

assert portal.app, "it describes the tables of every feature"

SEALED = [
    column
    for table in Base.metadata.sorted_tables
    for column in table.c
    if isinstance(column.type, SealedText)
]
OF_ANY_TYPE: dict[type, Any] = {
    bool: False,
    date: TUESDAY.date(),
    bytes: b"x",
}


def values(table: Table, number: int) -> dict[str, Any]:
    """Return a row: what it seals and what must be unique tell it from another."""
    row: dict[str, Any] = {}
    for column in table.c:
        if isinstance(column.type, SealedText):
            row[column.key] = f"text {number}"
        elif column.primary_key or column.key in {"number", "seq", "rank", "once"}:
            row[column.key] = 90 + number if column.type.python_type is int else f"d-{number}"
        elif not column.nullable:
            row[column.key] = filled(column, number)
    return row


def filled(column: Column[Any], number: int) -> Any:
    if isinstance(column.type, UtcDateTime):
        return TUESDAY
    kind = column.type.python_type
    return kind(number) if kind in {int, str} else OF_ANY_TYPE.get(kind, {})


def let_rows_stand_alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))


@on_both
@pytest.mark.parametrize("column", SEALED, ids=str)
def test_a_text_that_was_moved_to_another_row_does_not_open(runtime: Runtime, column: Column[Any]):
    table = column.table
    rows = [values(table, 1), values(table, 2)]
    ids = [row["id"] for row in rows]
    with runtime.database.writer.connect() as connection:
        let_rows_stand_alone(connection)
        connection.execute(insert(table), rows)
        read = select(column).where(table.c.id.in_(ids)).order_by(table.c.id)
        assert connection.scalars(read).all() == ["text 1", "text 2"]
        runtime.database.unopened()
        swap(connection, column, *ids)
        assert connection.scalars(read).all() == [column.type.instead] * 2
        assert runtime.database.unopened() == {Unopened(str(column), str(id_)) for id_ in ids}
        connection.rollback()
