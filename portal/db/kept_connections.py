"""Connections that are used again and again, without going back to their pool in between.

To take one from a pool and to give it back takes SQLAlchemy longer than SQLite takes for a short
statement: what looks, or writes single statements, keeps its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class KeptConnections:
    """Connections of an engine, of which whoever comes gets the one that was used last."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[Connection] = deque()
        self._generation = 0

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """Hand out a connection; what was not committed on it is undone."""
        generation = self._generation
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            yield connection
            connection.rollback()
        except BaseException:
            connection.close()
            raise
        if generation == self._generation:
            self._idle.append(connection)
        else:
            connection.close()

    def let_go(self) -> None:
        """Give the idle ones back to the pool, and those in use as soon as they are idle."""
        self._generation += 1
        while self._idle:
            self._idle.pop().close()
