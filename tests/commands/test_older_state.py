"""An older copy in the place of what was kept last: it is told, and no number is given twice."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from portal.commands import demo, serving
from portal.commands.opened import portal_opened
from portal.complaints.handling import casework
from portal.worker import Worker
from tests.commands.running import Portal
from tests.support import file, officer

ADVICE = (
    "Stop every portal there, put the newer copy back, with its -wal, and start again; or accept"
    " the older one, whose numbers then go on after those that were given, by:"
    " portal db accept-older"
)


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever starts serves nobody, and says that it came so far."""
    came: list[str] = []
    for place in (serving, demo):
        monkeypatch.setattr(place, "run_server", lambda *_, **__: came.append("served"))
    return came


@pytest.fixture
def begun(migrated: Portal, served: list[str]) -> Portal:
    """An installation that was started once."""
    assert migrated("serve").exit_code == 0
    served.clear()
    return migrated


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def filed(count: int = 1) -> list[str]:
    with portal_opened() as runtime:
        runtime.take_up_changes()
        return [file(runtime).number for _ in range(count)]


def back_up(data: Path) -> Path:
    aside = data.parent / "aside.sqlite"
    aside.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(data / "portal.sqlite")) as original,
        closing(sqlite3.connect(aside)) as copy,
    ):
        original.backup(copy)
    return aside


def put_back(aside: Path, data: Path) -> None:
    for left in data.glob("portal.sqlite-*"):
        left.unlink()
    aside.replace(data / "portal.sqlite")


@contextmanager
def as_before(data: Path) -> Iterator[None]:
    """Put the state before the block in the place of the one after it."""
    aside = back_up(data)
    yield
    put_back(aside, data)


@pytest.mark.parametrize("start", [("serve",), ("demo", "serve"), ("worker",)], ids=" ".join)
def test_a_start_on_an_older_copy_says_so_and_serves_nobody(
    begun: Portal, data: Path, served: list[str], start: tuple[str, ...]
):
    [first] = filed()
    with as_before(data):
        [*_, last] = filed(2)
    told = begun(*start)
    assert told.exit_code == 1
    assert f"the number {last} was given, and it goes up to {first}. {ADVICE}" in told.output
    assert not served


def test_a_log_that_was_taken_away_after_a_kill_is_told(begun: Portal, data: Path):
    filed()
    aside = data.parent / "aside.sqlite"
    with portal_opened() as runtime:
        runtime.take_up_changes()
        last = file(runtime).number
        # What is in the file alone, as it lies there once its process is killed.
        shutil.copy(data / "portal.sqlite", aside)
    put_back(aside, data)
    assert f"the number {last} was given" in begun("serve").output


def test_the_newer_copy_put_back_is_served(begun: Portal, data: Path, served: list[str]):
    aside = back_up(data)
    filed()
    newer = data.parent / "newer.sqlite"
    (data / "portal.sqlite").rename(newer)
    put_back(aside, data)
    assert begun("serve").exit_code == 1
    put_back(newer, data)
    assert begun("serve").exit_code == 0
    assert served


def test_an_older_copy_that_is_accepted_gives_no_number_again(
    begun: Portal, data: Path, served: list[str]
):
    filed()
    with as_before(data):
        given = filed(3)
    accepted = begun("db", "accept-older")
    assert accepted.exit_code == 0
    told = f"The numbers {given[0]} to {given[-1]} were given and are lost: accepted "
    assert told in accepted.output
    assert begun("serve").exit_code == 0
    assert served
    assert told in begun("history", "verify").output
    assert begun("db", "check").exit_code == 0
    assert filed()[0] > given[-1]
    assert "nothing to accept" in begun("db", "accept-older").output
    verified = begun("history", "verify")
    assert verified.exit_code == 2, "which no root is kept outside for"
    assert "Broken" not in verified.output


def test_lost_numbers_that_nobody_signed_are_missed(begun: Portal, data: Path):
    filed()
    with as_before(data):
        filed(3)
    begun("db", "accept-older")
    file = data / "lost-numbers.jsonl"
    signed = file.read_text(encoding="utf-8")
    for forged in (signed.replace('"last":4', '"last":9'), "", "{}", "no line"):
        file.write_text(forged, encoding="utf-8")
        assert "2026-000002 entry 1: the complaint is missing" in begun("history", "verify").output
    file.write_text(signed, encoding="utf-8")
    assert "missing" not in begun("history", "verify").output


def test_what_is_lost_is_kept_before_anything_is_accepted(begun: Portal, data: Path):
    filed()
    with as_before(data):
        filed(3)
    (data / "lost-numbers.jsonl").mkdir()
    refused = begun("db", "accept-older")
    assert refused.exit_code == 1
    assert "Nothing was accepted" in refused.output
    assert begun("serve").exit_code == 1


def test_a_new_database_in_the_place_of_a_lost_one_gives_no_number_again(begun: Portal, data: Path):
    given = filed(2)
    for lost in data.glob("portal.sqlite*"):
        lost.unlink()
    made = begun("db", "upgrade", "--new")
    assert made.exit_code == 0
    assert f"{given[0]} to {given[-1]} were given and are lost" in made.output
    assert begun("serve").exit_code == 0
    assert filed()[0] > given[-1]


def test_an_older_copy_of_an_earlier_version_is_refused_before_it_is_migrated(
    begun: Portal, data: Path
):
    filed()
    with as_before(data):
        with closing(sqlite3.connect(data / "portal.sqlite")) as connection:
            [(newest,)] = connection.execute("SELECT version_num FROM alembic_version")
        filed()
    earlier = f"{int(newest) - 1:04d}"
    assert begun("db", "downgrade", earlier).exit_code == 0
    assert "was given" in begun("serve").output
    with closing(sqlite3.connect(data / "portal.sqlite")) as connection:
        [(found,)] = connection.execute("SELECT version_num FROM alembic_version")
    assert found == earlier


def test_a_check_says_that_something_newer_was_kept(begun: Portal, data: Path):
    assert begun("db", "check").exit_code == 0
    with as_before(data):
        [last] = filed()
    told = begun("db", "check")
    assert told.exit_code == 1
    assert f"the number {last} was given, and it goes up to 2026-000000" in told.output
    verified = begun("history", "verify")
    assert verified.exit_code == 1
    assert f"Broken: the number {last} was given" in verified.output


def test_a_history_that_is_shorter_is_told_though_no_number_is_missing(begun: Portal, data: Path):
    [number] = filed()
    with as_before(data), portal_opened() as runtime:
        runtime.take_up_changes()
        runtime.change(officer(), number, casework.record_first_contact)
        stop = threading.Event()
        stop.set()
        Worker(runtime).run_forever(stop)
    assert "its history is shorter than what was kept here last" in begun("db", "check").output


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_postgresql_that_is_restored_from_an_older_dump_is_told(
    migrated: Portal,
    backend: str,
    served: list[str],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
):
    server = request.getfixturevalue("postgres")
    with server.lend() as address, monkeypatch.context() as patch:
        patch.setenv("PORTAL_DATABASE", address)
        assert migrated("serve").exit_code == 0
        given = filed(2)
    with server.copied() as restored:
        monkeypatch.setenv("PORTAL_DATABASE", restored)
        told = migrated("serve").output
        assert f"the number {given[-1]} was given, and it goes up to 2026-000000" in told
        assert migrated("db", "accept-older").exit_code == 0
        assert migrated("serve").exit_code == 0
        assert filed()[0] > given[-1]
    assert len(served) == 2
