"""The cube of counts as it is written: cells go up and down, and a mark says how far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy import Insert, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.complaints.records.history import ReportCountRecord, ReportMarkRecord
from portal.domain.figures.cells import Cell

_MARK_NAME = "history"
_CUBE, _MARK = (cast("Table", record.__table__) for record in (ReportCountRecord, ReportMarkRecord))
_FIRST_MARK = {
    name: build(_MARK).values(name=_MARK_NAME, entry_id=0).on_conflict_do_nothing()
    for name, build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_LOCK_MARK = select(_MARK.c.entry_id).where(_MARK.c.name == _MARK_NAME).with_for_update()
_SET_MARK = update(_MARK).where(_MARK.c.name == _MARK_NAME).values(entry_id=bindparam("reached"))


def _up_by(adding: sqlite.Insert | postgresql.Insert) -> Insert:
    return adding.on_conflict_do_update(
        index_elements=list(_CUBE.primary_key), set_={"n": _CUBE.c.n + adding.excluded.n}
    )


_ADD = {
    "sqlite": _up_by(sqlite.insert(_CUBE)),
    "postgresql": _up_by(postgresql.insert(_CUBE)),
}


def locked_mark(session: Session) -> int:
    """Return the last history entry that is counted, held so that nobody counts it twice."""
    connection = session.connection()
    held = connection.execute(_LOCK_MARK).scalar()
    if held is None:
        connection.execute(_FIRST_MARK[connection.dialect.name])
        held = connection.execute(_LOCK_MARK).scalar_one()
    return int(held)


def move_mark(session: Session, entry_id: int) -> None:
    """Say up to which history entry everything is counted."""
    session.connection().execute(_SET_MARK, {"reached": entry_id})


def add(session: Session, counts: Mapping[Cell, int]) -> None:
    """Add to the cells of the cube; one that comes down to nothing leaves it."""
    rows = [{**cell._asdict(), "n": n} for cell, n in sorted(counts.items()) if n]
    if not rows:
        return
    connection = session.connection()
    connection.execute(_ADD[connection.dialect.name], rows)
    if any(row["n"] < 0 for row in rows):
        connection.execute(delete(_CUBE).where(_CUBE.c.n == 0))


def replace_all(session: Session, counts: Mapping[Cell, int]) -> None:
    """Put these counts in the place of all others."""
    connection = session.connection()
    connection.execute(delete(_CUBE))
    rows = [{**cell._asdict(), "n": n} for cell, n in counts.items() if n]
    if rows:
        connection.execute(insert(_CUBE), rows)
