"""The lives of complaints as the history has them, slice by slice: nothing is held at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.history import EntryKind, moment_text
from portal.reporting.vintages.lives import TOLD, Life, Move

_E = HistoryEntryRecord
_AT_ONCE = 2000


def lives_in(
    session: Session, name_of: Callable[[int], str], reached: int, months: Collection[str]
) -> Iterator[Life]:
    """Yield each complaint that a quarter counts, slice by slice of the history."""
    return filter(partial(_counts_in, months), _lives(session, name_of, reached))


def lives_between(
    session: Session,
    name_of: Callable[[int], str],
    reached: int,
    months: Collection[str],
    ids: tuple[int, int],
) -> Iterator[Life]:
    """Yield those of the complaints with an id from one to another that a quarter counts."""
    lives = _slice(session, name_of, reached, _zones(session), *ids)
    return filter(partial(_counts_in, months), lives)


def ended_lives(session: Session, reached: int, first: date, last: date) -> Iterator[Life]:
    """Yield each complaint that was closed from a day to a day, or nearly so, without a number."""
    ended = (_E.kind == EntryKind.CLOSED.value, _E.at >= _around(first, -1))
    return _lives(session, lambda _: "", reached, *ended, _E.at < _around(last, 2))


def _lives(
    session: Session, name_of: Callable[[int], str], reached: int, *among: Any
) -> Iterator[Life]:
    """Yield the complaints of which an entry is `among` some, else all."""
    zones = _zones(session)
    last = session.scalar(select(func.max(_E.complaint_id))) or 0
    for first in range(1, last + 1, _AT_ONCE):
        yield from _slice(session, name_of, reached, zones, first, first + _AT_ONCE - 1, *among)


def _slice(
    session: Session,
    name_of: Callable[[int], str],
    reached: int,
    zones: Mapping[int, str],
    first: int,
    last: int,
    *among: Any,
) -> Iterator[Life]:
    slice_ = _E.complaint_id.between(first, last)
    chosen = [_E.complaint_id.in_(select(_E.complaint_id).where(slice_, *among))]
    entries = session.execute(
        select(_E.complaint_id, _E.kind, _E.at, _E.facts)
        .where(_E.id <= reached, slice_, *(chosen if among else ()))
        .where(_E.kind.in_(sorted(TOLD)))
        .order_by(_E.complaint_id, _E.seq)
    )
    for complaint_id, moves in groupby(entries, key=attrgetter("complaint_id")):
        yield Life(name_of(complaint_id), tuple(_move(entry, zones) for entry in moves))


def _counts_in(months: Collection[str], life: Life) -> bool:
    return any(cell.month in months for cell, n in life.cells().items() if n)


def _around(day: date, days: int) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(), UTC)


def _move(entry: Any, zones: Mapping[int, str]) -> Move:
    facts = {name: entry.facts[name] for name in TOLD[entry.kind] if name in entry.facts}
    if "release" in facts:
        facts["release"] = zones[facts["release"]]
    return Move(entry.kind, moment_text(entry.at), facts)


def _zones(session: Session) -> dict[int, str]:
    """Return on which clocks each release counts: all that is told of it."""
    zone = AgencyReleaseRecord.settings["calendar"]["timezone"].as_string()
    return {id_: str(name) for id_, name in session.execute(select(AgencyReleaseRecord.id, zone))}
