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

from portal.db.row_filter import find

Value = TypeVar("Value")
Rows = Sequence[tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
_Place = tuple[int, int]
"""A kind of columns, by its rank, and which of that kind."""
_Column = tuple[int, Callable[[Any], Any] | None]
"""Where a column of a SELECT stands in a joined row, and what reads it."""

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
        self._readers: WeakKeyDictionary[Dialect, list[list[_Column]]] = WeakKeyDictionary()

    def rows(self, session: Session, values: dict[str, Any]) -> list[Rows]:
        """Return the rows of each SELECT, in order."""
        readers = self._readers_for(session.connection().dialect)
        rows: list[list[tuple[Any, ...]]] = [[] for _ in readers]
        for row in find(session, self._statement, **values).all():
            rank = row[0]
            columns = [
                row[place] if read is None else read(row[place]) for place, read in readers[rank]
            ]
            rows[rank].append(tuple(columns))
        return [[row[1:] for row in sorted(part, key=itemgetter(0))] for part in rows]

    def _part(self, rank: int, select: AnySelect) -> AnySelect:
        """Return a SELECT with each of its columns in its place; the first one types them all."""
        placed = self._columns[rank]
        columns = (
            type_coerce(placed[place], _AS_IT_IS) if place in placed else _nothing(rank, place)
            for place in self._places
        )
        named = (column.label(f"column_{n}") for n, column in enumerate(columns))
        mark = literal_column(str(rank), Integer).label("part")
        return select.with_only_columns(mark, *named, maintain_column_froms=True)

    def _readers_for(self, dialect: Dialect) -> list[list[_Column]]:
        readers = self._readers.get(dialect)
        if readers is None:
            at = {place: rank for rank, place in enumerate(self._places, start=1)}
            readers = self._readers[dialect] = [
                [(at[place], _reader(column.type, dialect)) for place, column in placed.items()]
                for placed in self._columns
            ]
        return readers


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


def _kind_of(type_: TypeEngine[Any]) -> int:
    kept = type_.impl_instance if isinstance(type_, TypeDecorator) else type_
    return next(rank for rank, kind in enumerate(_KINDS) if isinstance(kept, kind))


def _nothing(rank: int, place: _Place) -> Any:
    """Return what stands where a SELECT has no column: PostgreSQL takes types from the first."""
    return type_coerce(cast(null(), _KINDS[place[0]]()), _AS_IT_IS) if rank == 0 else null()


def _reader(type_: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)
