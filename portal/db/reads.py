"""What a page reads, asked of the database at once: one statement a page, not one for each part.

A read is some SELECTs and what is made of their rows. Those of several reads are joined by UNION
ALL: columns of one kind share places, and each row is read by the types of its own SELECT. They are
joined, narrowed and compiled once; what differs from page to page stands in named parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    Select,
    String,
    TypeDecorator,
    cast,
    literal_column,
    null,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType, TypeEngine

from portal.db.base import SealedText
from portal.db.row_filter import connection_of, find
from portal.db.written import Change, changed, reader

Value = TypeVar("Value")
Rows = Sequence[tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
_Place = tuple[int, int]
"""A kind of columns, by its rank, and which of that kind."""
_Part = tuple[Sequence[int], Sequence[Change]]
"""Where the columns of a SELECT stand in joined rows, and what reads each of them."""

_KINDS: tuple[type[TypeEngine[Any]], ...] = (
    *(Integer, Boolean, String, DateTime, Date, JSON, LargeBinary),
)
_AS_IT_IS = NullType()


@dataclass(frozen=True, slots=True, eq=False)
class Read(Generic[Value]):
    """SELECTs of named parameters, and what is `made` of the rows of each.

    Rows come in the order of the first column of their SELECT, which is not handed on.
    """

    selects: tuple[Select[*tuple[Any, ...]], ...]
    made: Callable[..., Value]


def read_all(
    session: Session, reads: tuple[Read[Any], ...], /, **values: Any
) -> dict[Read[Any], Any]:
    """Return what each of some reads finds, as far as the session's actor sees it: one statement.

    `values` are those of their parameters.
    """
    rows = iter(_joined(reads).rows(session, values))
    return {read: read.made(*(next(rows) for _ in read.selects)) for read in reads}


class _Joined:
    """SELECTs as one statement, and where in its rows each has its columns."""

    def __init__(self, selects: Sequence[AnySelect]) -> None:
        self._columns = [_placed(select) for select in selects]
        self._places = sorted({place for placed in self._columns for place in placed})
        parts = (self._part(rank, select) for rank, select in enumerate(selects))
        self._statement = union_all(*parts)
        self._parts: WeakKeyDictionary[Dialect, list[_Part]] = WeakKeyDictionary()

    def rows(self, session: Session, values: dict[str, Any]) -> list[Rows]:
        """Return the rows of each SELECT, in order."""
        parts = self._parts_for(connection_of(session).dialect)
        found: list[list[tuple[Any, ...]]] = [[] for _ in parts]
        for row in find(session, self._statement, **values):
            found[row[0]].append(row)
        return [
            _in_order(rows, places, changes) if rows else []
            for rows, (places, changes) in zip(found, parts, strict=True)
        ]

    def _part(self, rank: int, select: AnySelect) -> AnySelect:
        """Return a SELECT with each of its columns in its place; the first one types them all."""
        placed = self._columns[rank]
        columns = (
            _selected(placed[place]) if place in placed else _nothing(rank, place)
            for place in self._places
        )
        named = (column.label(f"column_{n}") for n, column in enumerate(columns))
        mark = literal_column(str(rank), Integer).label("part")
        return select.with_only_columns(mark, *named, maintain_column_froms=True)

    def _parts_for(self, dialect: Dialect) -> list[_Part]:
        parts = self._parts.get(dialect)
        if parts is None:
            at = {place: rank for rank, place in enumerate(self._places, start=1)}
            parts = self._parts[dialect] = [
                (
                    [at[place] for place in placed],
                    [reader(column.type, dialect) for column in placed.values()],
                )
                for placed in self._columns
            ]
        return parts


@cache
def _joined(reads: tuple[Read[Any], ...]) -> _Joined:
    return _Joined([select for read in reads for select in read.selects])


def _placed(select: AnySelect) -> dict[_Place, Any]:
    """Return the columns of a SELECT, each at the next place of its kind."""
    placed: dict[_Place, Any] = {}
    for column in select.selected_columns:
        kind = _kind_of(column.type)
        placed[kind, sum(of == kind for of, _ in placed)] = column
    return placed


def _selected(column: Any) -> Any:
    """Return what is selected of a column: what is sealed comes with the id of its row."""
    is_sealed = isinstance(column.type, SealedText)
    return type_coerce(column.type.column_expression(column) if is_sealed else column, _AS_IT_IS)


def _kind_of(type_: TypeEngine[Any]) -> int:
    kept = type_.impl_instance if isinstance(type_, TypeDecorator) else type_
    return next(rank for rank, kind in enumerate(_KINDS) if isinstance(kept, kind))


def _nothing(rank: int, place: _Place) -> Any:
    """Return what stands where a SELECT has no column: PostgreSQL takes types from the first."""
    return type_coerce(cast(null(), _KINDS[place[0]]()), _AS_IT_IS) if rank == 0 else null()


def _in_order(rows: Rows, places: Sequence[int], changes: Sequence[Change]) -> Rows:
    """Return the rows of one SELECT, read, in the order of their first column and without it."""
    columns = [*zip(*rows, strict=True)]
    read = changed([columns[place] for place in places], changes)
    return [row[1:] for row in sorted(read, key=itemgetter(0))]
