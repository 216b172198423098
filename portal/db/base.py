"""What all tables share: the root of stored classes, and columns of a type of their own.

Moments are always aware, and personal data is always sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any, ClassVar, NamedTuple

import orjson
from cryptography.exceptions import InvalidTag
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    Label,
    LargeBinary,
    MetaData,
    String,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.db.unopened import Unopened
from portal.domain.text import NOT_OPENED
from portal.keyring import Keyring, UnknownKeyError


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware, in UTC, going in and coming out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must say its time zone")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what makes of what was kept a moment as the portal uses it."""
        return _moment_of_text if dialect.name == "sqlite" else _moment


def _moment_of_text(kept: str | None) -> datetime | None:
    """Return a moment that SQLite kept as text, in UTC and without saying so."""
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


def _moment(kept: datetime | None) -> datetime | None:
    return kept if kept is None or kept.tzinfo is UTC else kept.astimezone(UTC)


class WithItsRow(FunctionElement[bytes]):
    """A sealed value behind the id of the row that it stands in: what opens it needs both."""

    name = "with_its_row"
    inherit_cache = True

    def __init__(self, sealed: ColumnElement[Any], type_: TypeEngine[Any]) -> None:
        super().__init__(_row_of(sealed), sealed)
        self.type = type_


@compiles(WithItsRow)
def _with_its_row(element: WithItsRow, compiler: SQLCompiler, **how: Any) -> str:
    row, sealed = _in_sql(element, compiler, how)
    return f"CAST({row} || ' ' || {sealed} AS BLOB)"


@compiles(WithItsRow, "postgresql")
def _with_its_row_there(element: WithItsRow, compiler: SQLCompiler, **how: Any) -> str:
    row, sealed = _in_sql(element, compiler, how)
    return f"(CAST(CAST({row} AS TEXT) || ' ' AS BYTEA) || {sealed})"


def _in_sql(element: WithItsRow, compiler: SQLCompiler, how: dict[str, Any]) -> tuple[str, ...]:
    # As what is around it: what an INSERT returns is named without its table.
    named = {"include_table": how.get("include_table", True)}
    return tuple(compiler.process(part, **named) for part in element.clauses)


def _row_of(sealed: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the id of the row of a column, which a subquery has to select beside it.

    Raise RowUnknownError where there is none, or it is another table's.
    """
    table = getattr(sealed, "table", None)
    key: ColumnElement[Any] | None = None if table is None else table.c.get("id")
    if key is None or _tables_of(key) != _tables_of(sealed):
        raise RowUnknownError(str(sealed))
    return key


def _tables_of(column: ColumnElement[Any]) -> set[str]:
    return {getattr(getattr(base, "table", None), "name", "") for base in column.base_columns}


class RowUnknownError(Exception):
    """A sealed text was to be read, or written, where nothing tells the row that it stands in."""


class Sealed(NamedTuple):
    """What was sealed for the row in which it is about to be written."""

    value: bytes


class SealedText(TypeDecorator[Any]):
    """Text encrypted at rest; `context` names its table and column, and each is bound to its row.

    It is read with the id of its row, and sealed where that is known (`db/sealing`): a text that
    somebody moved does not open. The keyring travels with the engine's dialect, so that two
    databases in one process never share keys by accident.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str, instead: str = NOT_OPENED) -> None:
        super().__init__()
        self.context = context
        # The context alone tells statements apart.
        self._instead = instead

    @property
    def instead(self) -> Any:
        """What stands for a value that does not open."""
        return self._instead

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return what is selected: the value with the id of its row."""
        while isinstance(column, Label):
            column = column.element
        return WithItsRow(column, self)

    def sealed(self, value: Any, row: object, keyring: Keyring) -> Sealed:
        """Return what is to be written of a value into the row that has this id."""
        return Sealed(keyring.seal_in_row(self._as_bytes(value), self.context, str(row).encode()))

    def process_bind_param(self, value: Sealed | None, dialect: Any) -> bytes | None:
        """Return what the database keeps."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise RowUnknownError(self.context)
        return value.value

    def result_processor(self, dialect: Any, coltype: object) -> Callable[[bytes | None], Any]:
        """Return what opens what was kept, as the portal uses it.

        What does not open is `instead`, so that the rest is shown, and is noted.
        """
        opened = self._opener(dialect.keyring)

        def value(kept: bytes | None) -> Any:
            if kept is None:
                return None
            row, _, sealed = kept.partition(b" ")
            try:
                return opened(sealed, row)
            except (InvalidTag, UnknownKeyError, ValueError, IndexError):
                dialect.unopened.note(Unopened(self.context, row.decode()))
                return self.instead

        return value

    def ensure_opens(self, kept: bytes, keyring: Keyring) -> None:
        """Raise InvalidTag or UnknownKeyError if what `still_sealed` selects does not open."""
        row, _, sealed = kept.partition(b" ")
        self._opener(keyring)(sealed, row)

    def _opener(self, keyring: Keyring) -> Callable[[bytes, bytes], Any]:
        opened = keyring.opener_in_rows(self.context)
        return lambda sealed, row: opened(sealed, row).decode()

    def _as_bytes(self, value: Any) -> bytes:
        return bytes(value, "utf-8")


class SealedJson(SealedText):
    """A JSON value encrypted at rest, like SealedText.

    `instead` is the JSON text that stands for one that does not open: what must not be guessed then
    is missing in it, and an error for whoever needs it.
    """

    cache_ok = True

    def __init__(self, context: str, instead: str = "{}") -> None:
        super().__init__(context, instead)

    @property
    def instead(self) -> Any:
        """What stands for a value that does not open."""
        return orjson.loads(self._instead)

    def _as_bytes(self, value: Any) -> bytes:
        return orjson.dumps(value)

    def _opener(self, keyring: Keyring) -> Callable[[bytes, bytes], Any]:
        opened = keyring.opener_in_rows(self.context)
        return lambda sealed, row: orjson.loads(opened(sealed, row))


class KeyedDigest(TypeDecorator[str]):
    """What is found by its keyed hash and not read; `context` keeps equal values apart elsewhere.

    It is written, and compared with, as the value itself; what comes back is the hash.
    """

    impl = String(32)
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def bind_processor(self, dialect: Any) -> Callable[[Any], str | None]:
        """Return what makes the hash of a value: the same few are asked for on every page."""
        hashed = lru_cache(maxsize=1024)(partial(dialect.keyring.hashed, purpose=self.context))
        return lambda value: None if value is None else hashed(str(value))


def json_text(value: Any) -> str:
    """Return the JSON text of a value as columns keep it."""
    return orjson.dumps(value).decode()


# SQLite counts rows up by itself only for INTEGER keys.
BigKey = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """The root of every stored class."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }
    unproved: ClassVar[str | Mapping[str, str]] = {}
    """Why rows of this class, or which of its columns, prove nothing: see `proved_rows`."""
    proved_elsewhere: ClassVar[frozenset[str]] = frozenset()
    """Columns that are proved otherwise than by being added up."""
    hash_of: ClassVar[Mapping[str, str]] = {}
    """Columns by which somebody is found, each with the column that it is the keyed hash of."""


def index_of_few(name: str, *columns: str, only: str, unique: bool = False) -> Index:
    """Return an index of the few rows that it is for: the others are not written into it.

    A query uses it when it says `only` in the same words, its values not bound.
    """
    few = text(only)
    return Index(name, *columns, unique=unique, sqlite_where=few, postgresql_where=few)


class OfComplaint:
    """Something that belongs to one complaint, and is seen only by those who may see it."""

    @declared_attr
    def complaint_id(cls) -> Mapped[int]:  # noqa: N805
        """The complaint it belongs to."""
        return mapped_column(BigKey, ForeignKey("complaint.id"), index=True)
