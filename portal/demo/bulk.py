"""Many rows at once, for demonstration data: ids are reserved, then each table is filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from portal.db.base import Base
from portal.db.search import index_complaint


def reserve_ids(session: Session, record: type[Base], count: int) -> int:
    """Set aside `count` consecutive ids of a table and return the first."""
    table = cast("Table", record.__table__)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # The one writer holds the database: nobody else takes these ids meanwhile.
        return int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1
    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
    last = connection.scalar(
        text(f"SELECT setval({sequence}, nextval({sequence}) + :more)"), {"more": count - 1}
    )  # the name is a table of ours
    return int(last or 0) - count + 1


def insert_rows(session: Session, record: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        session.connection().execute(insert(cast("Table", record.__table__)), rows)


def index_all(session: Session, words: Sequence[tuple[int, str, str]]) -> None:
    """Make many complaints findable: (id, agency, hashed words) for each."""
    connection = session.connection()
    for complaint_id, agency, hashed in words:
        index_complaint(connection, complaint_id, agency, hashed)
