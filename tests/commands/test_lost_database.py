"""What commands and a start say where a database is gone, and that looking makes none."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from portal.commands import demo, serving
from portal.keyring import load_keyring
from tests.commands.running import Portal

LOOKING = [
    ("history", "verify"),
    ("db", "check"),
    ("dump", "complaints"),
    ("worker",),
    ("db", "downgrade", "base"),
]
MAKING = [("db", "upgrade"), ("serve",), ("demo", "serve"), ("demo",)]


@pytest.fixture(autouse=True)
def nothing_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever starts although it should not fails at once."""
    for place in (serving, demo):
        monkeypatch.delattr(place, "run_server")
    monkeypatch.delattr(serving, "Worker")


def lose_database(data: Path) -> None:
    for file in data.glob("portal.sqlite*"):
        file.unlink()


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_what_only_looks_makes_no_folder_no_keys_and_no_database(
    portal: Portal, tmp_path: Path, words: tuple[str, ...]
):
    result = portal(*words)
    assert result.exit_code in {1, 3}
    assert "The database is not migrated. Run: portal db upgrade" in result.output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [*LOOKING, *MAKING], ids=" ".join)
def test_a_database_that_is_gone_is_told_and_none_is_made(
    migrated: Portal, tmp_path: Path, words: tuple[str, ...]
):
    data = tmp_path / "data"
    lose_database(data)
    result = migrated(*words)
    assert result.exit_code in {1, 3}
    assert "is gone or empty" in result.output
    assert "put the newest backup of the database in its place" in result.output
    assert not [*data.glob("portal.sqlite*")]


def test_an_empty_file_is_no_database(migrated: Portal, tmp_path: Path):
    data = tmp_path / "data"
    lose_database(data)
    (data / "portal.sqlite").touch()
    assert "is gone or empty" in migrated("db", "upgrade").output
    assert not (data / "portal.sqlite").stat().st_size


def test_documents_alone_tell_that_there_was_one(migrated: Portal, tmp_path: Path):
    data = tmp_path / "data"
    (data / "files" / "ab").mkdir(parents=True, exist_ok=True)
    (data / "files" / "ab" / "document").write_bytes(b"sealed")
    lose_database(data)
    (data / "keys.json").unlink(missing_ok=True)
    result = migrated("db", "upgrade")
    assert f"{data / 'files'} is there. Stop every portal" in result.output
    assert not (data / "keys.json").exists()


def test_what_was_kept_last_tells_that_there_was_one(migrated: Portal, tmp_path: Path):
    data = tmp_path / "data"
    lose_database(data)
    shutil.rmtree(data / "files", ignore_errors=True)
    (data / "last-kept.json").touch()
    assert f"{data / 'last-kept.json'} is there. Stop every" in migrated("db", "upgrade").output


def test_a_new_one_is_made_where_that_is_asked_for(migrated: Portal, tmp_path: Path):
    lose_database(tmp_path / "data")
    assert migrated("db", "upgrade", "--new").exit_code == 0
    assert migrated("db", "check").exit_code == 0


def test_none_is_made_in_the_place_of_one_that_is_there(migrated: Portal):
    refused = migrated("db", "upgrade", "--new")
    assert refused.exit_code == 1
    assert "is there: a new one is made only where one was lost" in refused.output


@pytest.mark.parametrize("apart", [False, True], ids=["in the data folder", "apart"])
def test_keys_that_were_brought_to_a_first_start_get_their_database_as_the_sentence_says(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
):
    keys = tmp_path / ("brought.json" if apart else "data/keys.json")
    keys.parent.mkdir(exist_ok=True)
    load_keyring(keys)
    if apart:
        monkeypatch.setenv("PORTAL_KEYS_FILE", str(keys))
    told = portal("serve").output
    assert "if they were brought to a first start" in told
    words = told.rsplit("portal db", 1)[1].split()
    assert portal("db", *words).exit_code == 0
    assert portal("db", "check").exit_code == 0


def test_a_first_start_that_came_to_no_database_lost_none(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(serving, "prepare_to_serve", refuse)
        assert portal("serve").exit_code == 1
    assert (tmp_path / "data" / "keys.json").exists()
    assert portal("db", "upgrade").exit_code == 0
    lose_database(tmp_path / "data")
    assert "is gone or empty" in portal("db", "upgrade").output


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_keys_beside_an_empty_database_of_postgresql_tell_the_same(
    migrated: Portal,
    backend: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
):
    server = request.getfixturevalue("postgres")
    with server.copied() as address:
        monkeypatch.setenv("PORTAL_DATABASE", address)
        assert migrated("db", "check").exit_code == 0
        with psycopg.connect(address) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        for words in (("db", "check"), ("db", "upgrade"), ("serve",)):
            assert "is gone or empty" in migrated(*words).output
        assert migrated("db", "upgrade", "--new").exit_code == 0
