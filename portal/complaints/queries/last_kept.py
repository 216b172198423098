"""How far what is kept goes: its last entry, the last number of each year, and its newest root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from msgspec import Struct
from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.complaints.records.complaint import CounterRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.roots import HistoryRootRecord
from portal.db.direct import Direct

_COUNTER = cast("Table", CounterRecord.__table__)
_R = HistoryRootRecord
_LAST_ENTRY = Direct(select(func.max(HistoryEntryRecord.id)))
_LAST_NUMBERS = Direct(select(_COUNTER.c.year, _COUNTER.c.last))
_NEWEST_ROOT = Direct(select(_R.entries, _R.root).order_by(_R.id.desc()).limit(1))
_ROOTS_OVER = Direct(select(_R.root).where(_R.entries == bindparam("entries")))
_RAISED = {
    name: Direct(
        build(_COUNTER)
        .values(year=bindparam("of_year"), last=bindparam("to"))
        .on_conflict_do_update(
            index_elements=["year"],
            set_={"last": bindparam("to")},
            where=_COUNTER.c.last < bindparam("to"),
        )
        .returning(_COUNTER.c.last)
    )
    for name, build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


class Extent(Struct, frozen=True):
    """The id of the last entry, the last number of each year, and how much the newest root covers.

    `root` is that root; none covers 0 entries.
    """

    entry: int = 0
    numbers: Mapping[int, int] = {}
    covered: int = 0
    root: str = ""


def extent(connection: Connection) -> Extent:
    """Return how far what is kept goes."""
    [(entry,)] = _LAST_ENTRY.rows(connection)
    numbers: dict[int, int] = dict(_LAST_NUMBERS.rows(connection))
    covered, root = _NEWEST_ROOT.first(connection) or (0, "")
    return Extent(entry or 0, numbers, covered, root)


def has_other_root(connection: Connection, covered: int, root: str) -> bool:
    """Tell whether a root that covers so many entries is another than this one."""
    found = {each for (each,) in _ROOTS_OVER.rows(connection, entries=covered)}
    return bool(found) and root not in found


def go_on_after(connection: Connection, numbers: Mapping[int, int]) -> None:
    """Let the numbers of each year go on after one that was given, if they are not beyond it."""
    raised = _RAISED[connection.dialect.name]
    for year, last in numbers.items():
        raised.rows(connection, of_year=year, to=last)
