"""How many statements something sends to the database."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event

from portal.runtime import Runtime


def counted(runtime: Runtime, do: Callable[[], object]) -> int:
    """Return how many statements `do` sends to the database."""
    sent: list[str] = []

    def note(*args: object) -> None:
        if args[2] != "BEGIN":
            sent.append(str(args[2]))

    event.listen(runtime.database.reader, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(runtime.database.reader, "before_cursor_execute", note)
    return len(sent)
