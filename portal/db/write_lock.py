"""SQLite has one writer at a time: whose turn it is, and how long the others wait for theirs."""

from __future__ import annotations

import fcntl
import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from portal.domain.troubles import DataBusyError

PATIENCE = 5.0
"""How long somebody waits for a turn at most, in seconds; writing itself takes milliseconds."""

_SOON = 1.0


class WriteLock:
    """Entered by whoever is about to write; the others wait, in this process and in others.

    Nobody waits for longer than PATIENCE: DataBusyError is raised then. Where a turn does not end
    within a second, only a few go on waiting, and the others are refused at once: whoever reads
    needs the threads.
    """

    def __init__(self, database: Path, patient_at_most: int = 1) -> None:
        self._thread = threading.Lock()
        self._file = FileLock(database.with_name(f"{database.name}.turn"))
        self._patient = threading.BoundedSemaphore(max(1, patient_at_most))
        self._until = math.inf

    def __enter__(self) -> None:
        self.take(PATIENCE)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.give_back()

    def take(self, within: float) -> None:
        """Have the turn until it is given back; raise DataBusyError if it does not come in time.

        `within` says how many seconds that is.
        """
        until = time.monotonic() + within
        if not (self._thread.acquire(blocking=False) or self._is_ours_by(until)):
            raise DataBusyError("others have been writing for too long")
        is_ours = False
        try:
            is_ours = self._file.take(until - time.monotonic())
        finally:
            if not is_ours:
                self._thread.release()
        if not is_ours:
            raise DataBusyError("another process has been writing for too long")
        self._until = until

    def give_back(self) -> None:
        """Let the next have the turn."""
        self._until = math.inf
        try:
            self._file.give_back()
        finally:
            self._thread.release()

    @property
    def patience_left(self) -> float:
        """How many seconds whoever has the turn may still wait for anything."""
        return min(PATIENCE, self._until - time.monotonic())

    def open_anew(self) -> None:
        """Look for the file anew at the next turn: it may have been removed."""
        self._file.open_anew()

    def close(self) -> None:
        """Give back the file; it is opened again when it is needed."""
        with self._thread:
            self._file.close()

    def _is_ours_by(self, until: float) -> bool:
        with self._a_patient_place() as is_free:
            # All of them taken, somebody has been waiting for a second already.
            if not is_free:
                return False
        if self._thread.acquire(timeout=min(_SOON, _left(until))):
            return True
        with self._a_patient_place() as is_free:
            return is_free and self._thread.acquire(timeout=_left(until))

    @contextmanager
    def _a_patient_place(self) -> Iterator[bool]:
        is_free = self._patient.acquire(blocking=False)
        try:
            yield is_free
        finally:
            if is_free:
                self._patient.release()


class FileLock:
    """A lock on a file that processes share: it wakes those who wait, one after the other.

    SQLite lets a process that comes back at once write again, while another that waits looks only
    every tenth of a second. This lock is given back even by a process that is killed. One thread at
    a time may take it; as the system lets nobody stop waiting, another thread waits in its place,
    and gives back what comes too late.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._change = threading.Condition()
        self._is_awaited = self._is_wanted = self._is_ours = self._is_old = False

    def take(self, within: float) -> bool:
        """Tell whether the lock came within so many seconds."""
        with self._change:
            if not self._is_awaited and self._came_at_once():
                return True
            self._await()
            self._is_wanted = True
            self._change.wait_for(lambda: self._is_ours, max(0.0, within))
            is_ours, self._is_wanted, self._is_ours = self._is_ours, False, False
            return is_ours

    def give_back(self) -> None:
        """Let the next have it."""
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def open_anew(self) -> None:
        """Open the file again before it is taken the next time."""
        self._is_old = True

    def close(self) -> None:
        """Give back the file, unless a thread still waits by it."""
        with self._change:
            if self._descriptor is not None and not self._is_awaited:
                os.close(self._descriptor)
                self._descriptor = None

    def _came_at_once(self) -> bool:
        if self._is_old:
            self.close()
            self._is_old = False
        with suppress(BlockingIOError):
            fcntl.flock(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    def _await(self) -> None:
        if not self._is_awaited:
            self._is_awaited = True
            threading.Thread(target=self._wait, name="turn", daemon=True).start()

    def _wait(self) -> None:
        came = False
        try:
            fcntl.flock(self._opened(), fcntl.LOCK_EX)
            came = True
        finally:
            with self._change:
                self._is_awaited, self._is_ours = False, came and self._is_wanted
                if self._is_ours:
                    self._change.notify()
                elif came:
                    self.give_back()

    def _opened(self) -> int:
        if self._descriptor is None:
            flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC
            self._descriptor = os.open(self._path, flags, 0o600)
        return self._descriptor


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())
