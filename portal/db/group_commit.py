"""Rows of several requests written in one transaction, so that they wait for the disk once.

SQLite has one writer at a time. Those who find it busy leave what they want written; whoever has
the turn next writes it all, each before the next, and one commit makes it last for everybody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Generic, TypeVar, cast

from sqlalchemy import Connection, Engine

T = TypeVar("T")
_AT_MOST = 16


class GroupCommit:
    """Writes for whoever waits: `write` returns when the rows are on the disk."""

    def __init__(self, engine: Engine, write_lock: AbstractContextManager[object]) -> None:
        self._engine, self._write_lock = engine, write_lock
        self._waiting: deque[_Writing[object]] = deque()

    def write(self, act: Callable[[Connection], T]) -> T:
        """Return what `act` returns once its rows are kept; raise what it raises, nothing kept.

        It may be called from another thread, and twice: when one of those written together
        fails, all is undone and each is written by itself.
        """
        writing = _Writing(act)
        self._waiting.append(cast("_Writing[object]", writing))
        with self._write_lock:
            while not writing.is_done:
                self._write([self._waiting.popleft() for _ in range(self._ready())])
        return writing.result()

    def _ready(self) -> int:
        return min(len(self._waiting), _AT_MOST)

    def _write(self, writings: Sequence[_Writing[object]]) -> None:
        try:
            with self._engine.begin() as connection:
                results = [writing.act(connection) for writing in writings]
        except BaseException as error:  # noqa: BLE001  # raised again for whoever asked
            if len(writings) == 1:
                writings[0].fail(error)
            else:
                for writing in writings:
                    self._write([writing])
        else:
            for writing, result in zip(writings, results, strict=True):
                writing.finish(result)


class _Writing(Generic[T]):
    """What one thread wants written, and what came of it."""

    def __init__(self, act: Callable[[Connection], T]) -> None:
        self.act = act
        self.is_done = False
        self._result: T | None = None
        self._error: BaseException | None = None

    def finish(self, result: T) -> None:
        self._result, self.is_done = result, True

    def fail(self, error: BaseException) -> None:
        self._error, self.is_done = error, True

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return cast("T", self._result)
