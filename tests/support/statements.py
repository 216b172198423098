"""What something sends to the database, and how many statements those are."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event

from portal.runtime import Runtime


def counted(runtime: Runtime, do: Callable[[], object]) -> int:
    """Return how many statements `do` sends to the database."""
    return len(sent_by(runtime, do))


def sent_by(runtime: Runtime, do: Callable[[], object]) -> list[str]:
    """Return the statements that `do` sends to the database, to read and to write."""
    sent: list[str] = []

    def note(*args: object) -> None:
        if not str(args[2]).startswith("BEGIN"):
            sent.append(str(args[2]))

    database = runtime.database
    # Of one database with two engines each is listened to; those of the other are one.
    engines = {database.writer, database.reader} if database.is_sqlite else {database.writer}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return sent
