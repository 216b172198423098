"""SQLite has one writer at a time: whose turn it is, and many rows written in one turn.

Those who find the writer busy leave what they want written; whoever has the turn next writes it
all, each before the next, and one commit makes it last for everybody, who wait for the disk once.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from portal.db.kept_connections import KeptConnections

T = TypeVar("T")
_Writing = tuple[Callable[[Connection], Any], Future[Any]]
"""What one thread wants written, and what comes of it."""
_AT_MOST = 16


class WriteLock:
    """Entered by whoever is about to write; the others wait, in this process and in others.

    SQLite lets a process that comes back at once write again, while another that waits looks only
    every tenth of a second. A lock on a file of its own, `database` with `.turn` behind it, wakes
    those who wait, and is given back even by a process that is killed.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.turn")
        self._thread = threading.Lock()
        self._file: int | None = None

    def __enter__(self) -> None:
        self._thread.acquire()
        try:
            fcntl.flock(self._opened(), fcntl.LOCK_EX)
        except BaseException:
            self._thread.release()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            fcntl.flock(self._opened(), fcntl.LOCK_UN)
        finally:
            self._thread.release()

    def close(self) -> None:
        """Give back the file; it is opened again when it is needed."""
        with self._thread:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def _opened(self) -> int:
        if self._file is None:
            self._file = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        return self._file


class GroupCommit:
    """Writes for whoever waits: `write` returns when the rows are on the disk."""

    def __init__(self, engine: Engine, write_lock: AbstractContextManager[object]) -> None:
        self._writers, self._write_lock = KeptConnections(engine), write_lock
        self._waiting: deque[_Writing] = deque()

    def write(self, act: Callable[[Connection], T]) -> T:
        """Return what `act` returns once its rows are kept; raise what it raises, nothing kept.

        It may be called from another thread, and twice: when one of those written together
        fails, all is undone and each is written by itself.
        """
        outcome: Future[T] = Future()
        self._waiting.append((act, outcome))
        with self._write_lock:
            while not outcome.done():
                self._write([self._waiting.popleft() for _ in range(self._ready())])
        return outcome.result()

    def let_go(self) -> None:
        """Give back the connection that it writes on."""
        self._writers.let_go()

    def _ready(self) -> int:
        return min(len(self._waiting), _AT_MOST)

    def _write(self, writings: Sequence[_Writing]) -> None:
        try:
            with self._writers.one() as connection, connection.begin():
                results = [act(connection) for act, _ in writings]
        except BaseException as error:  # noqa: BLE001  # raised again for whoever asked
            if len(writings) == 1:
                writings[0][1].set_exception(error)
            else:
                for writing in writings:
                    self._write([writing])
        else:
            for (_, outcome), result in zip(writings, results, strict=True):
                outcome.set_result(result)
