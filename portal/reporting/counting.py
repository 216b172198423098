"""The counts that every report reads: a cube fed from the history as it grows, or made anew.

Its cells go up and down, and a mark says how far the history is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby, takewhile
from operator import attrgetter
from typing import Any, cast
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import Insert, Row, Select, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.complaints.features import Feature
from portal.complaints.queries.public_marks import COUNTED, mark_of, move_mark
from portal.complaints.records.complaint import AgencyReleaseRecord, ComplaintRecord
from portal.complaints.records.message import (
    HistoryEntryRecord,
    ReportCountRecord,
    ReportMarkRecord,
)
from portal.domain.figures.cells import Cell, Zones, with_wholes
from portal.domain.figures.counted import Happened
from portal.domain.figures.tallying import COUNTED_KINDS, Tally
from portal.reporting.versions import NOTE_VERSION

SETTLING = timedelta(seconds=10)
AT_ONCE = 5000
_COMPLAINTS_AT_ONCE = 2000
_E = HistoryEntryRecord
_REBUILT = "rebuilt"
_CUBE, _MARK = (cast("Table", record.__table__) for record in (ReportCountRecord, ReportMarkRecord))
_FIRST_MARK = {
    name: build(_MARK).values(name=COUNTED, entry_id=0).on_conflict_do_nothing()
    for name, build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_LOCK_MARK = select(_MARK.c.entry_id).where(_MARK.c.name == COUNTED).with_for_update()
_SET_MARK = update(_MARK).where(_MARK.c.name == COUNTED).values(entry_id=bindparam("reached"))


def _up_by(adding: sqlite.Insert | postgresql.Insert) -> Insert:
    return adding.on_conflict_do_update(
        index_elements=list(_CUBE.primary_key), set_={"n": _CUBE.c.n + adding.excluded.n}
    )


FEATURE = Feature(
    name="reporting",
    public_marks=(mark_of(COUNTED), mark_of(_REBUILT)),
    jobs=(NOTE_VERSION,),
)
"""What the kernel has to know of the counts: when they move."""
_ADD = {
    "sqlite": _up_by(sqlite.insert(_CUBE)),
    "postgresql": _up_by(postgresql.insert(_CUBE)),
}


def feed(session: Session, most: int = AT_ONCE) -> int:
    """Count up to `most` history entries that are not counted yet; return how many were read.

    On PostgreSQL an entry can be committed after one with a higher id. So only entries older
    than SETTLING are read: by then, those before them are all there.
    """
    mark = locked_mark(session)
    new = session.execute(
        select(_E.id, _E.recorded_at).where(_E.id > mark).order_by(_E.id).limit(most)
    ).all()
    settled = _settled(session, new)
    if not settled:
        return 0
    reached = settled[-1]
    touched = select(_E.complaint_id).where(_E.id > mark, _E.id <= reached)
    lives = session.execute(_entries(reached).where(_E.complaint_id.in_(touched)))
    _add(session, with_wholes(_counted(lives, mark, _zones(session))))
    _move_mark(session, reached)
    return len(settled)


def rebuild(session: Session) -> int:
    """Count all of the history anew at once, where nobody waits; return how many complaints."""
    recount, slices = begin_recount(session)
    for complaints in slices:
        recount_some(session, recount, complaints)
    put_in_place(session, recount)
    return recount.complaints


class Recount(Struct):
    """The history counted anew up to an entry: found out slice by slice, then put in place."""

    reached: int
    counts: Counter[Cell]
    complaints: int = 0


def begin_recount(session: Session) -> tuple[Recount, list[range]]:
    """Return a count of nothing yet, and the slices of complaints by which it is made.

    What is younger than SETTLING on PostgreSQL is left for the next feed.
    """
    last = session.scalar(select(func.max(ComplaintRecord.id))) or 0
    firsts = range(1, last + 1, _COMPLAINTS_AT_ONCE)
    slices = [range(first, first + _COMPLAINTS_AT_ONCE) for first in firsts]
    return Recount(_last_settled(session), Counter[Cell]()), slices


def recount_some(session: Session, recount: Recount, complaints: range) -> None:
    """Count the history of some complaints; nothing is locked, for a history only grows."""
    among = _E.complaint_id.between(complaints[0], complaints[-1])
    lives = session.execute(_entries(recount.reached).where(among)).all()
    recount.counts.update(_counted(lives, 0, _zones(session)))
    recount.complaints += len({entry.complaint_id for entry in lives})


def put_in_place(session: Session, recount: Recount) -> None:
    """Let what was counted anew take the place of what was counted before.

    What was counted meanwhile beyond it is counted again by the next feeds.
    """
    locked_mark(session)
    session.connection().execute(delete(_CUBE))
    _add(session, with_wholes(recount.counts))
    _move_mark(session, recount.reached)
    # As many entries may be counted as before, and otherwise.
    move_mark(session, _REBUILT)


def locked_mark(session: Session) -> int:
    """Return the last history entry that is counted, held so that nobody counts it twice."""
    connection = session.connection()
    held = connection.execute(_LOCK_MARK).scalar()
    if held is None:
        connection.execute(_FIRST_MARK[connection.dialect.name])
        held = connection.execute(_LOCK_MARK).scalar_one()
    return int(held)


def _move_mark(session: Session, entry_id: int) -> None:
    """Say up to which history entry everything is counted."""
    session.connection().execute(_SET_MARK, {"reached": entry_id})


def _add(session: Session, counts: Mapping[Cell, int]) -> None:
    """Add to the cells of the cube; one that comes down to nothing leaves it."""
    rows = [{**cell._asdict(), "n": n} for cell, n in sorted(counts.items()) if n]
    if not rows:
        return
    connection = session.connection()
    connection.execute(_ADD[connection.dialect.name], rows)
    if any(row["n"] < 0 for row in rows):
        connection.execute(delete(_CUBE).where(_CUBE.c.n == 0))


def _entries(reached: int) -> Select[Any]:
    return (
        select(_E.id, _E.complaint_id, _E.kind, _E.at, _E.facts, _E.user_id)
        .where(_E.id <= reached, _E.kind.in_(sorted(COUNTED_KINDS)))
        .order_by(_E.complaint_id, _E.seq)
    )


def _counted(entries: Iterable[Row[Any]], mark: int, zones: Zones) -> Counter[Cell]:
    """Live each complaint again, and return what its entries beyond `mark` add."""
    counts = Counter[Cell]()
    for _, life in groupby(entries, key=attrgetter("complaint_id")):
        tally = Tally(zones)
        for entry in life:
            tally.add(Happened(entry.kind, entry.at, entry.facts, entry.user_id))
            if entry.id <= mark:
                tally.taken()
        # Not `+=`, which drops what goes below zero.
        counts.update(tally.taken())
    return counts


def _zones(session: Session) -> Zones:
    zone = AgencyReleaseRecord.settings["calendar"]["timezone"].as_string()

    @cache
    def zone_of(release_id: int) -> ZoneInfo:
        zone_name = session.scalar(select(zone).where(AgencyReleaseRecord.id == release_id))
        return ZoneInfo(str(zone_name))

    return zone_of


def _settled(session: Session, entries: Iterable[Row[int, datetime]]) -> list[int]:
    """Return the ids before the first entry that may still be followed by a lower one."""
    limit = _settled_before(session)
    settled = takewhile(lambda entry: limit is None or entry.recorded_at <= limit, entries)
    return [entry.id for entry in settled]


def _last_settled(session: Session) -> int:
    limit = _settled_before(session)
    if limit is not None:
        young = session.scalar(select(func.min(_E.id)).where(_E.recorded_at > limit))
        if young is not None:
            return young - 1
    return session.scalar(select(func.max(_E.id))) or 0


def _settled_before(session: Session) -> datetime | None:
    """Return the moment before which entries are settled; None where they come in order.

    SQLite has one writer at a time, so ids are committed in their order.
    """
    if session.connection().dialect.name == "sqlite":
        return None
    return datetime.now(UTC) - SETTLING
