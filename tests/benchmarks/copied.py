"""A register of any size: invented lives, copied inside the database until there are enough.

Inventing a million complaints takes most of an hour, copying them minutes. A copy has its own
number and keys, and the same dates, so indexes and searches meet as many rows as in a register
that grew.
Copies break the chains of history: this is to look at pages, nothing else. Their texts are sealed
for their column alone, as before version 0117 of the database: such a text opens in any row.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, LargeBinary, Table, func, select, text, type_coerce

from portal.app import FEATURES
from portal.complaints.records.complaint import (
    ClockRecord,
    ComplaintRecord,
    EscalationRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import HistoryEntryRecord, MessageRecord
from portal.db.base import Base
from portal.db.engine import Database
from portal.db.sealing import sealed_columns
from portal.keyring import Keyring, load_keyring
from tests.benchmarks.copied_search import copy_texts

INVENTED = 20_000
_OF_A_LIFE = (PersonRecord, IssueRecord, ClockRecord, HistoryEntryRecord, EscalationRecord)


def copy_until(address: str, keys: Path, size: int) -> None:
    """Copy the last `INVENTED` complaints of this database until it holds about `size`.

    What is copied is sealed anew once, so that it opens in its copies, and the index to search by.
    """
    database = Database(address, load_keyring(keys), FEATURES.row_rules)
    with database.writer.begin() as connection:
        shifts = {table: _last_id(connection, table) for table in _tables()}
        last = shifts["complaint"]
        for table in _tables().values():
            _let_open_in_copies(connection, table, last)
    for turn in range(1, size // INVENTED):
        with database.writer.begin() as connection:
            for statement in _copying(shifts, turn, last):
                connection.execute(text(statement))
    copied = range(last - INVENTED + 1, last + 1)
    copy_texts(database, size // INVENTED, copied, last)
    if not database.is_sqlite:
        with database.writer.begin() as connection:
            connection.execute(text("ANALYZE"))  # which it does by itself, a little later
    database.close()


def _tables() -> dict[str, Table]:
    models: tuple[type[Base], ...] = (ComplaintRecord, *_OF_A_LIFE, MessageRecord)
    return {model.__tablename__: cast("Table", model.__table__) for model in models}


def _last_id(connection: Connection, table: str) -> int:
    column = _tables()[table].c.id
    return int(connection.scalar(select(func.max(column))) or 0)


def _let_open_in_copies(connection: Connection, table: Table, last: int) -> None:
    """Seal the texts of what will be copied for their column, and no longer for their row."""
    keyring: Keyring = connection.dialect.keyring  # type: ignore[attr-defined]
    owner = table.c.id if table.name == "complaint" else table.c.complaint_id
    is_copied = owner.between(last - INVENTED + 1, last)
    for name, type_ in sealed_columns(table).items():
        opened = keyring.opener_in_rows(type_.context)
        kept = type_coerce(table.c[name], LargeBinary)
        texts = select(table.c.id, kept).where(is_copied, table.c[name].is_not(None))
        sealed = [
            {"row": id_, "sealed": keyring.seal(opened(written, str(id_).encode()), type_.context)}
            for id_, written in connection.execute(texts)
        ]
        anew = f"UPDATE {table.name} SET {name} = :sealed WHERE id = :row"
        if sealed:
            connection.execute(text(anew), sealed)


def _copying(shifts: dict[str, int], turn: int, last: int) -> Iterator[str]:
    """Give the statements that copy every life once more."""
    for name, table in _tables().items():
        owner = "id" if name == "complaint" else "complaint_id"
        copied = {one.name: _copied(name, one.name, shifts, turn) for one in table.columns}
        yield _insertion(name, copied, owner, last)


def _insertion(table: str, copied: dict[str, str], owner: str, last: int) -> str:
    return (
        f"INSERT INTO {table} ({', '.join(copied)}) SELECT {', '.join(copied.values())}"
        f" FROM {table} WHERE {owner} > {last - INVENTED} AND {owner} <= {last}"
    )


def _copied(table: str, column: str, shifts: dict[str, int], turn: int) -> str:
    of = {"id": table, "complaint_id": "complaint", "clock_id": "clock"}.get(column)
    if of is not None:
        return f"{column} + {turn * shifts[of]}"
    if (table, column) == ("complaint", "number"):
        rank = f"CAST(substr(number, 6) AS integer) + {turn * INVENTED * 10}"
        return f"substr(number, 1, 5) || CAST({rank} AS varchar(10))"
    # What a reader's browser may send only once: a copy was sent by nobody.
    return "NULL" if column == "once" else column
