"""What the portal looks up for itself where somebody waits: single statements, to the driver alone.

SQLAlchemy begins and ends a transaction around a statement, tells who listens and describes the
rows: of a draft that is opened, that takes six times as long as the database. Nothing narrows what
a glance finds: what is looked up for somebody goes through `find` (`db/row_filter`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, SelectBase

from portal.db.written import Row, Written


class Glance:
    """A SELECT that is made once, whatever the database; its parameters have names."""

    def __init__(self, statement: SelectBase) -> None:
        self._statement = statement
        self._written: dict[str, Written] = {}

    def rows(self, connection: Connection, **values: Any) -> list[Row]:
        """Return the rows as they are now, or as the transaction sees them that is open."""
        dialect = connection.dialect
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = Written(self._statement, dialect)
        return written.read(connection.connection.cursor(), dialect, values)

    def first(self, connection: Connection, **values: Any) -> Row | None:
        """Return the first of the rows, if there is any."""
        return next(iter(self.rows(connection, **values)), None)
