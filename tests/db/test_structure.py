"""Every difference between a database and the models is told, each in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import text

from portal.app import FEATURES
from portal.db import schema, structure
from portal.db.engine import Database
from portal.keyring import Keyring
from tests.support import on_both

# What is done to a database, and what is told of it: each of another table.
ON_BOTH = {
    "DROP TABLE routing_rule": "table routing_rule is missing",
    "CREATE TABLE stray (id INTEGER PRIMARY KEY)": "table stray is not in the models",
    "ALTER TABLE clock DROP COLUMN warn_at": "column clock.warn_at is missing",
    "ALTER TABLE clock ADD COLUMN mood TEXT": "column clock.mood is not in the models",
    "DROP INDEX ix_clock_due": "index ix_clock_due of clock (pending, due_at, id) is missing",
    "CREATE INDEX ix_stray ON outbox (template)": (
        "index ix_stray of outbox (template) is not in the models"
    ),
    "CREATE UNIQUE INDEX uq_stray ON outbox (template, id)": (
        "unique index uq_stray of outbox (template, id) is not in the models"
    ),
    "DROP INDEX ix_complaint_late;"
    " CREATE INDEX ix_complaint_late"
    " ON complaint (agency, is_open, late_since, status, due_at, id)": (
        "index ix_complaint_late of complaint is for all rows, not for late_since IS NOT NULL"
    ),
    "DROP INDEX ix_complaint_waiting; CREATE INDEX ix_complaint_waiting"
    " ON complaint (agency, due_at, id) WHERE status = 'new'": (
        "index ix_complaint_waiting of complaint is for status = new, not for status = waiting"
    ),
    "DROP TABLE number_counter; CREATE TABLE number_counter"
    " (year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (year, last))": (
        "key of table number_counter is (year, last), not (year)"
    ),
    "ALTER TABLE contact_limit DROP COLUMN waiting;"
    " ALTER TABLE contact_limit ADD COLUMN waiting INTEGER NOT NULL DEFAULT 7": (
        "column contact_limit.waiting has the default 7, not 0"
    ),
    "ALTER TABLE complaint_group_answer DROP COLUMN writers;"
    " ALTER TABLE complaint_group_answer ADD COLUMN writers JSON DEFAULT '[]'": (
        "column complaint_group_answer.writers may be empty"
    ),
    "ALTER TABLE issue DROP COLUMN criteria; ALTER TABLE issue ADD COLUMN criteria INTEGER": (
        "column issue.criteria is of type INTEGER, not JSON"
    ),
    "ALTER TABLE draft DROP COLUMN category; ALTER TABLE draft ADD COLUMN category VARCHAR(10)": (
        "column draft.category is of type VARCHAR(10), not VARCHAR(60)"
    ),
}

ON_SQLITE = {
    "DROP TABLE survey_mark;"
    " CREATE TABLE survey_mark (complaint_id INTEGER NOT NULL PRIMARY KEY)": (
        "reference of survey_mark (complaint_id) to complaint.id is missing"
    ),
    "DROP TABLE survey_count; CREATE TABLE survey_count (agency VARCHAR(20) NOT NULL,"
    " month VARCHAR(7) NOT NULL, cut VARCHAR(10) NOT NULL, value VARCHAR(60) NOT NULL,"
    " question VARCHAR(10) NOT NULL, answer INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (agency, month, cut, value, question, answer))": (
        "table survey_count is with row ids"
    ),
}

ON_POSTGRESQL = {
    "ALTER TABLE membership DROP CONSTRAINT fk_membership_user_id": (
        "reference of membership (user_id) to user_account.id is missing"
    ),
    "ALTER TABLE draft ADD CONSTRAINT fk_stray FOREIGN KEY (documents) REFERENCES clock (id)": (
        "reference of draft (documents) to clock.id is not in the models"
    ),
    "ALTER TABLE part DROP CONSTRAINT uq_part_number": (
        "unique constraint of part (number) is missing"
    ),
    "ALTER TABLE lesson ADD CONSTRAINT uq_stray_theme UNIQUE (theme)": (
        "unique constraint of lesson (theme) is not in the models"
    ),
    "ALTER TABLE notice ALTER COLUMN id DROP DEFAULT": "column notice.id does not count up",
    "ALTER TABLE notice ALTER COLUMN clock_id SET NOT NULL": (
        "column notice.clock_id may not be empty"
    ),
    "DROP INDEX ix_search_text_complaint_id;"
    " CREATE INDEX ix_search_text_complaint_id ON search_text USING hash (complaint_id)": (
        "index ix_search_text_complaint_id of search_text is a hash, not a btree"
    ),
    "ALTER TABLE search_text ALTER COLUMN complaint_id TYPE INTEGER": (
        "column search_text.complaint_id is of type INTEGER, not BIGINT"
    ),
}


@pytest.fixture
def database(backend: str, request: pytest.FixtureRequest, keyring: Keyring) -> Iterator[Database]:
    """A migrated database that may be changed in ways which nobody could put back."""
    if backend == "sqlite":
        found = Database(request.getfixturevalue("database_url"), keyring, FEATURES.row_rules)
        yield found
        found.close()
        return
    server = request.getfixturevalue("postgres")
    with server.copied() as address:
        found = Database(address, keyring, FEATURES.row_rules)
        yield found
        found.close()


@on_both
def test_a_migrated_database_is_what_the_models_say(database: Database):
    assert schema.differences(database) == []


@on_both
def test_every_difference_is_one_line(database: Database, backend: str):
    more: Mapping[str, str] = ON_SQLITE if backend == "sqlite" else ON_POSTGRESQL
    changed(database, *ON_BOTH, *more)
    # What guards a table goes with it, and is not made with another of its name.
    gone = ["kept", "goes_on", *([] if backend == "sqlite" else ["not_emptied"])]
    guards = [f"trigger number_counter_{name} of table number_counter is missing" for name in gone]
    expected = [*ON_BOTH.values(), *more.values(), *guards]
    assert sorted(schema.differences(database)) == sorted(expected)


@on_both
def test_tables_and_columns_that_are_not_there_are_found_by_their_names(database: Database):
    changed(
        database,
        "DROP TABLE settings_replay",
        "DROP TABLE search_text",
        "ALTER TABLE clock DROP COLUMN warn_at",
        "DROP INDEX ix_clock_due",
    )
    with database.reader.connect() as connection:
        told = structure.missing(connection)
    assert sorted(told) == [
        "column clock.warn_at is missing",
        "table search_text is missing",
        "table settings_replay is missing",
    ]


def changed(database: Database, *statements: str) -> None:
    with database.writer.begin() as connection:
        for several in statements:
            for statement in several.split("; "):
                connection.execute(text(statement))
