"""What this version can work with, and what it says of any other database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from portal.db import schema
from portal.db.engine import Database
from portal.keyring import Keyring
from tests.support import on_both


@pytest.fixture
def database(database_url: str, keyring: Keyring) -> Iterator[Database]:
    found = Database(database_url, keyring)
    yield found
    found.close()


def stands_at(database: Database, revision: str) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})


@on_both
def test_a_database_at_head_is_current(database: Database):
    schema.ensure_current(database)
    assert schema.is_current(database)
    assert schema.revision_of(database) == schema.head()


@on_both
@pytest.mark.parametrize("revision", ["0001", "0013", "0030"])
def test_one_made_before_the_first_release_is_refused_as_such_and_left_alone(
    database: Database, revision: str
):
    stands_at(database, revision)
    for act in (schema.ensure_current, schema.differences, schema.upgrade, schema.downgrade):
        with pytest.raises(
            schema.UnreleasedError, match=f"before the first release, at {revision}"
        ):
            act(database)
    assert schema.revision_of(database) == revision


@on_both
def test_one_of_a_later_version_is_refused_as_such(database: Database):
    stands_at(database, "9999")
    for act in (schema.ensure_current, schema.upgrade):
        with pytest.raises(schema.LaterError, match="at 9999, which this version does not know"):
            act(database)
    assert not schema.is_current(database)


def test_there_is_no_way_to_a_migration_that_is_not_there(database: Database):
    for move in (schema.upgrade, schema.downgrade):
        with pytest.raises(schema.UnknownRevisionError, match="no migration 0030 to go to"):
            move(database, "0030")


@on_both
def test_one_at_head_without_all_of_its_tables_is_not_current(database: Database):
    with database.writer.begin() as connection:
        connection.execute(text("DROP TABLE settings_replay"))
    with pytest.raises(schema.IncompleteError, match="but table settings_replay is missing"):
        schema.ensure_current(database)
    assert not schema.is_current(database)


def test_names_are_looked_through_once(database: Database, monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr("portal.db.structure.missing", lambda _: asked.append(1) or [])
    for _ in range(3):
        assert schema.is_current(database)
    assert len(asked) == 1
    schema.downgrade(database)
    assert not schema.is_current(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    assert len(asked) == 2
