"""Whether the pages of a database are sound: SQLite looks, PostgreSQL tells what it has met."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from portal.db.engine import Database

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
_SOUND = "ok"
_CHECKSUMS = "SHOW data_checksums"
_FAILURES = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"


def damages(database: Database) -> Iterator[str]:
    """Yield what is damaged, a line each, without anything that is stored.

    SQLite looks through one table and its indexes after the other, each in a reading of its own:
    a portal that runs can put its log into the file in between. What PostgreSQL counted are pages
    that it read and whose checksums were wrong; without checksums it counts none.
    """
    if database.is_sqlite:
        for table in _names(database):
            yield from _damages_of(database, table)
        return
    with database.glancing() as connection:
        if failed := connection.exec_driver_sql(_FAILURES).scalar():
            yield f"PostgreSQL read {failed} pages whose checksums were wrong"


def has_checksums(database: Database) -> bool:
    """Tell whether PostgreSQL notices a damaged page when it reads it."""
    with database.glancing() as connection:
        return connection.exec_driver_sql(_CHECKSUMS).scalar() == "on"


def _names(database: Database) -> list[str]:
    with database.glancing() as connection:
        return [*connection.exec_driver_sql(_TABLES).scalars()]


def _damages_of(database: Database, table: str) -> list[str]:
    with database.glancing() as connection:
        return [
            f"{table}: {line}"
            for told in _looked_through(connection, table)
            for line in told.splitlines()
        ]


def _looked_through(connection: Connection, table: str) -> list[str]:
    quoted = table.replace('"', '""')
    try:
        found = connection.exec_driver_sql(f'PRAGMA quick_check("{quoted}")').scalars().all()
    except DatabaseError as error:
        # A page can be so damaged that SQLite gives up before it has said where.
        return [str(error.orig)]
    return [told for told in found if told != _SOUND]
