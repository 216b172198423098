"""Single statements come by connections that are kept, and leave no traces on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from portal.db.kept_connections import KeptConnections


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with a table of numbers, none in it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'numbers.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE number (n INTEGER)"))
    yield engine
    engine.dispose()


def add(connection: Connection, number: int) -> None:
    connection.execute(text("INSERT INTO number VALUES (:n)"), {"n": number})


def numbers(kept: KeptConnections) -> list[int]:
    with kept.one() as connection:
        return list(connection.scalars(text("SELECT n FROM number ORDER BY n")))


def test_whoever_comes_gets_the_one_that_was_used_last(engine: Engine):
    kept = KeptConnections(engine)
    with kept.one() as first, kept.one() as second:
        assert first is not second
    with kept.one() as again:
        assert again is first


def test_what_was_not_committed_is_undone(engine: Engine):
    kept = KeptConnections(engine)
    with kept.one() as connection:
        add(connection, 1)
        connection.commit()
        add(connection, 2)
    assert numbers(kept) == [1]


def test_one_on_which_something_failed_is_not_handed_out_again(engine: Engine):
    kept = KeptConnections(engine)
    with pytest.raises(OperationalError), kept.one() as failed:
        failed.execute(text("SELECT n FROM nothing"))
    assert failed.closed
    assert numbers(kept) == []


def test_those_that_were_let_go_are_in_the_pool(engine: Engine):
    kept = KeptConnections(engine)
    assert numbers(kept) == []
    assert engine.pool.checkedout() == 1  # type: ignore[attr-defined]
    kept.let_go()
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
