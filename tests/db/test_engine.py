"""Transactions on both databases: whole or not at all, and no update lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DatabaseError

from portal.app import FEATURES
from portal.complaints.records.complaint import ComplaintRecord, CounterRecord
from portal.db import driver, schema
from portal.db.engine import Database
from portal.db.row_filter import find
from portal.domain.actor import PORTAL
from portal.keyring import Keyring
from portal.runtime import Runtime
from tests.support import file, officer, on_both

_NUMBERS = select(ComplaintRecord.number)


@on_both
def test_two_writers_at_once_lose_nothing(runtime: Runtime):
    with runtime.transaction() as session:
        session.add(CounterRecord(year=1999, last=0))

    def count_up(_: int) -> None:
        with runtime.transaction() as session:
            counter = session.get(CounterRecord, 1999, with_for_update=True)
            assert counter is not None
            counter.last += 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, range(20)))
    with runtime.reading(PORTAL) as session:
        assert session.scalar(select(CounterRecord.last).where(CounterRecord.year == 1999)) == 20


def test_two_processes_writing_one_sqlite_file_lose_nothing(database_url: str, keyring: Keyring):
    # Two databases on one file stand for two processes: they share no lock but the file's.
    both = [Database(database_url, keyring, FEATURES.row_rules) for _ in range(2)]
    with both[0].transaction(PORTAL) as session:
        session.add(CounterRecord(year=1999, last=0))

    def count_up(database: Database) -> None:
        for _ in range(10):
            with database.transaction(PORTAL) as session:
                counter = session.get(CounterRecord, 1999)
                assert counter is not None
                counter.last += 1

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(count_up, both))
    with both[0].reading(PORTAL) as session:
        assert session.scalar(select(CounterRecord.last).where(CounterRecord.year == 1999)) == 20
    for database in both:
        database.close()


@on_both
def test_a_transaction_that_fails_leaves_nothing(runtime: Runtime):
    with suppress(ZeroDivisionError), runtime.transaction() as session:
        session.add(CounterRecord(year=1999, last=1))
        session.flush()
        raise ZeroDivisionError
    with runtime.reading(PORTAL) as session:
        assert session.get(CounterRecord, 1999) is None
    file(runtime)  # and the next transaction begins as if nothing had been


@on_both
def test_who_only_looks_cannot_write(runtime: Runtime):
    file(runtime)
    with runtime.reading(PORTAL) as session, pytest.raises(DatabaseError):
        session.execute(update(ComplaintRecord).values(category="other"))


@on_both
def test_a_reading_sees_one_moment(runtime: Runtime):
    file(runtime)
    with runtime.reading(PORTAL) as session:
        before = len(session.scalars(select(ComplaintRecord.id)).all())
        file(runtime)
        assert len(session.scalars(select(ComplaintRecord.id)).all()) == before


@on_both
def test_two_nodes_that_migrate_at_once_end_up_with_one_structure(
    database_url: str, keyring: Keyring
):
    nodes = [Database(database_url, keyring, FEATURES.row_rules) for _ in range(2)]
    schema.downgrade(nodes[0])
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(schema.upgrade, nodes))
    assert all(schema.is_current(node) for node in nodes)
    for node in nodes:
        node.close()


@pytest.mark.parametrize("folder", ["avec espace", "100 % à nous", "a#b&c=d"])
def test_the_file_may_lie_in_any_folder(folder: str, tmp_path: Path, keyring: Keyring):
    address = f"sqlite:///{tmp_path / folder}/portal.sqlite"
    database = Database(address, keyring, FEATURES.row_rules)
    assert not schema.is_current(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    database.close()
    assert (tmp_path / folder / "portal.sqlite").exists()


@on_both
def test_who_looks_after_somebody_is_not_taken_for_them(runtime: Runtime):
    file(runtime)
    with runtime.reading(officer("water")) as session:
        assert session.scalar(select(ComplaintRecord.number)) is None
    with runtime.database.glancing() as connection:
        assert connection.scalar(text("SELECT count(*) FROM complaint")) == 1
    with runtime.reading(officer("parks")) as session:
        assert session.scalar(select(ComplaintRecord.number)) is not None


@on_both
def test_a_reading_sees_one_moment_whatever_it_is_asked_by(runtime: Runtime):
    with runtime.reading(officer("parks")) as session:
        assert find(session, _NUMBERS) == []
        file(runtime)
        assert find(session, _NUMBERS) == []
        assert session.scalar(select(ComplaintRecord.number)) is None
    with runtime.reading(officer("parks")) as session:
        assert len(find(session, _NUMBERS)) == 1


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("glances", [True, False])
def test_what_was_prepared_on_a_connection_is_kept(
    database_url: str, keyring: Keyring, glances: bool
):
    database = Database(database_url, keyring, FEATURES.row_rules, pool_size=1)
    looking = database.glancing if glances else partial(_connection_of_reading, database)
    # After so many times the driver has a statement prepared, if it remembers them.
    for _ in range(10):
        with looking() as connection:
            driver.rows(connection, "SELECT %(value)s::INTEGER AS often", {"value": 1})
    with looking() as connection:
        asked = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %(like)s"
        assert driver.rows(connection, asked, {"like": "%AS often"}) == [(1,)]
    database.close()


@contextmanager
def _connection_of_reading(database: Database) -> Iterator[Connection]:
    with database.reading(PORTAL) as session:
        yield session.connection()
