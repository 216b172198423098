"""What the database itself refuses: to change or remove what proves the history.

The triggers are made by a migration. Whoever owns the database can take them away, and so does a
migration that has to; what is taken away and not put back is found here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from portal.db.row_filter import NARROWED

_ADDED_TO = ("history_entry", "access_log")
_GOING_ON = ("complaint", "number_counter", "history_root")
_OWN = {"sqlite": "added", "postgresql": "not_emptied"}
_COUNTED_UP_BY_INSERT = "number_counter_added"
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    ),
}


def missing_guards(connection: Connection) -> list[str]:
    """Return the triggers that should be there and are not, or do nothing, each as one line.

    Of a table that is not there none is missed.
    """
    dialect = connection.dialect.name
    asked = text(_PRESENT[dialect]).execution_options(**{NARROWED: True})
    present = {*connection.execute(asked).scalars()}
    tables = {*inspect(connection).get_table_names()}
    return [
        f"trigger {name} of table {table} is missing"
        for table, name in _expected(_OWN[dialect])
        if table in tables and name not in present and name != _COUNTED_UP_BY_INSERT
    ]


def _expected(own: str) -> Iterator[tuple[str, str]]:
    for table in (*_ADDED_TO, *_GOING_ON):
        changed = "unchanged" if table in _ADDED_TO else "goes_on"
        yield from ((table, f"{table}_{what}") for what in ("kept", changed, own))
