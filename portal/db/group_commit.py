"""Many rows written in one turn, where there is one writer at a time.

Those who find the writer busy leave what they want written; whoever has the turn next writes it
all, each before the next, and one commit makes it last for everybody, who wait for the disk once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from portal.db.kept_connections import KeptConnections
from portal.db.troubles import database_trouble
from portal.db.write_lock import PATIENCE
from portal.domain.troubles import DataBusyError

T = TypeVar("T")
_Writing = tuple[Callable[[Connection], Any], Future[Any]]
"""What one thread wants written, and what comes of it."""
_AT_MOST = 16


class GroupCommit:
    """Writes for whoever waits: `write` returns when the rows are on the disk.

    `ensure_kept` raises what keeps a commit from being one: it is asked before anybody is told.
    """

    def __init__(
        self,
        engine: Engine,
        write_lock: AbstractContextManager[object],
        ensure_kept: Callable[[], None] = lambda: None,
    ) -> None:
        self._writers, self._write_lock = KeptConnections(engine), write_lock
        self._ensure_kept = ensure_kept
        self._waiting: deque[_Writing] = deque()

    def write(self, act: Callable[[Connection], T]) -> T:
        """Return what `act` returns once its rows are kept; raise what it raises, nothing kept.

        It may be called from another thread, and twice: when one of those written together
        fails, all is undone and each is written by itself. DataBusyError is raised where the turn
        does not come: then it is not written later either.
        """
        outcome: Future[T] = Future()
        writing = (act, outcome)
        self._waiting.append(writing)
        try:
            with self._write_lock:
                while not outcome.done():
                    self._write([self._waiting.popleft() for _ in range(self._ready())])
        except DataBusyError:
            # Somebody else may be writing it: whether it lasts, they will know.
            if self._is_withdrawn(writing) or not wait([outcome], PATIENCE).done:
                raise
        return outcome.result()

    def _is_withdrawn(self, writing: _Writing) -> bool:
        """Take back what nobody has begun to write; tell whether that was so."""
        try:
            self._waiting.remove(writing)
        except ValueError:
            return False
        return True

    def let_go(self) -> None:
        """Give back the connection that it writes on."""
        self._writers.let_go()

    def _ready(self) -> int:
        return min(len(self._waiting), _AT_MOST)

    def _write(self, writings: Sequence[_Writing]) -> None:
        try:
            with self._writers.one() as connection, connection.begin():
                results = [act(connection) for act, _ in writings]
            self._ensure_kept()
        except BaseException as error:  # noqa: BLE001  # raised again for whoever asked
            # What keeps the database from writing keeps it from each of them.
            if len(writings) == 1 or database_trouble(error):
                for _, outcome in writings:
                    outcome.set_exception(error)
            else:
                for writing in writings:
                    self._write([writing])
        else:
            for (_, outcome), result in zip(writings, results, strict=True):
                outcome.set_result(result)
