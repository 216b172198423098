"""SELECTs of what belongs to one complaint, made once: pages read all of it at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.db.base import BigKey
from portal.db.reads import AnySelect, Read, Rows, read_all

Value = TypeVar("Value")

_WANTED = ComplaintRecord.__table__.alias("wanted")
_BY_NUMBER = select(_WANTED.c.id).where(_WANTED.c.number == bindparam("number"))
COMPLAINT_ID: ColumnElement[int] = func.coalesce(
    bindparam("complaint_id", type_=BigKey), _BY_NUMBER.scalar_subquery()
)
"""The complaint that is read, by its id or its number: each of these SELECTs is about it."""


def belonging(record: Any, columns: Sequence[Any], order: str = "id") -> AnySelect:
    """Return the SELECT of these columns of what belongs to the complaint, in this order."""
    by = getattr(record, order).label("by")
    return select(by, *columns).where(record.complaint_id == COMPLAINT_ID)


def rows_of(kind: Callable[..., Value], record: Any, order: str = "id") -> Read[tuple[Value, ...]]:
    """Return what reads the rows of a record that belong to the complaint, as values of `kind`."""
    return Read((belonging(record, columns_of(kind, record), order),), all_as(kind))


def columns_of(kind: Any, record: Any) -> list[Any]:
    """Return the columns of a record that the fields of a value are called after."""
    return [getattr(record, name) for name in kind.__match_args__]


def all_as(kind: Callable[..., Value]) -> Callable[[Rows], tuple[Value, ...]]:
    """Return what makes a value of each row."""
    return lambda rows: tuple(kind(*row) for row in rows)


def read_of(session: Session, read: Read[Value], complaint_id: int, /, **values: Any) -> Value:
    """Return what one read finds of a complaint, where nothing else is read with it."""
    wanted = {"complaint_id": complaint_id, "number": None}
    value: Value = read_all(session, (read,), **wanted, **values)[read]
    return value
