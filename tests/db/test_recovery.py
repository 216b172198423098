"""What was committed is there for whoever reads file and log anew, as after a crash."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from portal.app import FEATURES
from portal.db.engine import Database
from portal.keyring import Keyring

A_FEW_PAGES = 10
TRANSACTIONS = 60
ADDED = "INSERT INTO thing (value) VALUES (?)"
CHANGED = "UPDATE thing SET value = ? WHERE id = (SELECT id FROM thing WHERE id >= ? LIMIT 1)"


def change(writer: Any, chance: random.Random) -> None:
    """Add and change rows within savepoints, of which some are undone."""
    writer.execute("BEGIN IMMEDIATE")
    for _ in range(chance.randint(1, 6)):
        writer.execute("SAVEPOINT part")
        for _ in range(chance.randint(1, 60)):
            value = chance.randbytes(chance.randint(10, 3_000))
            if chance.random() < 0.6:
                writer.execute(ADDED, (value,))
            else:
                writer.execute(CHANGED, (value, chance.randint(1, 2_000)))
        if chance.random() < 0.4:
            writer.execute("ROLLBACK TO part")
        writer.execute("RELEASE part")
    writer.execute("COMMIT")


def rows(connection: Any) -> Any:
    """Return what a database has, in sum."""
    found = connection.execute("SELECT count(*), total(id), total(length(value)) FROM thing")
    return found.fetchone()


def read_anew(file: Path) -> Any:
    """Return what somebody finds who has file and log, and no memory of either."""
    copy = file.with_name("copy.sqlite")
    Path(f"{copy}-shm").unlink(missing_ok=True)
    for end in ("", "-wal"):
        shutil.copy(f"{file}{end}", f"{copy}{end}")
    with closing(sqlite3.connect(copy)) as connection:
        return rows(connection)


def test_large_transactions_with_savepoints_are_whole_after_a_crash(
    tmp_path: Path, keyring: Keyring
):
    file, chance = tmp_path / "portal.sqlite", random.Random(1)
    database = Database(f"sqlite:///{file}", keyring, FEATURES.row_rules)
    with closing(database), closing(database.writer.raw_connection()) as writer:
        for statement in (
            f"PRAGMA cache_size = {A_FEW_PAGES}",
            "CREATE TABLE thing (id INTEGER PRIMARY KEY, value BLOB)",
            "CREATE INDEX ix_thing ON thing (value)",
        ):
            writer.cursor().execute(statement)
        driver = writer.driver_connection
        for _ in range(TRANSACTIONS):
            change(driver, chance)
            assert read_anew(file) == rows(driver)
