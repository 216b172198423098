"""A log is read over its own file alone, whatever was put in that file's place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from portal.app import FEATURES
from portal.db import schema
from portal.db.engine import Database
from portal.db.log_beside import ensure_own_log
from portal.domain.actor import PORTAL
from portal.domain.troubles import ForeignLogError
from portal.keyring import Keyring

Make = Callable[[str], Database]
A, B, C = 2026, 2027, 2028
WRITTEN = text("INSERT INTO number_counter (year, last) VALUES (:year, 1)")


@pytest.fixture
def made(tmp_path: Path, keyring: Keyring) -> Iterator[Make]:
    """Make a database of a name that has this version's structure and a log of its own."""
    begun: list[Database] = []

    def make(name: str) -> Database:
        database = Database(f"sqlite:///{tmp_path / name}", keyring, FEATURES.row_rules)
        begun.append(database)
        schema.upgrade(database)
        put_into_the_file(database)
        return database

    yield make
    for database in begun:
        database.close()


def put_into_the_file(database: Database) -> None:
    """Let SQLite put what is in the log into the file, and begin the log anew."""
    with closing(database.writer.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write(database: Database, *years: int) -> None:
    """Write something for each year, by a commit of its own."""
    for year in years:
        database.enter(partial(Connection.execute, statement=WRITTEN, parameters={"year": year}))


def path_of(database: Database) -> Path:
    return Path(str(database.address.database))


def left_by_a_crash(database: Database, place: Path, file: Path | None = None) -> Path:
    """Return what is there after a crash, its file or another one beside its log."""
    place.mkdir()
    found = place / "portal.sqlite"
    shutil.copy(file or path_of(database), found)
    shutil.copy(f"{path_of(database)}-wal", f"{found}-wal")
    return found


def years(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as connection:
        return {year for (year,) in connection.execute("SELECT year FROM number_counter")}


def test_a_log_is_its_own_after_a_crash(made: Make, tmp_path: Path):
    database = made("one.sqlite")
    write(database, A, B)
    left = left_by_a_crash(database, tmp_path / "left")
    ensure_own_log(left)
    assert years(left) == {A, B}


def test_so_it_is_once_it_was_put_into_the_file_in_part_or_as_a_whole(made: Make, tmp_path: Path):
    database = made("one.sqlite")
    write(database, A, B)
    with closing(database.writer.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    ensure_own_log(left_by_a_crash(database, tmp_path / "whole"))
    write(database, C)
    ensure_own_log(left_by_a_crash(database, tmp_path / "begun anew"))


def test_a_copy_from_the_time_of_the_log_is_brought_up_by_it(made: Make, tmp_path: Path):
    database = made("one.sqlite")
    shutil.copy(path_of(database), tmp_path / "copy")
    write(database, A, B)
    left = left_by_a_crash(database, tmp_path / "left", tmp_path / "copy")
    ensure_own_log(left)
    assert years(left) == {A, B}


def test_a_copy_from_before_the_log_is_refused_and_left_as_it_is(made: Make, tmp_path: Path):
    database = made("one.sqlite")
    shutil.copy(path_of(database), tmp_path / "copy")
    write(database, A)
    put_into_the_file(database)
    write(database, B)
    left = left_by_a_crash(database, tmp_path / "left", tmp_path / "copy")
    with pytest.raises(ForeignLogError, match="the log of another file"):
        ensure_own_log(left)
    assert left.read_bytes() == (tmp_path / "copy").read_bytes()


def test_a_copy_from_after_the_log_is_refused(made: Make, tmp_path: Path):
    database = made("one.sqlite")
    write(database, A)
    earlier = left_by_a_crash(database, tmp_path / "earlier")
    put_into_the_file(database)
    write(database, B)
    put_into_the_file(database)
    shutil.copy(path_of(database), earlier)
    with pytest.raises(ForeignLogError):
        ensure_own_log(earlier)


def test_another_portals_file_is_refused(made: Make, tmp_path: Path):
    database, other = made("one.sqlite"), made("other.sqlite")
    write(database, A)
    with pytest.raises(ForeignLogError):
        ensure_own_log(left_by_a_crash(database, tmp_path / "left", path_of(other)))


@pytest.mark.parametrize("is_there", [True, False])
def test_a_log_without_its_file_is_not_thrown_away(made: Make, tmp_path: Path, is_there: bool):
    database = made("one.sqlite")
    write(database, A)
    left = left_by_a_crash(database, tmp_path / "left")
    left.unlink()
    if is_there:
        left.touch()
    with pytest.raises(ForeignLogError, match="holds what was kept last"):
        ensure_own_log(left)
    assert left.with_name("portal.sqlite-wal").stat().st_size > 0


def test_a_file_that_counts_no_commits_is_looked_through_with_its_log(made: Make, tmp_path: Path):
    database = made("one.sqlite")
    schema.downgrade(database, "0114")
    put_into_the_file(database)
    shutil.copy(path_of(database), tmp_path / "copy")
    write(database, A)
    ensure_own_log(left_by_a_crash(database, tmp_path / "own"))
    with closing(sqlite3.connect(tmp_path / "small.sqlite")) as small:
        small.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY)")
    with pytest.raises(ForeignLogError):
        ensure_own_log(left_by_a_crash(database, tmp_path / "left", tmp_path / "small.sqlite"))


def test_sqlite_itself_reads_the_log_of_another_file_over_a_copy(made: Make, tmp_path: Path):
    """Why all this: fails once SQLite tells a log from that of another file."""
    database = made("one.sqlite")
    shutil.copy(path_of(database), tmp_path / "copy")
    write(database, A)
    put_into_the_file(database)
    write(database, B)
    left = left_by_a_crash(database, tmp_path / "left", tmp_path / "copy")
    assert years(left) == {A, B}
    assert left.read_bytes() != (tmp_path / "copy").read_bytes()


def test_what_only_looks_or_undoes_counts_no_commit(made: Make):
    database = made("one.sqlite")
    before = commits(database)
    with database.transaction(PORTAL):
        pass
    with pytest.raises(ZeroDivisionError):
        database.enter(lambda _: 1 / 0)
    assert commits(database) == before
    write(database, A)
    assert commits(database) == before + 1


def commits(database: Database) -> int:
    with closing(sqlite3.connect(path_of(database))) as connection:
        [(count,)] = connection.execute("SELECT so_far FROM commit_count")
    return int(count)


@pytest.mark.parametrize("count", [-1, 0, 1, 126, 127, 40_000, 9_000_000, 2**40, 2**50])
def test_a_count_of_any_size_is_read(made: Make, tmp_path: Path, count: int):
    database = made("one.sqlite")
    database.enter(lambda each: each.execute(text(f"UPDATE commit_count SET so_far = {count}")))
    put_into_the_file(database)
    shutil.copy(path_of(database), tmp_path / "copy")
    write(database, A)
    ensure_own_log(left_by_a_crash(database, tmp_path / "own"))
    put_into_the_file(database)
    write(database, B)
    with pytest.raises(ForeignLogError):
        ensure_own_log(left_by_a_crash(database, tmp_path / "left", tmp_path / "copy"))
