"""What all tables share: the root of stored classes, and columns of a type of their own.

Moments are always aware, and personal data is always sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

import orjson
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


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


class SealedText(TypeDecorator[Any]):
    """Text encrypted at rest; `context` names its table and column.

    The keyring travels with the engine's dialect, so that two databases in one process never
    share keys by accident.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:
        """Return what the database keeps."""
        if value is None:
            return None
        sealed: bytes = dialect.keyring.seal(self._as_bytes(value), self.context)
        return sealed

    def result_processor(self, dialect: Any, coltype: object) -> Callable[[bytes | None], Any]:
        """Return what opens what was kept, as the portal uses it."""
        opened = dialect.keyring.opener(self.context)
        return lambda kept: None if kept is None else opened(kept).decode()

    def _as_bytes(self, value: Any) -> bytes:
        return bytes(value, "utf-8")


class SealedJson(SealedText):
    """A JSON value encrypted at rest, like SealedText."""

    cache_ok = True

    def _as_bytes(self, value: Any) -> bytes:
        return orjson.dumps(value)

    def result_processor(self, dialect: Any, coltype: object) -> Callable[[bytes | None], Any]:
        """Return what opens what was kept, as the portal uses it."""
        opened = dialect.keyring.opener(self.context)
        return lambda kept: None if kept is None else orjson.loads(opened(kept))


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
