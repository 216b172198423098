"""`portal db …`, and what a start says of a database that this version cannot work with."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from portal.commands import demo, serving
from portal.db import schema
from tests.commands.running import Portal
from tests.support import on_both

STARTS = [("serve",), ("worker",), ("demo", "serve")]
OTHERS = [("db", "upgrade"), ("db", "check"), ("dump", "complaints"), ("agencies", "sync")]
AT_HEAD = f"The database is at head ({schema.head()}).\n"


@pytest.fixture(autouse=True)
def nothing_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever starts although it should not fails at once."""
    for place in (serving, demo):
        monkeypatch.delattr(place, "run_server")
    monkeypatch.delattr(serving, "Worker")


@pytest.fixture
def installed(
    migrated: Portal, backend: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Portal]:
    """An installation with a database of either kind, which may be changed in any way."""
    if backend == "sqlite":
        yield migrated
        return
    server = request.getfixturevalue("postgres")
    with server.copied() as address:
        monkeypatch.setenv("PORTAL_DATABASE", address)
        yield migrated


def alter(tmp_path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "portal.sqlite")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@on_both
def test_a_database_that_is_what_the_models_say_is_at_head(installed: Portal):
    result = installed("db", "upgrade")
    assert (result.exit_code, result.output) == (0, AT_HEAD)
    result = installed("db", "check")
    told, pages = result.output.splitlines(keepends=True)
    assert (result.exit_code, told) == (0, AT_HEAD)
    assert pages == "No damaged page was found.\n" or "keeps no checksums" in pages


@pytest.mark.parametrize(
    ("place", "wrong"),
    [(0, b"\x00" * 8), (8, b"\xff\xff")],
    ids=["what kind of page it is", "where the first of its rows begins"],
)
def test_a_damaged_page_is_told_with_its_table(
    migrated: Portal, tmp_path: Path, place: int, wrong: bytes
):
    path = tmp_path / "data" / "portal.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO number_counter VALUES (?, 1)", [(2000,), (2001,)])
        connection.commit()
        [(page,)] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'number_counter'"
        )
        [(size,)] = connection.execute("PRAGMA page_size")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek((page - 1) * size + place)
        file.write(wrong)
    result = migrated("db", "check")
    assert result.exit_code == 1
    assert "damaged: number_counter: " in result.output
    assert result.output.endswith("put a sound copy in their place.\n")


def test_a_start_beside_the_log_of_another_file_says_so_and_changes_nothing(
    migrated: Portal, tmp_path: Path
):
    path, copy = tmp_path / "data" / "portal.sqlite", tmp_path / "copy"
    shutil.copy(path, copy)
    log = path.with_name("portal.sqlite-wal")
    with closing(sqlite3.connect(path)) as connection:
        for _ in range(2):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("UPDATE commit_count SET so_far = so_far + 1")
            connection.commit()
        left = log.read_bytes()
    shutil.copy(copy, path)
    log.write_bytes(left)
    for words in (*STARTS, *OTHERS):
        result = migrated(*words)
        assert result.exit_code == 1, words
        [sentence] = result.output.splitlines()
        assert f"{log} is the log of another file than portal.sqlite beside it. Stop" in sentence
        assert sentence.endswith("to another folder, and start again.")
        assert (path.read_bytes(), log.read_bytes()) == (copy.read_bytes(), left)
    log.unlink()
    assert migrated("db", "check").exit_code == 0


def test_one_that_lacks_a_table_is_not_said_to_be_at_head(migrated: Portal, tmp_path: Path):
    alter(tmp_path, "DROP TABLE settings_replay")
    for words in (("db", "check"), ("db", "upgrade")):
        result = migrated(*words)
        assert (result.exit_code, result.output) == (1, "table settings_replay is missing\n")


def test_every_difference_is_printed_as_one_line(migrated: Portal, tmp_path: Path):
    alter(
        tmp_path,
        "DROP INDEX ix_clock_due",
        "ALTER TABLE clock ADD COLUMN mood TEXT",
        "CREATE TABLE stray (id INTEGER PRIMARY KEY)",
    )
    result = migrated("db", "check")
    assert result.exit_code == 1
    assert sorted(result.output.splitlines()) == [
        "column clock.mood is not in the models",
        "index ix_clock_due of clock (pending, due_at, id) is missing",
        "table stray is not in the models",
    ]


def test_nothing_starts_on_a_database_that_lacks_a_table(migrated: Portal, tmp_path: Path):
    alter(tmp_path, "DROP TABLE settings_replay")
    for words in STARTS:
        result = migrated(*words)
        assert (result.exit_code, result.output) == (
            1,
            f"Error: The database says that it is at {schema.head()}, but table settings_replay is"
            " missing. Every difference is listed by: portal db check\n",
        )


def test_a_database_from_before_the_first_release_is_told_so_in_a_sentence(
    migrated: Portal, tmp_path: Path
):
    alter(tmp_path, "UPDATE alembic_version SET version_num = '0030'")
    for words in (*STARTS, *OTHERS):
        result = migrated(*words)
        assert (result.exit_code, result.output) == (
            1,
            "Error: The database was made before the first release, at 0030, and no migration leads"
            " on from there: begin afresh with another folder in PORTAL_DATA, or go on with the"
            " version that made it.\n",
        )


def test_begun_afresh_in_another_folder_it_starts(
    migrated: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    alter(tmp_path, "UPDATE alembic_version SET version_num = '0007'")
    assert migrated("db", "upgrade").exit_code == 1
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "another"))
    assert migrated("db", "upgrade").output == AT_HEAD


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_where_the_database_is_elsewhere_an_empty_one_is_asked_for(installed: Portal):
    with psycopg.connect(os.environ["PORTAL_DATABASE"]) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0012'")
    result = installed("db", "upgrade")
    assert result.exit_code == 1
    assert "begin afresh with an empty database in PORTAL_DATABASE" in result.output


def test_one_of_a_later_version_is_left_to_it(migrated: Portal, tmp_path: Path):
    alter(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    result = migrated("db", "upgrade")
    assert (result.exit_code, result.output) == (
        1,
        "Error: The database is at 9999, which this version does not know: run the version that"
        " migrated it.\n",
    )


def test_a_migration_that_is_not_there_cannot_be_gone_to(migrated: Portal):
    for words in (("db", "upgrade", "0030"), ("db", "downgrade", "0030")):
        result = migrated(*words)
        assert (result.exit_code, result.output) == (
            1,
            f"Error: There is no migration 0030 to go to; the newest is {schema.head()}.\n",
        )


def test_where_there_is_no_database_a_check_says_how_to_get_one(portal: Portal):
    result = portal("db", "check")
    assert (result.exit_code, result.output) == (
        1,
        "Error: The database is not migrated. Run: portal db upgrade\n",
    )


def test_one_that_was_taken_back_says_where_it_is(migrated: Portal):
    assert migrated("db", "downgrade", "base").output == "The database is at base.\n"
