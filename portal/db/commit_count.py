"""How many commits a database of SQLite has had: by this it is seen which log belongs to it.

SQLite's log names no file: it is applied to whatever stands in the place of its own, and spoils
it. So each commit that changes something counts itself, in the database and thereby in the log.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import BigInteger, Connection
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey

_CHANGED = "rows changed before"
_COUNT = "UPDATE commit_count SET so_far = so_far + 1"
_NO_TABLE = "no such table"


class CommitCountRecord(Base):
    """One row, whose key is a number by which no other database is known; none in PostgreSQL."""

    __tablename__ = "commit_count"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    so_far: Mapped[int] = mapped_column(BigInteger)


def note_begin(connection: Connection) -> None:
    """Take note of what was changed on a connection before a transaction begins."""
    connection.info[_CHANGED] = _driver_of(connection).total_changes


def count_commit(connection: Connection) -> None:
    """Count the commit of a transaction, if that changed anything."""
    driver = _driver_of(connection)
    if driver.total_changes == connection.info.get(_CHANGED):
        return
    try:
        driver.execute(_COUNT).close()
    except sqlite3.OperationalError as error:
        # Until it is migrated, or once it is taken back, a database counts nothing.
        if not str(error).startswith(_NO_TABLE):
            raise


def _driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
