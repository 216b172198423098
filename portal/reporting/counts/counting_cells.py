"""What history entries add to the counts: read in bulk, lived again, written in bulk.

The cube says how many there are, and beside it stands of which complaints, where a count leads to
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, cast
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.complaints.queries.public_marks import COUNTED, GENERATION, mark_of
from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.complaints.records.counted import CountedComplaintRecord
from portal.complaints.records.message import (
    HistoryEntryRecord,
    ReportCountRecord,
    ReportMarkRecord,
)
from portal.db import driver
from portal.db.earlier_ids import are_settled
from portal.domain.figures.cells import Cell, Zones, with_wholes
from portal.domain.figures.counted import Happened
from portal.domain.figures.leading import LEADING
from portal.domain.figures.tallying import COUNTED_KINDS, Tally

_E = HistoryEntryRecord
CUBE, COMPLAINTS, _MARK, _ENTRIES = (
    cast("Table", record.__table__)
    for record in (ReportCountRecord, CountedComplaintRecord, ReportMarkRecord, HistoryEntryRecord)
)
_FIRST_MARK = {
    name: build(_MARK).values(name=COUNTED, entry_id=0).on_conflict_do_nothing()
    for name, build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_LOCK_MARK = select(_MARK.c.entry_id).where(_MARK.c.name == COUNTED).with_for_update()
_SET_MARK = update(_MARK).where(_MARK.c.name == COUNTED).values(entry_id=bindparam("reached"))
_IN_FORCE = select(mark_of(GENERATION))

Entry = tuple[Any, ...]
"""A complaint, and what is counted of one of its entries: id, kind, moment, facts and person."""

_KINDS = ", ".join(f"'{kind}'" for kind in sorted(COUNTED_KINDS))
_READ = (
    "SELECT complaint_id, id, kind, at, facts, user_id FROM history_entry"  # noqa: S608  # all ours
    f" WHERE complaint_id {{0}} AND id <= {{1}} AND kind IN ({_KINDS}) ORDER BY complaint_id, seq"
)
_BETWEEN = "BETWEEN {0} AND {1}"
_TOUCHED = "IN (SELECT complaint_id FROM history_entry WHERE id > {0} AND id <= {1})"

_SEPARATOR = "\x1f"
_NUMBERS = {"n": "integer", "bucket": "integer", "complaint_id": "bigint"}


class _Adding:
    """What adds to rows of counts of one table, and takes away those that came down to nothing."""

    def __init__(self, table: Table, key: Sequence[str]) -> None:
        into = f"INSERT INTO {table.name} (generation, n, {', '.join(key)})"
        up = (
            f" ON CONFLICT ({', '.join(column.name for column in table.primary_key)})"
            f" DO UPDATE SET n = {table.name}.n + excluded.n"
        )
        # What stands before the first separator is no value: an array of one empty text is none.
        columns = ", ".join(
            f"(string_to_array(%s, E'\\x1f'))[2:]::{_NUMBERS.get(name, 'text')}[]"
            for name in ("n", *key)
        )
        of_row = " AND ".join(f"{name} = ?" for name in ("generation", *key))
        self.on_sqlite = f"{into} VALUES (?, ?, {', '.join('?' * len(key))}){up}"
        self.on_postgresql = f"{into} SELECT %s, * FROM unnest({columns}){up}"  # noqa: S608
        self.emptying = f"DELETE FROM {table.name} WHERE n = 0 AND {of_row}"  # noqa: S608


_CELLS = _Adding(CUBE, Cell._fields)
_OF_COMPLAINTS = _Adding(COMPLAINTS, ("complaint_id", *Cell._fields))


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted: how much in each cell, and of which complaints where a cell leads there."""

    cells: Counter[Cell] = field(default_factory=Counter)
    complaints: list[tuple[int, Cell, int]] = field(default_factory=list)

    def add(self, complaint: int, counted: Mapping[Cell, int]) -> None:
        """Add what was counted of a complaint."""
        # Not `+=`, which drops what goes below zero.
        self.cells.update(counted)
        self.complaints.extend(
            (complaint, cell, n) for cell, n in counted.items() if n and cell.measure in LEADING
        )


def locked_mark(session: Session) -> int:
    """Return the last history entry that is counted, held so that nobody counts it twice."""
    connection = session.connection()
    held = connection.execute(_LOCK_MARK).scalar()
    if held is None:
        connection.execute(_FIRST_MARK[connection.dialect.name])
        held = connection.execute(_LOCK_MARK).scalar_one()
    return int(held)


def set_mark(session: Session, entry_id: int) -> None:
    """Say up to which history entry everything is counted."""
    session.connection().execute(_SET_MARK, {"reached": entry_id})


def generation_in_force(session: Session) -> int:
    """Return which generation of the counts is in force."""
    return int(session.connection().execute(_IN_FORCE).scalar_one())


def last_settled(session: Session, beyond: int) -> int:
    """Return the last history entry before which none can come in; `beyond` if that is not sure."""
    last = int(session.scalar(select(func.max(_E.id))) or 0)
    return last if last > beyond and are_settled(session.connection(), _ENTRIES) else beyond


def count_beyond(
    session: Session, mark: int, last: int, generation: int, most: int
) -> tuple[int, int]:
    """Count entries beyond a mark, up to `last` and `most` at once, in a generation of the counts.

    Return up to where everything is counted by now, and how many entries were read.
    """
    found = select(_E.id).where(_E.id > mark, _E.id <= last).order_by(_E.id).limit(most)
    new = session.scalars(found).all()
    if not new:
        return mark, 0
    reached, connection = new[-1], session.connection()
    lives = _read(connection, _TOUCHED.format(mark, reached), reached)
    counts = tallied(lives, zones_of(connection, {}), mark)
    add_cells(connection, generation, with_wholes(counts.cells))
    add_complaints(connection, generation, counts.complaints)
    return reached, len(new)


def lives_between(connection: Connection, first: int, last: int, reached: int) -> Iterator[Entry]:
    """Yield what is counted of complaints with ids from first to last, up to a history entry."""
    return _read(connection, _BETWEEN.format(first, last), reached)


def _read(connection: Connection, which: str, reached: int) -> Iterator[Entry]:
    # By the driver's own rows: of a million complaints these are ten millions.
    rows = driver.rows(connection, _READ.format(which, reached), ())
    return map(_of_text, rows) if connection.dialect.name == "sqlite" else iter(rows)


def _of_text(row: Entry) -> Entry:
    complaint, id_, kind, at, facts, person = row
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return complaint, id_, kind, moment, orjson.loads(facts), person


def tallied(lives: Iterable[Entry], zones: Zones, mark: int = 0) -> Counts:
    """Live each complaint again, and return what its entries beyond `mark` add."""
    counts = Counts()
    for complaint, life in groupby(lives, key=itemgetter(0)):
        tally = Tally(zones)
        for _complaint, id_, *entry in life:
            tally.add(Happened(*entry))
            if id_ <= mark:
                tally.taken()
        counts.add(complaint, tally.taken())
    return counts


def zones_of(connection: Connection, known: dict[int, ZoneInfo]) -> Zones:
    """Return what tells the time zone of an agency's release; what is looked up gets `known`."""
    zone = AgencyReleaseRecord.settings["calendar"]["timezone"].as_string()

    def zone_of(release_id: int) -> ZoneInfo:
        if release_id not in known:
            asked = select(zone).where(AgencyReleaseRecord.id == release_id)
            known[release_id] = ZoneInfo(str(connection.execute(asked).scalar()))
        return known[release_id]

    return zone_of


def add_cells(connection: Connection, generation: int, counts: Mapping[Cell, int]) -> None:
    """Add to cells of the cube; one that comes down to nothing leaves it."""
    _add(connection, generation, _CELLS, [(n, *cell) for cell, n in counts.items() if n])


def add_complaints(
    connection: Connection, generation: int, counted: Iterable[tuple[int, Cell, int]]
) -> None:
    """Add to what is kept complaint by complaint; what comes down to nothing leaves it."""
    rows = [(n, complaint, *cell) for complaint, cell, n in counted]
    _add(connection, generation, _OF_COMPLAINTS, rows)


def _add(
    connection: Connection, generation: int, adding: _Adding, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add rows: first how much, then the key."""
    if not rows:
        return
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        driver.execute_many(connection, adding.on_sqlite, [(generation, *row) for row in rows])
    else:
        _add_to_postgresql(connection, generation, adding, rows)
    down = [(generation, *key) for n, *key in rows if n < 0]
    if down:
        emptied = adding.emptying if is_sqlite else adding.emptying.replace("?", "%s")
        driver.execute_many(connection, emptied, down)


def _add_to_postgresql(
    connection: Connection, generation: int, adding: _Adding, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Send each column as one text: the driver takes three times as long to write lists."""
    told = (_SEPARATOR.join(("", *map(str, column))) for column in zip(*rows, strict=True))
    driver.execute(connection, adding.on_postgresql, (generation, *told)).close()
