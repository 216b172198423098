"""What whoever owns the database can do: take its guards away, change it, and put them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from portal.runtime import Runtime

_TABLES = ("history_entry", "access_log", "complaint", "number_counter", "history_root")


@contextmanager
def unguarded(runtime: Runtime) -> Iterator[None]:
    """Let history be changed and removed meanwhile."""
    with runtime.transaction() as session:
        put_back = taken_away(session.connection())
    yield
    with runtime.transaction() as session:
        for statement in put_back:
            session.connection().execute(text(statement))


def taken_away(connection: Connection) -> list[str]:
    """Take the triggers away; return what puts them back."""
    if connection.dialect.name == "postgresql":
        for table in _TABLES:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in _TABLES]
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = connection.execute(text(made)).all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    return [sql.replace(":", r"\:") for _, sql in triggers]
