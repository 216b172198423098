"""What the tree over all histories grows by, in the order of its leaves, and its roots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.people import AccessLogRecord
from portal.complaints.records.roots import HistoryRootRecord

_E, _O, _R = HistoryEntryRecord, AccessLogRecord, HistoryRootRecord
_AT_ONCE = 5000
_OPENING = (_O.id, _O.at, _O.user_id, _O.complaint_id, _O.what)

Row = Any


class Fence(Struct, frozen=True):
    """How far rows go: up to these ids all are there once `until` is over.

    On PostgreSQL a row can be committed after one with a higher id. Whoever was about to add a row
    below the fence had begun by the transaction `until`. SQLite has one writer at a time, so that
    ids are committed in their order.
    """

    entry_id: int
    opening_id: int
    until: int | None = None


def fence(session: Session) -> Fence:
    """Return how far entries and openings go now."""
    entry_id, opening_id = (session.scalar(select(func.max(record.id))) or 0 for record in (_E, _O))
    if session.connection().dialect.name == "sqlite":
        return Fence(entry_id, opening_id)
    # After the ids: whatever has one of them has begun.
    until = session.scalar(select(func.pg_snapshot_xmax(func.pg_current_snapshot())))
    return Fence(entry_id, opening_id, int(str(until)))


def is_over(session: Session, fence: Fence) -> bool:
    """Tell whether everything below the fence is there, or will never be."""
    if fence.until is None:
        return True
    oldest = session.scalar(select(func.pg_snapshot_xmin(func.pg_current_snapshot())))
    return int(str(oldest)) >= fence.until


def newest_root(session: Session) -> HistoryRootRecord | None:
    """Return the newest root, if one was made."""
    return session.scalar(select(_R).order_by(_R.id.desc()).limit(1))


def all_roots(session: Session) -> Sequence[HistoryRootRecord]:
    """Return every root, the oldest first."""
    return session.scalars(select(_R).order_by(_R.id)).all()


def entries_between(session: Session, after: int, until: int, at_most: int) -> Sequence[Row]:
    """Return the id, hash and recording of the next entries, in their order."""
    columns = select(_E.id, _E.hash, _E.recorded_at)
    return session.execute(
        columns.where(_E.id > after, _E.id <= until).order_by(_E.id).limit(at_most)
    ).all()


def openings_between(session: Session, after: int, until: int, at_most: int) -> Sequence[Row]:
    """Return the next openings, in their order."""
    columns = select(*_OPENING)
    return session.execute(
        columns.where(_O.id > after, _O.id <= until).order_by(_O.id).limit(at_most)
    ).all()


def every_entry(session: Session) -> Iterator[Row]:
    """Yield the id, hash and recording of every entry, in their order, in constant memory."""
    columns = select(_E.id, _E.hash, _E.recorded_at).order_by(_E.id)
    with session.execute(columns.execution_options(yield_per=_AT_ONCE)) as rows:
        yield from rows


def every_opening(session: Session) -> Iterator[Row]:
    """Yield every opening, in their order, in constant memory."""
    columns = select(*_OPENING).order_by(_O.id)
    with session.execute(columns.execution_options(yield_per=_AT_ONCE)) as rows:
        yield from rows
