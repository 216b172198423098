"""Counts that several processes share for a while: how often something was tried.

A SQLite file of their own keeps them, which never waits for the disk and is forgotten with the
server: nothing in it is worth more than a few minutes. What is counted stands there as a keyed
hash, whose key is in memory alone.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

NEVER = math.inf
"""The moment at which a count that does not run out is forgotten."""

_KEPT = 100_000
_ADDED_BETWEEN_LOOKS = 1_000
_TABLE = """
CREATE TABLE IF NOT EXISTS counted (
    id INTEGER PRIMARY KEY, what BLOB NOT NULL UNIQUE, count INTEGER NOT NULL, until REAL NOT NULL
)
"""
_ADD = """
INSERT INTO counted (what, count, until) VALUES (:what, :amount, :until)
ON CONFLICT (what) DO UPDATE SET
    count = CASE WHEN until > :now THEN count + :amount ELSE :amount END,
    until = CASE WHEN until > :now THEN until ELSE :until END
RETURNING count
"""
_READ = "SELECT count, until FROM counted WHERE what = :what AND until > :now"
_TOO_OLD = """
DELETE FROM counted WHERE until <= :now OR id <= (SELECT max(id) FROM counted) - :kept
"""


class SharedCounts:
    """Counts by key, each until a moment; the oldest go first when there are too many.

    Processes that were forked after it was made share the file; without one, the counts are of one
    process. It stays open from its first use on, so a process that only forks others holds nothing
    open. A full disk shuts nobody out: while the file takes no counts, each process counts by
    itself.
    """

    def __init__(self, file: Path | None = None, kept: int = _KEPT) -> None:
        self._file, self._kept = file, kept
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._connections: dict[Path | None, sqlite3.Connection] = {}
        self._added = 0
        if file:
            # Two processes that turn a new file to WAL at once do not wait for each other.
            with suppress(sqlite3.OperationalError):
                _opened(file).close()

    def add(self, key: str, now: float, until: float, amount: int = 1) -> int:
        """Count once more, and return how often it is now; a count that begins lasts `until`."""
        values = {"what": self._hashed(key), "amount": amount, "now": now, "until": until}
        with self._lock:
            [(count,)] = self._run(_ADD, values)
            self._added += 1
            if self._added % _ADDED_BETWEEN_LOOKS == 0:
                self._run(_TOO_OLD, {"now": now, "kept": self._kept})
        return int(count)

    def count(self, key: str, now: float) -> int:
        """Return how often this was counted."""
        return self._read(key, now)[0]

    def until(self, key: str, now: float) -> float:
        """Return when the count begins anew; `now` if it has not begun."""
        return self._read(key, now)[1]

    def forget(self, key: str) -> None:
        """Let one count begin anew."""
        with self._lock:
            self._run("DELETE FROM counted WHERE what = :what", {"what": self._hashed(key)})

    def forget_all(self) -> int:
        """Let every count begin anew; return how many there were."""
        with self._lock:
            [(count,)] = self._run("SELECT count(*) FROM counted", {})
            self._run("DELETE FROM counted", {})
        return int(count)

    def close(self) -> None:
        """Give back the file; it is opened again when it is needed."""
        with self._lock:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()

    def _read(self, key: str, now: float) -> tuple[int, float]:
        with self._lock:
            rows = self._run(_READ, {"what": self._hashed(key), "now": now})
        return rows[0] if rows else (0, now)

    def _run(self, statement: str, values: dict[str, Any]) -> list[Any]:
        try:
            return self._run_in(self._file, statement, values)
        except sqlite3.OperationalError:
            if self._file is None:
                raise
            return self._run_in(None, statement, values)

    def _run_in(self, file: Path | None, statement: str, values: dict[str, Any]) -> list[Any]:
        if file not in self._connections:
            self._connections[file] = _opened(file)
        return self._connections[file].execute(statement, values).fetchall()

    def _hashed(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode(), key=self._secret, digest_size=16).digest()


def _opened(file: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(
        file or ":memory:", isolation_level=None, check_same_thread=False, timeout=15
    )
    connection.execute("PRAGMA journal_mode = WAL")
    # A crash of the machine may lose counts, never a complaint.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(_TABLE)
    return connection
