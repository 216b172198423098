"""Counts that several processes share for a while: how often something was tried, and when again.

A SQLite file of their own keeps them, which never waits for the disk and is forgotten with the
server: nothing in it is worth more than some days. What is counted stands there as a keyed hash,
whose key is in memory alone. Where several machines share a database, `counts_in_database` keeps
what they have to count together.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from portal.domain.troubles import TroubleError

NEVER = math.inf
"""The moment at which a count that does not run out is forgotten."""

T = TypeVar("T")
Run = Callable[[str, dict[str, Any]], Sequence[Any]]
"""Runs a statement and returns its rows."""

_Act = Callable[[Run], object]

_KEPT = 100_000
_OWED_AT_MOST = 10_000
_ADDED_BETWEEN_LOOKS = 1_000
_TABLE = """
CREATE TABLE IF NOT EXISTS counted (
    id INTEGER PRIMARY KEY, what BLOB NOT NULL UNIQUE, count INTEGER NOT NULL,
    until REAL NOT NULL, ready_at REAL NOT NULL DEFAULT 0
)
"""
_ADD = """
INSERT INTO counted (what, count, until, ready_at) VALUES (:what, :amount, :until, 0)
ON CONFLICT (what) DO UPDATE SET
    count = CASE WHEN counted.until > :now THEN counted.count + :amount ELSE :amount END,
    until = CASE WHEN counted.until > :now THEN counted.until ELSE :until END
RETURNING count
"""
_READ = "SELECT count, until FROM counted WHERE what = :what AND until > :now"
_TAKE_BACK = (
    "UPDATE counted SET count = count - 1 WHERE what = :what AND until > :now AND count > 0"
)
_FORGET = "DELETE FROM counted WHERE what = :what"
_GIVE_TURN_BACK = """
UPDATE counted SET count = count - 1, ready_at = :now
WHERE what = :what AND until > :now AND count > 0
"""
# A moment further away than anything is kept was told by a clock that went wrong.
_TRY = """
INSERT INTO counted (what, count, until, ready_at) VALUES (:what, 1, :until, 0)
ON CONFLICT (what) DO UPDATE SET
    count = CASE WHEN counted.until > :now THEN counted.count + 1 ELSE 1 END, until = :until
WHERE counted.until <= :now OR counted.ready_at <= :now OR counted.ready_at > :now + :kept
RETURNING count
"""
_WAITS_UNTIL = "SELECT ready_at FROM counted WHERE what = :what"
_WAIT = "UPDATE counted SET ready_at = :ready_at WHERE what = :what AND ready_at < :ready_at"
_TOO_OLD = "DELETE FROM counted WHERE until <= :now"
# What was counted often is worth more than what was counted once: nobody makes the portal forget
# their tries by trying something else very often.
_TOO_MANY = """
DELETE FROM counted WHERE id IN (
    SELECT id FROM counted ORDER BY count DESC, id DESC LIMIT 1000000000 OFFSET :kept
)
"""


class Pace(Struct, frozen=True):
    """How fast something may be tried: `free` times at once, then after waits that double.

    The first wait is `first` seconds, the longest `longest`. After `kept` seconds without a try
    all is forgotten.
    """

    free: int
    first: int
    longest: int
    kept: int

    def wait(self, tries: int) -> int:
        """Return how many seconds to wait after so many tries."""
        if tries < self.free:
            return 0
        return min(self.first << min(tries - self.free, 30), self.longest)


class SharedCounts:
    """Counts by key, each until a moment; the smallest go first when there are too many.

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
        self._owed: deque[_Act] = deque(maxlen=_OWED_AT_MOST)
        self._added = 0
        if file:
            # Two processes that turn a new file to WAL at once do not wait for each other.
            with suppress(sqlite3.OperationalError):
                _opened(file).close()

    def add(self, key: str, now: float, until: float, amount: int = 1) -> int:
        """Count once more, and return how often it is now; a count that begins lasts `until`."""
        values = {"what": self._hashed(key), "amount": amount, "now": now, "until": until}
        [(count,)] = self._within(lambda run: run(_ADD, values))
        self._make_room(now)
        return int(count)

    def take_turn(self, key: str, now: float, pace: Pace) -> float:
        """Count a try and return 0, or return how many seconds it is too early for one.

        It is counted before anybody knows how it ends: of many at once, only as many as the pace
        has free pass.
        """
        values = {"what": self._hashed(key), "now": now, "until": now + pace.kept}
        wait = self._within(lambda run: _turn(run, values, pace))
        self._make_room(now)
        return wait

    def put_off(self, key: str, ready_at: float) -> None:
        """Let nothing be tried again before a moment."""
        values = {"what": self._hashed(key), "ready_at": ready_at}
        self._within(lambda run: run(_WAIT, values))

    def take_back(self, key: str, now: float) -> None:
        """Let something count once less."""
        values = {"what": self._hashed(key), "now": now}
        self._within(lambda run: run(_TAKE_BACK, values))

    def give_back(self, turn: str, counted: Sequence[str], now: float) -> None:
        """Let one turn, and what else was counted of it, be as if it had never been taken.

        It never fails: where it cannot be written now, it is before anything else is counted.
        """
        self._undo(turn, counted, now, _GIVE_TURN_BACK)

    def forgive(self, turn: str, counted: Sequence[str], now: float) -> None:
        """Let every turn that was taken be forgotten, and this one not be counted; as above."""
        self._undo(turn, counted, now, _FORGET)

    def _undo(self, turn: str, counted: Sequence[str], now: float, statement: str) -> None:
        turn_taken, others = self._hashed(turn), [self._hashed(key) for key in counted]

        def act(run: Run) -> None:
            run(statement, {"what": turn_taken, "now": now})
            for what in others:
                run(_TAKE_BACK, {"what": what, "now": now})

        try:
            self._surely(act)
        except (sqlite3.OperationalError, TroubleError):
            self._owed.append(act)

    def count(self, key: str, now: float) -> int:
        """Return how often this was counted."""
        return self._read(key, now)[0]

    def until(self, key: str, now: float) -> float:
        """Return when the count begins anew; `now` if it has not begun."""
        return self._read(key, now)[1]

    def forget_all(self) -> int:
        """Let every count begin anew; return how many there were."""
        return self._within(_forget_all)

    def close(self) -> None:
        """Give back the file; it is opened again when it is needed."""
        with self._lock:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()

    def _read(self, key: str, now: float) -> tuple[int, float]:
        values = {"what": self._hashed(key), "now": now}
        rows = self._within(lambda run: run(_READ, values))
        return (int(rows[0][0]), float(rows[0][1])) if rows else (0, now)

    def _make_room(self, now: float) -> None:
        with self._lock:
            self._added += 1
            is_time = self._added % _ADDED_BETWEEN_LOOKS == 0
        if is_time:
            self._within(lambda run: run(_TOO_OLD, {"now": now}))
            self._within(lambda run: run(_TOO_MANY, {"kept": self._kept}))

    def _within(self, act: Callable[[Run], T]) -> T:
        """Return what `act` returns; nothing else is counted while it runs its statements."""
        with self._lock:
            try:
                return self._paying(lambda paid: self._within_file(self._file, paid), act)
            except sqlite3.OperationalError:
                if self._file is None:
                    raise
                return self._within_file(None, act)

    def _surely(self, act: _Act) -> None:
        """Run it where others see it, or raise; and where this process counts by itself, too."""
        with self._lock:
            if None in self._connections and self._file:
                self._within_file(None, act)
            self._within_file(self._file, act)

    def _paying(self, within: Callable[[Callable[[Run], T]], T], act: Callable[[Run], T]) -> T:
        """Run first what is still to be undone, in one transaction with `act`."""
        owed = tuple(self._owed)

        def all_of_it(run: Run) -> T:
            for each in owed:
                each(run)
            return act(run)

        result = within(all_of_it)
        for each in owed:
            # Another thread may have run it too.
            with suppress(ValueError):
                self._owed.remove(each)
        return result

    def _within_file(self, file: Path | None, act: Callable[[Run], T]) -> T:
        if file not in self._connections:
            self._connections[file] = _opened(file)
        connection = self._connections[file]
        connection.execute("BEGIN IMMEDIATE")
        # Committed at its end, or undone.
        with connection:
            return act(lambda statement, values: connection.execute(statement, values).fetchall())

    def _hashed(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode(), key=self._secret, digest_size=16).digest()


def _turn(run: Run, values: dict[str, Any], pace: Pace) -> float:
    counted = run(_TRY, {**values, "kept": pace.kept})
    what, now = values["what"], values["now"]
    if not counted:
        return float(run(_WAITS_UNTIL, {"what": what})[0][0]) - float(now)
    run(_WAIT, {"what": what, "ready_at": now + pace.wait(counted[0][0])})
    return 0.0


def _forget_all(run: Run) -> int:
    [(count,)] = run("SELECT count(*) FROM counted", {})
    run("DELETE FROM counted", {})
    return int(count)


def _opened(file: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(
        file or ":memory:", isolation_level=None, check_same_thread=False, timeout=15
    )
    connection.execute("PRAGMA journal_mode = WAL")
    # A crash of the machine may lose counts, never a complaint.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(_TABLE)
    return connection
