"""The counts of how easy filing was, and the marks that let each draft count once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import NamedTuple, cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.complaints.queries.public_marks import mark_of, move_mark
from portal.features.ease.records import EaseCountRecord, EaseMarkRecord
from portal.features.ease.rules import KEPT_AS_SAID, Counted

_EASE = "ease"
PUBLIC_MARKS = (mark_of(_EASE),)
"""What moves when somebody says how easy it was."""
_C = EaseCountRecord
_MARK, _COUNT = (cast("Table", record.__table__) for record in (EaseMarkRecord, EaseCountRecord))


class Said(NamedTuple):
    """How often something was answered, in one part of a cut."""

    cut: str
    value: str
    answer: str
    n: int


def mark_said(session: Session, mark: str, day: date) -> bool:
    """Mark a draft as having had its answer; return False if it had. Old marks are forgotten."""
    old = delete(EaseMarkRecord).where(EaseMarkRecord.day < day - KEPT_AS_SAID)
    session.execute(old.execution_options(synchronize_session=False))
    marking = _inserting(session, _MARK).values(mark=mark, day=day).on_conflict_do_nothing()
    return session.connection().execute(marking.returning(_MARK.c.mark)).first() is not None


def add_to_counts(session: Session, counted: Iterable[Counted]) -> None:
    """Add one to each count."""
    adding = _inserting(session, _COUNT).on_conflict_do_update(
        index_elements=list(_COUNT.primary_key), set_={"n": _COUNT.c.n + 1}
    )
    # In the order of their keys, so that two who answer at once never wait for each other.
    rows = sorted((asdict(count) for count in counted), key=lambda row: tuple(row.values()))
    session.connection().execute(adding, [row | {"n": 1} for row in rows])
    # Last, for the same reason: figures that are kept show these counts.
    move_mark(session, _EASE)


def said_between(session: Session, first: date, last: date) -> list[Said]:
    """Return what was answered from one day to another, by each cut."""
    columns = (_C.cut, _C.value, _C.answer)
    rows = session.execute(
        select(*columns, func.sum(_C.n)).where(_C.day.between(first, last)).group_by(*columns)
    )
    return [Said(cut, value, answer, int(n)) for cut, value, answer, n in rows]


def _inserting(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    is_sqlite = session.connection().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
