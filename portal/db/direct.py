"""Statements that are handed to the driver alone, where somebody waits for the portal itself.

SQLAlchemy begins and ends a transaction around a statement and describes the rows: of a draft that
is opened, that takes six times as long as the database. Nothing narrows what such a statement
reaches: what is looked up for somebody goes through `find` (`db/row_filter`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from portal.db.guard import refuse_on_behalf
from portal.db.written import ReturnsRows, Row, Written


class Direct:
    """A statement that is made once, whatever the database; its parameters have names."""

    def __init__(self, statement: ReturnsRows) -> None:
        self._statement = statement
        self._written: dict[str, Written] = {}

    def rows(self, connection: Connection, **values: Any) -> list[Row]:
        """Return the rows that it finds, or changes in the transaction that is open."""
        refuse_on_behalf(connection, self._statement)
        dialect = connection.dialect
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = Written(self._statement, dialect)
        return written.rows(connection, values)

    def first(self, connection: Connection, **values: Any) -> Row | None:
        """Return the first of the rows, if there is any."""
        return next(iter(self.rows(connection, **values)), None)
