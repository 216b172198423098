"""What each complaint lived through, for auditors: the moves from which every figure follows.

A complaint has a number of its own here, and of a move only what a published figure rests on is
told: when, where to, by when, at which level, with which outcome. No text is among it, no person,
and nobody of the staff.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from portal.domain.figures.cells import Cell, Zones
from portal.domain.figures.counted import Happened
from portal.domain.figures.measures import Measure
from portal.domain.figures.tallying import Tally
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.reporting.vintages.computing import QuarterCounts

_SUBJECT = ("agency", "theme", "category", "release")
_RECEIPT = (*_SUBJECT, "channel", "language", "region", "received_at", "due_at")
_IN_TIME = ("in_time", "working_days", "contact")
TOLD: Mapping[str, tuple[str, ...]] = {
    EntryKind.FILED: _RECEIPT,
    EntryKind.PART_RECEIVED: _RECEIPT,
    EntryKind.ROUTED: (*_SUBJECT, "due_at", "held_days", "days_before"),
    EntryKind.SUCCEEDED: _SUBJECT,
    EntryKind.RECLASSIFIED: ("theme", "category"),
    EntryKind.NATURE_SET: ("nature",),
    EntryKind.NATURE_CONTESTED: ("nature",),
    EntryKind.TAKEN_IN_CHARGE: _IN_TIME,
    EntryKind.CONTACT_MADE: _IN_TIME,
    EntryKind.CONTACT_JUDGED: ("reached",),
    EntryKind.ESCALATED: ("level",),
    EntryKind.PASSED_TO_TOP: ("level",),
    EntryKind.EXTENDED: ("last_day",),
    EntryKind.PAUSED: (),
    EntryKind.RESUMED: ("due_at",),
    EntryKind.FILE_COMPLETED: ("due_at",),
    EntryKind.DATE_MISSED: ("clock", "level"),
    EntryKind.ANSWERED: (
        *("first", "in_time", "level", "working_days"),
        *("first_promise_kept", "confirmed_at"),
    ),
    EntryKind.CLOSED: ("finding", "measures", "at_first_contact"),
    EntryKind.REOPENED: (),
    EntryKind.REVIEW_ASKED: (),
    EntryKind.WITHDRAWN: (),
}
"""What is told of each kind of move; of all others nothing is."""
_BY_MONTH = (Measure.ANSWERED, Measure.WAITED, Measure.HELD)


class Move(Struct, array_like=True, frozen=True):
    """What happened to a complaint, when, and what is told of it."""

    kind: str
    at: str
    facts: Mapping[str, Any]


class Life(Struct, frozen=True):
    """A complaint under a number that stands in no other place, and its moves in their order."""

    complaint: str
    moves: tuple[Move, ...]

    @property
    def line(self) -> bytes:
        """What a file says of it."""
        return msgspec.json.encode(self) + b"\n"

    def cells(self) -> Counter[Cell]:
        """Return where it is counted, and as what."""
        tally = Tally(_zone_named)
        for move in self.moves:
            tally.add(Happened(move.kind, datetime.fromisoformat(move.at), move.facts))
        return tally.taken()


class LivesRead:
    """What the lives of a file add up to, as they are read line by line."""

    def __init__(self) -> None:
        self.count = 0
        self._digest = hashlib.sha256()
        self._cells: Counter[Cell] = Counter()

    @property
    def digest(self) -> str:
        """The digest by which a dump names its lives; nothing where there are none."""
        return self._digest.hexdigest() if self.count else ""

    def take(self, line: bytes) -> None:
        """Add the life that a line tells."""
        life = msgspec.json.decode(line, type=Life)
        self._cells.update(life.cells())
        self.note(line)

    def note(self, line: bytes) -> None:
        """Add a line to what is signed, whatever it tells."""
        self._digest.update(line.rstrip(b"\n") + b"\n")
        self.count += 1

    def counts(self, told: QuarterCounts) -> QuarterCounts:
        """Return what a quarter counts by these lives, beside what is counted apart in `told`."""
        own = Counter(
            {
                cell: n
                for cell, n in self._cells.items()
                if cell.month in told.months and cell.agency in told.agencies
            }
        )
        return msgspec.structs.replace(
            told,
            counts=_summed(own, attrgetter("agency", "measure", "bucket")),
            received=_summed(_of(own, Measure.RECEIVED), attrgetter("agency", "theme")),
            answers=_summed(
                _of(own, *_BY_MONTH), attrgetter("agency", "month", "measure", "bucket")
            ),
        )


def _named(release: Any) -> ZoneInfo:
    return ZoneInfo(str(release))


_zone_named: Zones = _named
"""A life names the clocks themselves where the history names a release."""


def _of(cells: Mapping[Cell, int], *measures: Measure) -> Counter[Cell]:
    return Counter({cell: n for cell, n in cells.items() if cell.measure in measures})


def _summed(cells: Mapping[Cell, int], place: Callable[[Cell], Any]) -> list[Any]:
    summed: Counter[tuple[Any, ...]] = Counter()
    for cell, n in cells.items():
        if cell.nature == Nature.COMPLAINT:
            summed[place(cell)] += n
    return sorted((*place, n) for place, n in summed.items() if n)
