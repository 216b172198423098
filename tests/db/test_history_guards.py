"""The database itself refuses to change or remove what proves the history."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.complaints.accounts import record_opening
from portal.complaints.handling import casework
from portal.complaints.proof.growing import Tree
from portal.db import schema
from portal.db.history_guards import missing_guards
from portal.runtime import Runtime
from tests.complaints.cases import act, history_holds
from tests.support import TUESDAY, add_user, file, on_both

KEPT = "is kept as it was written"
REFUSED = (
    "UPDATE history_entry SET kind = 'noted' WHERE id = 1",
    "UPDATE history_entry SET salt = '' WHERE id = 1",
    "DELETE FROM history_entry WHERE id = 2",
    "UPDATE access_log SET what = 'nothing' WHERE id = 1",
    "DELETE FROM access_log",
    "UPDATE complaint SET head_seq = 1 WHERE id = 1",
    "UPDATE complaint SET head_hash = 'other' WHERE id = 1",
    "UPDATE complaint SET number = '2026-000009' WHERE id = 1",
    "DELETE FROM complaint WHERE id = 1",
    "UPDATE number_counter SET last = 0",
    "DELETE FROM number_counter",
    "UPDATE history_root SET entries = 0",
    "DELETE FROM history_root",
)
REPLACED = (
    "INSERT OR REPLACE INTO history_entry SELECT * FROM history_entry WHERE id = 1",
    "INSERT OR REPLACE INTO history_entry SELECT 99, complaint_id, seq, kind, at, recorded_at,"
    " actor, user_id, public, facts, salt, digest, prev, hash FROM history_entry WHERE id = 1",
    "INSERT OR REPLACE INTO access_log SELECT * FROM access_log WHERE id = 1",
    "INSERT OR REPLACE INTO history_root SELECT * FROM history_root",
    "INSERT OR REPLACE INTO complaint SELECT * FROM complaint WHERE id = 1",
)
TABLES = ("history_entry", "access_log", "complaint", "number_counter", "history_root")


@pytest.fixture
def lived(runtime: Runtime) -> Runtime:
    """A complaint that was opened, and a root over it."""
    file(runtime)
    reader = add_user(runtime, "c.roy@exemple.org")
    record_opening(runtime.database, reader, [1], "complaint", TUESDAY)
    Tree(runtime).grow_now()
    return runtime


def asked(runtime: Runtime, statement: str) -> None:
    """Ask the database for something, as anybody can who reaches it."""
    with runtime.database.writer.begin() as connection:
        connection.execute(text(statement))


@on_both
def test_what_is_to_be_forged_is_refused(lived: Runtime):
    for statement in REFUSED:
        with pytest.raises(DBAPIError, match=KEPT):
            asked(lived, statement)


def test_a_row_of_the_same_key_replaces_none(lived: Runtime):
    for statement in REPLACED:
        with pytest.raises(DBAPIError, match=KEPT):
            asked(lived, statement)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied_at_once(lived: Runtime, table: str):
    with pytest.raises(DBAPIError, match=KEPT):
        asked(lived, f"TRUNCATE {table} CASCADE")


@on_both
def test_what_use_cases_do_goes_on(lived: Runtime):
    act(lived, "2026-000001", casework.answer, body="Il est rouvert.")
    file(lived)
    Tree(lived).grow_now()
    assert history_holds(lived)


@on_both
def test_guards_that_were_taken_away_are_missed(lived: Runtime):
    disabled = {
        "sqlite": "DROP TRIGGER history_entry_kept",
        "postgresql": "ALTER TABLE history_entry DISABLE TRIGGER history_entry_kept",
    }
    asked(lived, disabled[lived.database.writer.dialect.name])
    told = "trigger history_entry_kept of table history_entry is missing"
    assert schema.differences(lived.database) == [told]
    assert not history_holds(lived)


@on_both
def test_going_back_takes_the_guards_away_and_coming_up_puts_them_back(lived: Runtime):
    schema.downgrade(lived.database, "0107")
    with lived.database.reader.connect() as connection:
        assert len(missing_guards(connection)) >= len(TABLES)
    asked(lived, "DELETE FROM access_log")
    schema.upgrade(lived.database)
    assert schema.differences(lived.database) == []
