"""Whether a row can still come in with a lower id than one that is there already.

On PostgreSQL ids are taken before they are committed, in another order. Whoever has taken one of a
table holds its sequence until the end of their transaction: those who do now are waited for, and
nobody else is. SQLite has one writer at a time, so ids are committed in their order.
"""

from __future__ import annotations

import time

from sqlalchemy import Connection, Table, text

PATIENCE = 1.0
_LOOKED_EVERY = 0.02
_HOLDERS = text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND relation = CAST(CAST(pg_get_serial_sequence(:name, 'id') AS regclass) AS oid)"
    " AND pid <> pg_backend_pid()"
)


def are_settled(connection: Connection, table: Table, patience: float = PATIENCE) -> bool:
    """Tell whether all ids that were taken by now are committed or given up.

    Those who still may are waited for, for `patience` seconds at most. What is read by a statement
    after this, in a transaction that reads what is committed, has every row up to the last that was
    seen before it.
    """
    if connection.dialect.name == "sqlite":
        return True
    until = time.monotonic() + patience
    awaited = _holders(connection, table)
    while awaited and time.monotonic() < until:
        time.sleep(_LOOKED_EVERY)
        awaited &= _holders(connection, table)
    return not awaited


def _holders(connection: Connection, table: Table) -> set[str]:
    return set(connection.execute(_HOLDERS, {"name": table.name}).scalars())
