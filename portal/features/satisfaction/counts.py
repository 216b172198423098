"""The counts of the survey as they are written: a mark for the complaint, and counts apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.features.satisfaction.rules import Counted

_MARK, _COUNT = (
    cast("Table", record.__table__) for record in (SurveyMarkRecord, SurveyCountRecord)
)


def mark_answered(session: Session, complaint_id: int) -> bool:
    """Mark a complaint's survey as answered; return False if it was."""
    connection = session.connection()
    marking = _inserting(session, _MARK).values(complaint_id=complaint_id)
    marked = connection.execute(marking.on_conflict_do_nothing().returning(_MARK.c.complaint_id))
    return marked.first() is not None


def add(session: Session, counted: Iterable[Counted]) -> None:
    """Add one to each count."""
    adding = _inserting(session, _COUNT)
    up_by_one = adding.on_conflict_do_update(
        index_elements=list(_COUNT.primary_key), set_={"n": _COUNT.c.n + 1}
    )
    # In the order of their keys, so that two who answer at once never wait for each other.
    rows = sorted((asdict(one) for one in counted), key=lambda row: tuple(row.values()))
    session.connection().execute(up_by_one, [row | {"n": 1} for row in rows])


def _inserting(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    is_sqlite = session.connection().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
