"""A statement written out as SQL, once: what is asked again and again is handed to the driver.

SQLAlchemy walks a statement each time it is executed, puts together what it compiled and the
parameters, and looks at each value of each row: of what a page asks, that takes several times as
long as the database. Written out, a statement is a text, and its rows are read by columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct
from sqlalchemy import BindParameter, Connection, Dialect, SelectBase
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate
from sqlalchemy.types import TypeEngine

from portal.db import driver

Row = tuple[Any, ...]
Change = Callable[[Any], Any] | None
"""What turns values of the portal into the driver's, or back; None where they are the same."""

_AMONG = re.compile(r"(NOT IN|IN) \(__\[POSTCOMPILE_(\w+)\]\)")
"""What compares with a parameter that holds several values, until it is known how many."""
_AN_ARRAY = {"NOT IN": "<> ALL", "IN": "= ANY"}
_PARAMETER = {
    "named": re.compile(r"__\[POSTCOMPILE_(\w+)\]|:(\w+)"),
    "pyformat": re.compile(r"__\[POSTCOMPILE_(\w+)\]|%\((\w+)\)s"),
}


ReturnsRows = SelectBase | ReturningInsert[Any] | ReturningUpdate[Any]
"""A statement that selects rows, or returns those that it writes."""


class Written:
    """Such a statement as a text in SQL, with the parameters that were given a name."""

    def __init__(self, statement: ReturnsRows, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=_naming(dialect))
        bound = {name: parameter for parameter, name in compiled.bind_names.items()}
        self._parameters = {name: of for name, of in bound.items() if not _is_constant(of)}
        self._lists = {
            name: _List(compiled, name, of) for name, of in self._parameters.items() if of.expanding
        }
        self._columns = [column.type for column in statement.exported_columns]
        self._text = _with_constants(compiled, bound)
        self._texts: dict[tuple[int, ...], str] = {}
        self._drivers: WeakKeyDictionary[Dialect, _Driver] = WeakKeyDictionary()

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """Return the rows, as these values of its parameters choose them.

        They are those of the transaction that is open: none is begun.
        """
        own = self._driver(connection.dialect)
        bound = {
            name: values[name] if change is None else change(values[name])
            for name, change in own.singles
        }
        counts = tuple(
            self._lists[name].bind(bound, values[name], change) for name, change in own.lists
        )
        return read_by_columns(driver.rows(connection, self._text_of(counts), bound), own.columns)

    def _text_of(self, counts: tuple[int, ...]) -> str:
        """Return the text that has places for so many values in each of its lists."""
        text = self._texts.get(counts)
        if text is None:
            count_of = dict(zip(self._lists, counts, strict=True))

            def compared(at: re.Match[str]) -> str:
                return self._lists[at[2]].compared(at[1], count_of[at[2]])

            text = self._texts[counts] = _AMONG.sub(compared, self._text)
        return text

    def _driver(self, dialect: Dialect) -> _Driver:
        # Keys of what is sealed belong to a database, the text to all of its kind.
        own = self._drivers.get(dialect)
        if own is None:
            changes = {
                name: parameter.type.dialect_impl(dialect).bind_processor(dialect)
                for name, parameter in self._parameters.items()
            }
            own = self._drivers[dialect] = _Driver(
                [(name, change) for name, change in changes.items() if name not in self._lists],
                [(name, changes[name]) for name in self._lists],
                [reader(column, dialect) for column in self._columns],
            )
        return own


class _Driver(Struct, frozen=True):
    """How values are handed to a driver, one by one or as lists, and its columns are read."""

    singles: list[tuple[str, Change]]
    lists: list[tuple[str, Change]]
    columns: list[Change]


class _List:
    """A parameter that holds several values: each has a place and a name of its own in the text.

    PostgreSQL takes them as one, where they are more than one: a thousand places would be looked
    for, and planned for, whenever it is asked. One alone stays one, or no order of an index counts.
    """

    def __init__(self, compiled: Any, name: str, parameter: BindParameter[Any]) -> None:
        self._name = name
        self._array = None
        if compiled.dialect.name == "postgresql":
            value = compiled.bindparam_string(name, bindparam_type=parameter.type)
            self._array = f"{value}[]" if "::" in value else value
        self._place = compiled.bindparam_string(f"{name}_{{}}", bindparam_type=parameter.type)
        self._nothing = compiled.visit_empty_set_op_expr([parameter.type], parameter.expand_op)

    def bind(self, bound: dict[str, Any], values: Sequence[Any], change: Change) -> int:
        """Put values where the text looks for them; return how many places it has to have."""
        given = [*(values if change is None else map(change, values))]
        if self._array is not None and len(given) > 1:
            bound[self._name] = given
            return 2
        count = _places_for(len(given))
        given.extend(given[-1:] * (count - len(given)))
        bound.update(zip(_names(self._name, count), given, strict=True))
        return count

    def compared(self, operator: str, count: int) -> str:
        """Return what stands in a text where something is IN, or NOT IN, so many values."""
        if self._array is not None and count > 1:
            return f"{_AN_ARRAY[operator]}({self._array})"
        return f"{operator} ({self._places(count)})"

    def _places(self, count: int) -> str:
        return ", ".join(map(self._place.format, range(count))) if count else self._nothing


def read_by_columns(rows: Sequence[Row], changes: Sequence[Change]) -> list[Row]:
    """Return rows of a driver as the portal uses them: what changes a column does so at once."""
    if not rows or not any(changes):
        return [*rows]
    return changed(zip(*rows, strict=True), changes)


def changed(columns: Iterable[Sequence[Any]], changes: Iterable[Change]) -> list[Row]:
    """Return the rows that columns are of, each changed by what changes it."""
    read = (
        column if change is None else map(change, column)
        for column, change in zip(columns, changes, strict=True)
    )
    return [*zip(*read, strict=True)]


def reader(type_: TypeEngine[Any], dialect: Dialect) -> Change:
    """Return what reads a column of this type."""
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def _naming(dialect: Dialect) -> Dialect:
    """Return a dialect that calls parameters by their names."""
    if not dialect.positional:
        return dialect
    return type(dialect)(paramstyle="named")  # type: ignore[call-arg]  # all of SQLAlchemy's do


def _is_constant(parameter: BindParameter[Any]) -> bool:
    """Tell whether a parameter has no name of its own: its value is part of the statement."""
    return parameter.unique


def _with_constants(compiled: Any, bound: Mapping[str, BindParameter[Any]]) -> str:
    """Return the text with constants in their places.

    As parameters, they would let SQLite prepare the statement anew each time it is asked, wherever
    one decides whether an index of few rows may be used.
    """
    constants = {
        name: compiled.render_literal_bindparam(parameter)
        for name, parameter in bound.items()
        if _is_constant(parameter)
    }
    parameter = _PARAMETER[compiled.dialect.paramstyle]
    return parameter.sub(lambda at: constants.get(at[1] or at[2], at[0]), str(compiled))


def _places_for(count: int) -> int:
    """Return how many places a text has for a list: at most a quarter more, so that texts are few.

    Each text is prepared by the database; the last value stands in the places that are left.
    """
    step = 1 << max(0, count.bit_length() - 3)
    return -(-count // step) * step


@cache
def _names(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name}_{rank}" for rank in range(count))
