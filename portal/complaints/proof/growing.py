"""The tree over all histories grows by what was stored since, and its root is signed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.queries import roots
from portal.complaints.queries.roots import Fence
from portal.complaints.records.roots import HistoryRootRecord
from portal.db.engine import Database
from portal.db.taking_turns import take_turns
from portal.domain.actor import PORTAL
from portal.domain.history import GENESIS
from portal.domain.history_tree import Frontier, Root, opening_hash
from portal.keyring import Keyring

AT_ONCE = 10_000
"""How many entries and openings are covered in one run."""
_SETTLING = 2.0
_PATIENCE = 30.0


class Office(Protocol):
    """The means of growing: where it is stored, and what signs it."""

    database: Database
    keyring: Keyring


class BusyError(Exception):
    """Something has been about to be stored for so long that the tree does not grow past it."""


class _Run(Struct, frozen=True):
    """What one run covered, and whether that was all that was there."""

    size: int = 0
    is_all: bool = False


class _Seen(Struct, frozen=True):
    """A fence, and when it was put up, by the calendar and by a clock that nobody sets."""

    fence: Fence
    at: datetime
    since: float


class Tree:
    """Lets the tree grow, again and again; it remembers between two runs how far rows went.

    On PostgreSQL what is covered is what was there at the run before, so that nothing is
    overtaken by what was begun earlier.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._seen: _Seen | None = None

    def grow(self) -> int:
        """Cover what was stored since the root was last signed; return how much of it was."""
        return self._grow().size

    def grow_now(self) -> None:
        """Cover all that is stored by now.

        Raise BusyError where something has been about to be stored all the while.
        """
        self._seen, asked = None, time.monotonic()
        while not self._grow().is_all:
            if time.monotonic() - asked > _PATIENCE:
                raise BusyError
            time.sleep(_SETTLING / 20)

    def _grow(self) -> _Run:
        database = self._office.database
        with database.reading(PORTAL) as session:
            seen = self._seen = self._seen or _look(session)
            if not _is_settled(session, seen):
                return _Run()
            self._seen = None if database.is_sqlite else _look(session)
            before = roots.newest_root(session)
            step = _step(session, before, seen)
        is_kept = bool(step.size) and self._keep(before, step)
        return _Run(step.size if is_kept else 0, is_all=step.is_all)

    def _keep(self, before: HistoryRootRecord | None, step: _Step) -> bool:
        """Sign and store the grown tree, unless another worker did so meanwhile."""
        signature = self._office.keyring.sign(step.told.message)
        with self._office.database.transaction(PORTAL) as session:
            take_turns(session.connection(), "history root")
            newest = roots.newest_root(session)
            if _covered(newest) != _covered(before):
                return False
            if newest is None or not _is_same_hour(newest.at, step.told.at):
                newest = HistoryRootRecord()
                session.add(newest)
            step.write(newest, signature)
        return True


class _Step(Struct, frozen=True):
    """By how much the tree grows, and what it is then."""

    told: Root
    tree: Frontier
    last_entry_id: int
    last_opening_id: int
    size: int
    is_all: bool

    def write(self, record: HistoryRootRecord, signature: bytes) -> None:
        told = self.told
        record.at, record.entries, record.root = told.at, told.entries, told.root
        record.openings, record.openings_hash = told.openings, told.openings_hash
        record.last_entry_id, record.last_opening_id = self.last_entry_id, self.last_opening_id
        record.peaks, record.signature = self.tree.stored(), signature


def told_by(record: HistoryRootRecord) -> Root:
    """Return what a stored root says."""
    return Root(record.at, record.entries, record.root, record.openings, record.openings_hash)


def _look(session: Session) -> _Seen:
    # The calendar first: what is recorded later need not be below the fence.
    at = datetime.now(UTC)
    return _Seen(roots.fence(session), at, time.monotonic())


def _is_settled(session: Session, seen: _Seen) -> bool:
    if seen.fence.until is None:
        return True
    # A row has its id some microseconds before its transaction can be told to have begun.
    return time.monotonic() - seen.since >= _SETTLING and roots.is_over(session, seen.fence)


def _step(session: Session, before: HistoryRootRecord | None, seen: _Seen) -> _Step:
    tree = Frontier.read(before.entries, before.peaks) if before else Frontier()
    last_entry, last_opening = (before.last_entry_id, before.last_opening_id) if before else (0, 0)
    entries = roots.entries_between(session, last_entry, seen.fence.entry_id, AT_ONCE)
    openings = roots.openings_between(session, last_opening, seen.fence.opening_id, AT_ONCE)
    for entry in entries:
        tree.append(bytes.fromhex(entry.hash))
    is_all = max(len(entries), len(openings)) < AT_ONCE
    # Where more is left than one run covers, the root tells no more than it covers.
    at = seen.at if is_all or not entries else entries[-1].recorded_at
    told = Root(
        at=at,
        entries=tree.size,
        root=tree.root.hex(),
        openings=(before.openings if before else 0) + len(openings),
        openings_hash=_chained(before.openings_hash if before else GENESIS, openings),
    )
    return _Step(
        told,
        tree,
        last_entry_id=entries[-1].id if entries else last_entry,
        last_opening_id=openings[-1].id if openings else last_opening,
        size=len(entries) + len(openings),
        is_all=is_all,
    )


def _chained(before: str, openings: Sequence[Any]) -> str:
    for row in openings:
        before = opening_hash(before, row.id, row.at, row.user_id, row.complaint_id, row.what)
    return before


def _covered(record: HistoryRootRecord | None) -> tuple[int, int]:
    return (record.entries, record.openings) if record else (0, 0)


def _is_same_hour(before: datetime, now: datetime) -> bool:
    return before.replace(minute=0, second=0, microsecond=0) == now.replace(
        minute=0, second=0, microsecond=0
    )
