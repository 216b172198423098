"""Texts are sealed where the row is known that they are written into: each for that row alone.

An id is needed before its row is there, so the portal asks for it first. What a session or a plain
connection writes is sealed as the statement is about to be executed; what is written out
(`db/entering`, `db/direct`) calls `sealed_in_row` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    LargeBinary,
    Table,
    Update,
    event,
    inspect,
    type_coerce,
)

from portal.db import driver
from portal.db.base import Sealed, SealedText, WithItsRow
from portal.db.row_filter import PortalSession

Row = Mapping[str, Any]

_LAST_OF = "(SELECT coalesce(max(id), 0) FROM {0})"
_TAKE_OF = (
    "SELECT {1}, nextval(pg_get_serial_sequence('{0}', 'id')) FROM generate_series(1, %(of_{1})s)"
)


@cache
def sealed_columns(table: Table) -> Mapping[str, SealedText]:
    """Return the sealed columns of a table, by their names."""
    return {column.key: column.type for column in table.c if isinstance(column.type, SealedText)}


def next_ids(connection: Connection, counts: Mapping[Table, int]) -> dict[Table, Sequence[int]]:
    """Return ids for so many next rows of some tables, in the order in which to enter them."""
    if not counts:
        return {}
    taken = _following if connection.dialect.name == "sqlite" else _taken
    return dict(zip(counts, taken(connection, counts), strict=True))


def _following(connection: Connection, counts: Mapping[Table, int]) -> Iterable[Sequence[int]]:
    # The one writer holds the database: nobody else takes these ids meanwhile.
    asked = "SELECT " + ", ".join(_LAST_OF.format(table.name) for table in counts)
    [last] = driver.rows(connection, asked, ())
    first = (id_ + 1 for id_ in last)
    return [range(id_, id_ + count) for id_, count in zip(first, counts.values(), strict=True)]


def _taken(connection: Connection, counts: Mapping[Table, int]) -> Iterable[Sequence[int]]:
    asked = (_TAKE_OF.format(table.name, rank) for rank, table in enumerate(counts))
    numbers = {f"of_{rank}": count for rank, count in enumerate(counts.values())}
    ids: list[list[int]] = [[] for _ in counts]
    for rank, id_ in driver.rows(connection, " UNION ALL ".join(asked), numbers):
        ids[rank].append(id_)
    return map(sorted, ids)


def with_ids(
    connection: Connection, rows: Mapping[Table, Sequence[Row]]
) -> dict[Table, Sequence[Row]]:
    """Return rows about to be entered with the ids that their sealed texts are to be bound to."""
    without = {
        table: len(own) for table, own in rows.items() if own and _has_to_be_sealed(table, own)
    }
    ids = next_ids(connection, without)
    return {
        table: [{**row, "id": id_} for row, id_ in zip(own, ids[table], strict=True)]
        if table in ids
        else own
        for table, own in rows.items()
    }


def _has_to_be_sealed(table: Table, rows: Sequence[Row]) -> bool:
    if "id" in rows[0]:
        return False
    return any(row.get(name) is not None for row in rows for name in sealed_columns(table))


def sealed_in_row(connection: Connection, table: Table, row: Row, row_id: object = None) -> Row:
    """Return a row of a table as it is written: its texts are sealed for it, by its id."""
    own = row.get("id") if row_id is None else row_id
    if own is None:
        return row
    keyring = connection.dialect.keyring  # type: ignore[attr-defined]
    sealed = {
        name: type_.sealed(row[name], own, keyring)
        for name, type_ in sealed_columns(table).items()
        if not isinstance(row.get(name), Sealed | None)
    }
    return {**row, **sealed} if sealed else row


def sealed_for(
    connection: Connection, column: ColumnElement[Any], row_id: object, value: Any
) -> Sealed | None:
    """Return what is to be written of a value into a sealed column of the row with this id."""
    keyring = connection.dialect.keyring  # type: ignore[attr-defined]
    type_ = cast("SealedText", column.type)
    return None if value is None else type_.sealed(value, row_id, keyring)


def still_sealed(column: Any) -> ColumnElement[bytes]:
    """Return what is selected of a sealed column where only some of the rows will be opened."""
    return type_coerce(WithItsRow(column, column.type), LargeBinary)


def watch(engine: Engine) -> None:
    """Seal what the statements of an engine write."""
    event.listen(engine, "before_execute", _seal, retval=True)


def _seal(
    connection: Connection, statement: Any, many: Sequence[Row], values: Row, _options: object
) -> tuple[Any, Sequence[Row], Row]:
    """Seal what an INSERT or an UPDATE of one row each writes, as far as it is not sealed yet."""
    table = statement.table if isinstance(statement, Insert | Update) else None
    if not isinstance(table, Table) or not sealed_columns(table):
        return statement, many, values
    rows: Sequence[Row] = many or [values]
    if isinstance(statement, Insert):
        identified = with_ids(connection, {table: rows})[table]
        rows = [sealed_in_row(connection, table, row) for row in identified]
    else:
        # As a session names the id of the row that it changes.
        changed = table.c.id._label  # noqa: SLF001  # nothing else tells it
        rows = [sealed_in_row(connection, table, row, row.get(changed)) for row in rows]
    return (statement, rows, {}) if many else (statement, [], rows[0])


@event.listens_for(PortalSession, "before_flush")
def _take_ids(session: PortalSession, *_: object) -> None:
    """Give what is about to be entered the ids that its sealed texts are to be bound to."""
    waiting: dict[Table, list[Any]] = {}
    for record in session.new:
        state = inspect(record)
        table = state.mapper.local_table
        if sealed_columns(table) and state.dict.get("id") is None:
            waiting.setdefault(table, []).append(state)
    counts = {table: len(states) for table, states in waiting.items()}
    for table, ids in next_ids(session.connection(), counts).items():
        in_order = sorted(waiting[table], key=lambda state: state.insert_order)
        for state, id_ in zip(in_order, ids, strict=True):
            state.obj().id = id_
