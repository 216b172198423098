"""Marks of what everybody may see: numbers that move with it, by which kept pages are let go."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Insert, ScalarSelect, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.complaints.records.message import ReportMarkRecord

COUNTED = "history"
"""Up to which history entry the counts are made."""
GENERATION = "generation"
"""Which generation of the counts is in force: another one is made beside it when all is counted."""
LED = "complaints"
"""Which generation of the counts is kept complaint by complaint as well."""

_MARK = cast("Table", ReportMarkRecord.__table__)


def _up_by_one(adding: sqlite.Insert | postgresql.Insert) -> Insert:
    return adding.on_conflict_do_update(
        index_elements=[_MARK.c.name], set_={"entry_id": _MARK.c.entry_id + 1}
    )


def _to_another(adding: sqlite.Insert | postgresql.Insert) -> Insert:
    return adding.on_conflict_do_update(
        index_elements=[_MARK.c.name], set_={"entry_id": adding.excluded.entry_id}
    )


_UP = {
    "sqlite": _up_by_one(sqlite.insert(_MARK)),
    "postgresql": _up_by_one(postgresql.insert(_MARK)),
}
_SET = {
    "sqlite": _to_another(sqlite.insert(_MARK)),
    "postgresql": _to_another(postgresql.insert(_MARK)),
}


def mark_of(name: str) -> ScalarSelect[Any]:
    """Return the mark of this name, as a subquery; 0 where nothing moved yet."""
    return (
        select(func.coalesce(func.max(_MARK.c.entry_id), 0))
        .where(_MARK.c.name == name)
        .scalar_subquery()
    )


def move_mark(session: Session, name: str) -> None:
    """Make the mark of this name another, in the transaction that changes what it is of."""
    connection = session.connection()
    connection.execute(_UP[connection.dialect.name], {"name": name, "entry_id": 1})


def set_mark_of(session: Session, name: str, to: int) -> None:
    """Let the mark of this name be another number."""
    connection = session.connection()
    connection.execute(_SET[connection.dialect.name], {"name": name, "entry_id": to})
