"""The structure of a database beside the one that the models describe.

Every table, column, type, default, key, constraint and index is compared, and the triggers that
guard the history. How names of constraints are spelt is not: SQLite forgets most of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Inspector,
    Table,
    inspect,
)

from portal.db.base import Base
from portal.db.history_guards import missing_guards

METADATA = Base.metadata
"""What the models describe: all of it once the application was imported, which lists them."""

_CAST = re.compile(r"::(character varying|\w+)")
_SPELLING = re.compile(r"[()'\s]")
_Difference = tuple[Any, ...]


def differences(connection: Connection) -> list[str]:
    """Return what of the database is not as the models say, each as one line."""
    return [*_compared(connection), *_looked_at(connection), *missing_guards(connection)]


def missing(connection: Connection) -> list[str]:
    """Return the tables and columns that the database lacks: quick, and no more than names."""
    columns_by_table = {
        name: {column["name"] for column in columns}
        for (_, name), columns in inspect(connection).get_multi_columns().items()
    }
    return [*_missing(columns_by_table)]


def _missing(present: Mapping[str, set[str]]) -> Iterator[str]:
    expected = {table.name: {*table.columns.keys()} for table in METADATA.sorted_tables}
    for name, columns in expected.items():
        if name not in present:
            yield f"table {name} is missing"
        else:
            yield from (
                f"column {name}.{column} is missing" for column in sorted(columns - present[name])
            )


def _compared(connection: Connection) -> Iterator[str]:
    """Say what Alembic finds, which nothing but this needs in a running portal."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection)
    for difference in compare_metadata(context, METADATA):
        # What differs of one column comes together.
        for change in difference if isinstance(difference, list) else [difference]:
            yield _worded(change, connection)


def _worded(difference: _Difference, connection: Connection) -> str:
    kind, *facts = difference

    def typed(column_type: Any) -> str:
        return str(column_type.compile(connection.dialect))

    words: dict[str, Callable[..., str]] = {
        "add_table": lambda table: f"table {table.name} is missing",
        "remove_table": lambda table: f"table {table.name} is not in the models",
        "add_column": lambda _, table, column: f"column {table}.{column.name} is missing",
        "remove_column": lambda _, table, column: (
            f"column {table}.{column.name} is not in the models"
        ),
        "modify_type": lambda _, table, column, __, is_now, wanted: (
            f"column {table}.{column} is of type {typed(is_now)}, not {typed(wanted)}"
        ),
        "modify_nullable": lambda _, table, column, __, may_be, ___: (
            f"column {table}.{column} {'may' if may_be else 'may not'} be empty"
        ),
        "add_index": lambda index: f"{_index(index)} is missing",
        "remove_index": lambda index: f"{_index(index)} is not in the models",
        "add_constraint": lambda constraint: f"{_constraint(constraint)} is missing",
        "remove_constraint": lambda constraint: f"{_constraint(constraint)} is not in the models",
        "add_fk": lambda key: f"{_foreign_key(key)} is missing",
        "remove_fk": lambda key: f"{_foreign_key(key)} is not in the models",
    }
    return words[kind](*facts) if kind in words else f"{kind}: {facts}"


def _index(index: Any) -> str:
    kind = "unique index" if index.unique else "index"
    return f"{kind} {index.name} of {_columns(index.table, index.columns)}"


def _constraint(constraint: Any) -> str:
    return f"unique constraint of {_columns(constraint.table, constraint.columns)}"


def _foreign_key(constraint: Any) -> str:
    [element] = constraint.elements
    places = _columns(constraint.table, constraint.columns)
    return f"reference of {places} to {element.target_fullname}"


def _columns(table: Table, columns: Any) -> str:
    return f"{table.name} ({', '.join(column.name for column in columns)})"


def _looked_at(connection: Connection) -> Iterator[str]:
    """Say what Alembic does not see, of the tables that are there."""
    inspector = inspect(connection)
    tables = {*inspector.get_table_names()}
    for table in METADATA.sorted_tables:
        if table.name in tables:
            yield from _key(inspector, table)
            yield from _defaults(inspector, table)
            yield from _kinds_of_indexes(inspector, table)
            yield from _row_ids(inspector, table)


def _key(inspector: Inspector, table: Table) -> Iterator[str]:
    is_now = inspector.get_pk_constraint(table.name)["constrained_columns"]
    wanted = [column.name for column in table.primary_key.columns]
    if is_now != wanted:
        yield f"key of table {table.name} is ({', '.join(is_now)}), not ({', '.join(wanted)})"


def _defaults(inspector: Inspector, table: Table) -> Iterator[str]:
    counted = table.autoincrement_column
    for there in inspector.get_columns(table.name):
        column = table.columns.get(there["name"])
        if column is None:
            continue
        if column is counted:
            # SQLite counts up whatever is its integer key.
            if inspector.dialect.name != "sqlite" and not there.get("autoincrement"):
                yield f"column {table.name}.{column.name} does not count up"
            continue
        is_now, wanted = _spelt(there["default"]), _spelt(_default(column, inspector))
        if is_now != wanted:
            place = f"column {table.name}.{column.name}"
            yield f"{place} has the default {is_now or 'none'}, not {wanted or 'none'}"


def _default(column: Column[Any], inspector: Inspector) -> str | None:
    default: Any = column.server_default
    if default is None:
        return None
    if isinstance(default.arg, str):
        return default.arg
    return str(default.arg.compile(dialect=inspector.dialect))


def _kinds_of_indexes(inspector: Inspector, table: Table) -> Iterator[str]:
    dialect = inspector.dialect.name
    present = {
        index["name"]: index.get("dialect_options", {})
        for index in inspector.get_indexes(table.name)
    }
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        if index.name not in present:
            continue
        is_now, wanted = present[index.name], index.dialect_options[dialect]
        before, after = _spelt(is_now.get(f"{dialect}_where")), _spelt(wanted["where"])
        if before != after:
            place = f"index {index.name} of {table.name}"
            yield f"{place} is for {before or 'all rows'}, not for {after or 'all rows'}"
        if dialect == "postgresql":
            kind, kind_wanted = (
                is_now.get("postgresql_using") or "btree",
                wanted["using"] or "btree",
            )
            if kind != kind_wanted:
                yield f"index {index.name} of {table.name} is a {kind}, not a {kind_wanted}"


def _row_ids(inspector: Inspector, table: Table) -> Iterator[str]:
    if inspector.dialect.name != "sqlite":
        return
    wanted = table.dialect_options["sqlite"]["with_rowid"]
    is_now = inspector.get_table_options(table.name).get("sqlite_with_rowid", True)
    if is_now != wanted:
        yield f"table {table.name} is {'with' if is_now else 'without'} row ids"


def _spelt(condition: object) -> str | None:
    """Return a condition or a default without what each database adds to its spelling."""
    if condition is None:
        return None
    return " ".join(_SPELLING.sub(" ", _CAST.sub("", str(condition))).split())
