"""What all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, MetaData, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from portal.db.types import UtcDateTime

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
