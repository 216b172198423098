"""Whose turn it is to write into a SQLite file: one thread of one process, and nobody starves."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from types import TracebackType


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
