"""Statements handed to the driver as it takes them, in the transaction that is open: none is begun.

SQLAlchemy looks through what it executes and describes what comes back; here whoever listens is
told of the text, and that is all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor


def execute(connection: Connection, text: str, values: Any) -> DBAPICursor:
    """Execute a statement with one set of values; return the cursor, for whoever reads its rows."""
    cursor = _told(connection, text, values, many=False)
    cursor.execute(text, values)
    return cursor


def rows(connection: Connection, text: str, values: Any) -> Sequence[tuple[Any, ...]]:
    """Return the rows of a statement with one set of values."""
    cursor = execute(connection, text, values)
    found: Sequence[tuple[Any, ...]] = cursor.fetchall()
    cursor.close()
    return found


def execute_many(connection: Connection, text: str, values: Sequence[Any]) -> None:
    """Execute a statement with each of several sets of values."""
    cursor = _told(connection, text, values, many=True)
    cursor.executemany(text, values)
    cursor.close()


def _told(connection: Connection, text: str, values: Any, *, many: bool) -> DBAPICursor:
    cursor = connection.connection.cursor()
    connection.dispatch.before_cursor_execute(connection, cursor, text, values, None, many)
    return cursor
