"""Every migration goes up and down, and leads to what the models say, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from portal.db import schema
from portal.db.base import Base
from portal.db.engine import Database
from portal.keyring import Keyring
from tests.support import on_both


@pytest.fixture
def database(database_url: str, keyring: Keyring) -> Database:
    return Database(database_url, keyring)


@on_both
def test_migrations_lead_to_what_the_models_say(database: Database):
    with database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_a_model})
        differences = compare_metadata(context, Base.metadata)
    database.close()
    assert differences == []


@on_both
def test_going_down_leaves_nothing_and_up_again_everything(database: Database):
    before = set(inspect(database.writer).get_table_names())
    schema.downgrade(database)
    assert set(inspect(database.writer).get_table_names()) <= {"alembic_version"}
    assert not schema.is_current(database)
    schema.upgrade(database)
    assert set(inspect(database.writer).get_table_names()) == before
    assert schema.is_current(database)
    database.close()


def _is_a_model(name: str | None, kind: str, _: object) -> bool:
    """Leave search tables out: each database keeps them in its own kind."""
    return not (kind == "table" and str(name).startswith("complaint_search"))
