"""What history entries add to the cube of counts: read in bulk, lived again, written in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from portal.complaints.records.message import (
    HistoryEntryRecord,
    ReportCountRecord,
    ReportMarkRecord,
)
from portal.db import driver
from portal.db.earlier_ids import are_settled
from portal.domain.figures.cells import Cell, Zones, with_wholes
from portal.domain.figures.counted import Happened
from portal.domain.figures.tallying import COUNTED_KINDS, Tally

_E = HistoryEntryRecord
CUBE, _MARK, _ENTRIES = (
    cast("Table", record.__table__)
    for record in (ReportCountRecord, ReportMarkRecord, HistoryEntryRecord)
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

_KEY = Cell._fields
_UP = (
    f" ON CONFLICT ({', '.join(column.name for column in CUBE.primary_key)})"
    " DO UPDATE SET n = report_count.n + excluded.n"
)
_INTO = f"INSERT INTO report_count (generation, n, {', '.join(_KEY)})"
_ADD_SQLITE = f"{_INTO} VALUES (?, ?, {', '.join('?' * len(_KEY))}){_UP}"
_SEPARATOR = "\x1f"
# What stands before the first separator is no value: an array of one empty text would be none.
_COLUMNS = ", ".join(
    f"(string_to_array(%s, E'\\x1f'))[2:]::{'integer' if name in {'n', 'bucket'} else 'text'}[]"
    for name in ("n", *_KEY)
)
_ADD_POSTGRESQL = f"{_INTO} SELECT %s, * FROM unnest({_COLUMNS}){_UP}"  # noqa: S608
_OF_CELL = " AND ".join(f"{name} = ?" for name in ("generation", *_KEY))
_EMPTY_SQLITE = f"DELETE FROM report_count WHERE n = 0 AND {_OF_CELL}"  # noqa: S608
_EMPTY_POSTGRESQL = _EMPTY_SQLITE.replace("?", "%s")


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
    counts = with_wholes(tallied(lives, zones_of(connection, {}), mark))
    add_cells(connection, generation, counts)
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


def tallied(lives: Iterable[Entry], zones: Zones, mark: int = 0) -> Counter[Cell]:
    """Live each complaint again, and return what its entries beyond `mark` add."""
    counts = Counter[Cell]()
    for _, life in groupby(lives, key=itemgetter(0)):
        tally = Tally(zones)
        for _complaint, id_, *entry in life:
            tally.add(Happened(*entry))
            if id_ <= mark:
                tally.taken()
        # Not `+=`, which drops what goes below zero.
        counts.update(tally.taken())
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
    cells = [(cell, n) for cell, n in counts.items() if n]
    if not cells:
        return
    is_sqlite = connection.dialect.name == "sqlite"
    (_add_to_sqlite if is_sqlite else _add_to_postgresql)(connection, generation, cells)
    down = [(generation, *cell) for cell, n in cells if n < 0]
    if down:
        emptied = _EMPTY_SQLITE if is_sqlite else _EMPTY_POSTGRESQL
        driver.execute_many(connection, emptied, down)


def _add_to_sqlite(
    connection: Connection, generation: int, cells: Sequence[tuple[Cell, int]]
) -> None:
    driver.execute_many(connection, _ADD_SQLITE, [(generation, n, *cell) for cell, n in cells])


def _add_to_postgresql(
    connection: Connection, generation: int, cells: Sequence[tuple[Cell, int]]
) -> None:
    """Send each column as one text: the driver takes three times as long to write lists."""
    columns = zip(*((n, *cell) for cell, n in cells), strict=True)
    told = (_SEPARATOR.join(("", *map(str, column))) for column in columns)
    driver.execute(connection, _ADD_POSTGRESQL, (generation, *told)).close()
