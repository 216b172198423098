"""Machines in trouble: disks that are full, databases that are locked, read-only or gone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from portal.db.engine import Database

_BLOCK = 4096


@contextmanager
def small_disk(folder: Path, megabytes: int = 24) -> Iterator[Path]:
    """Mount a disk of so many megabytes in a folder; skip the test where nobody may."""
    folder.mkdir()
    size = f"size={megabytes}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on a disk; return the file that takes it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * _BLOCK) == _BLOCK:
                pass
        except OSError:
            pass
    return filler


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Let somebody who heeds no turns hold the file of a database, as a `sqlite3` may."""
    with closing(sqlite3.connect(file_of(database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Let nothing be written to a database."""
    with _each_writer(database, "query_only=ON"):
        yield


@contextmanager
def no_more_pages(database: Database) -> Iterator[None]:
    """Let the file of a database grow no more."""
    with _each_writer(database, "max_page_count=1"):
        yield


def remove(database: Database) -> None:
    """Remove the file of a database, with what SQLite keeps beside it."""
    path = file_of(database)
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def file_of(database: Database) -> Path:
    """Return where a database lies."""
    return Path(os.path.realpath(str(database.address.database)))


@contextmanager
def _each_writer(database: Database, pragma: str) -> Iterator[None]:
    def tune(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA {pragma}").close()

    database.close()
    event.listen(database.writer, "connect", tune)
    yield
    event.remove(database.writer, "connect", tune)
    database.close()
