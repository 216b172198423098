"""Statements compiled once for all tests, though each test has a database and engines of its own.

A statement is remembered by its engine, for the engine's dialect. Engines of one kind on databases
of one structure compile every statement alike: from the second test on they share what the first
one's remember, which saves a third of the time of the tests.
"""

from __future__ import annotations

from sqlalchemy import Engine

from portal.db.engine import Database

_FIRST: dict[tuple[str, bool, int], Engine] = {}


def share_compiled(database: Database) -> None:
    """Let the engines of `database` use what was compiled for the first like them."""
    for engine, reads in ((database.writer, False), (database.reader, True)):
        # Texts are encrypted by the dialect's keyring: another keyring is another kind.
        kind = (engine.dialect.name, reads, id(database.keyring))
        if kind not in _FIRST:
            engine.connect().close()
            _FIRST[kind] = engine
        engine.dialect = _FIRST[kind].dialect
        engine._compiled_cache = _FIRST[kind]._compiled_cache
