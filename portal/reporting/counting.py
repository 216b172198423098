"""The counts that every report reads: fed from the history as it grows, or made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.records.release import AgencyReleaseRecord
from portal.domain.figures.cells import Cell, with_wholes
from portal.domain.figures.tallying import COUNTED_KINDS, Happened, Tally, Zones
from portal.reporting import cube as report_cube

SETTLING = timedelta(seconds=10)
AT_ONCE = 5000
_COMPLAINTS_AT_ONCE = 2000
_E = HistoryEntryRecord


def feed(session: Session, most: int = AT_ONCE) -> int:
    """Count up to `most` history entries that are not counted yet; return how many were read.

    On PostgreSQL an entry can be committed after one with a higher id. So only entries older
    than SETTLING are read: by then, those before them are all there.
    """
    mark = report_cube.locked_mark(session)
    new = session.execute(
        select(_E.id, _E.recorded_at).where(_E.id > mark).order_by(_E.id).limit(most)
    ).all()
    settled = _settled(session, new)
    if not settled:
        return 0
    reached = settled[-1]
    touched = select(_E.complaint_id).where(_E.id > mark, _E.id <= reached)
    lives = session.execute(_entries(reached).where(_E.complaint_id.in_(touched)))
    report_cube.add(session, with_wholes(_counted(lives, mark, _zones(session))))
    report_cube.move_mark(session, reached)
    return len(settled)


def rebuild(session: Session) -> int:
    """Count all of the history anew, in place of what was counted; return how many complaints.

    What is younger than SETTLING on PostgreSQL is left for the next feed.
    """
    report_cube.locked_mark(session)
    reached = _last_settled(session)
    last = session.scalar(select(func.max(ComplaintRecord.id))) or 0
    zones, counts, complaints = _zones(session), Counter[Cell](), 0
    for first in range(1, last + 1, _COMPLAINTS_AT_ONCE):
        among = _E.complaint_id.between(first, first + _COMPLAINTS_AT_ONCE - 1)
        lives = session.execute(_entries(reached).where(among)).all()
        _add_up(counts, _counted(lives, 0, zones))
        complaints += len({entry.complaint_id for entry in lives})
    report_cube.replace_all(session, with_wholes(counts))
    report_cube.move_mark(session, reached)
    return complaints


def _entries(reached: int) -> Select[Any]:
    return (
        select(_E.id, _E.complaint_id, _E.kind, _E.at, _E.facts)
        .where(_E.id <= reached, _E.kind.in_(sorted(COUNTED_KINDS)))
        .order_by(_E.complaint_id, _E.seq)
    )


def _counted(entries: Iterable[Row[Any]], mark: int, zones: Zones) -> Counter[Cell]:
    """Live each complaint again, and return what its entries beyond `mark` add."""
    counts = Counter[Cell]()
    for _, life in groupby(entries, key=attrgetter("complaint_id")):
        tally = Tally(zones)
        for entry in life:
            tally.add(Happened(entry.kind, entry.at, entry.facts))
            if entry.id <= mark:
                tally.taken()
        _add_up(counts, tally.taken())
    return counts


def _add_up(counts: Counter[Cell], more: Counter[Cell]) -> None:
    # Not `+=`, which drops what goes below zero.
    counts.update(more)


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
    ids: list[int] = []
    for entry_id, recorded_at in entries:
        if limit is not None and recorded_at > limit:
            break
        ids.append(entry_id)
    return ids


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
