"""Texts that were sealed before they were bound to their rows are sealed anew: some at a time.

A migration says of which tables. Until it is done, and of a copy of the database from before, such
a text opens in any row of its column.
"""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    delete,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, SealedText
from portal.db.sealing import sealed_columns
from portal.keyring import Keyring, UnknownKeyError, is_bound

AT_ONCE = 100
"""How many rows are looked at in one transaction: nobody else writes meanwhile on SQLite."""


class RebindingRecord(Base):
    """A table whose texts are still to be bound to their rows, after the row `reached`."""

    __tablename__ = "rebinding"

    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    reached: Mapped[str] = mapped_column(String(40))


_R = RebindingRecord.__table__.c
_WAITING = select(_R.place, _R.reached).order_by(_R.place).limit(1)
_HELD = _WAITING.with_for_update(skip_locked=True)


def is_rebinding(connection: Connection) -> bool:
    """Tell whether there is a table of which not every text is bound to its row."""
    return connection.execute(_WAITING).first() is not None


def bind_some(connection: Connection, most: int = AT_ONCE) -> int:
    """Bind the texts of the next rows to them; return how many rows were looked at.

    A text that does not open stays as it is: it is told of where somebody reads it.
    """
    waiting = connection.execute(_HELD).first()
    if waiting is None:
        return 0
    table = Base.metadata.tables[waiting.place]
    rows = _next_rows(connection, table, waiting.reached, most)
    for row in rows:
        _bind(connection, table, row)
    own = RebindingRecord.__table__.c.place == table.name
    if len(rows) < most:
        connection.execute(delete(RebindingRecord).where(own))
    else:
        connection.execute(update(RebindingRecord).where(own).values(reached=str(rows[-1].id)))
    return max(1, len(rows))


def _next_rows(
    connection: Connection, table: Table, reached: str, most: int
) -> list[Row[*tuple[Any, ...]]]:
    key: Column[Any] = table.c.id
    raw = (_raw(table.c[name]).label(name) for name in sealed_columns(table))
    statement = select(key, *raw).order_by(key).limit(most)
    if reached:
        statement = statement.where(key > key.type.python_type(reached))
    return [*connection.execute(statement)]


def _bind(connection: Connection, table: Table, row: Row[*tuple[Any, ...]]) -> None:
    """Seal the texts of a row for it, each unless somebody wrote another meanwhile."""
    keyring: Keyring = connection.dialect.keyring  # type: ignore[attr-defined]
    for name, type_ in sealed_columns(table).items():
        bound = _bound(keyring, type_, getattr(row, name), row.id)
        if bound is not None:
            column = table.c[name]
            same = (table.c.id == row.id, _raw(column) == bindparam("kept", type_=LargeBinary))
            anew = update(table).where(*same).values({column: type_coerce(bound, LargeBinary)})
            connection.execute(anew, {"kept": getattr(row, name)})


def _bound(keyring: Keyring, type_: SealedText, kept: bytes | None, row: object) -> bytes | None:
    """Return a text as it is sealed for its row; None where nothing is to be done."""
    if kept is None or is_bound(kept):
        return None
    try:
        plain = keyring.open(kept, type_.context)
    except (InvalidTag, UnknownKeyError):
        return None
    return keyring.seal_in_row(plain, type_.context, str(row).encode())


def _raw(column: Column[Any]) -> Any:
    return type_coerce(column, LargeBinary)
