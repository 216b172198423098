"""What a test writes need not outlive it: SQLite waits for no disk, as PostgreSQL does not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from portal.db.engine import Database


def wait_for_no_disk(database: Database) -> None:
    """Let each connection that writes go on before the disk has what it wrote."""
    if database.is_sqlite:
        event.listen(database.writer, "connect", _hurry)


def _hurry(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()
