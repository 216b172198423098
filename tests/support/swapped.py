"""What somebody does who has the database and no keys: sealed texts are put into other rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, text


def swap(connection: Connection, column: Column[Any], one: object, other: object) -> None:
    """Swap what two rows keep in a column."""
    table, name = column.table.name, column.key
    kept = {
        id_: connection.scalar(text(f"SELECT {name} FROM {table} WHERE id = :id"), {"id": id_})
        for id_ in (one, other)
    }
    for here, there in ((one, other), (other, one)):
        moved = text(f"UPDATE {table} SET {name} = :kept WHERE id = :id")
        connection.execute(moved, {"kept": kept[there], "id": here})
