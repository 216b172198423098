"""Which events the history of a complaint tells, and how long one is tried to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from portal.domain.complaint import Status
from portal.domain.event import EventKind, Happened
from portal.domain.handling.replayed_life import Life
from portal.domain.history import EntryKind

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""How long an event waits after each try that failed; the last one, after every further try."""

TRIED_FOR = timedelta(days=3)
"""Whatever fails for so long is a dead letter: somebody has to look at it."""

RESTS_FOR = timedelta(minutes=1)
"""How long nothing is told to whoever was too slow, or was not there at all."""

KEPT_FOR = timedelta(days=60)
"""How long is kept that something was told."""

_BEGINS = frozenset({EntryKind.FILED, EntryKind.PART_RECEIVED})
_HANDED_OVER = frozenset({EntryKind.ROUTED, EntryKind.SUCCEEDED})
_MESSAGES = {
    EntryKind.MESSAGE_RECEIVED: True,
    EntryKind.ASKED: False,
    EntryKind.ANSWERED: False,
}
"""What adds a message, and whether it comes from whoever complains."""


class HistoryEntry(Protocol):
    """What is read of an entry of a history."""

    @property
    def id(self) -> int:
        """Its place among all entries."""

    @property
    def seq(self) -> int:
        """Its place in the history of its complaint."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """What it tells."""


def events_of(number: str, history: Iterable[HistoryEntry], beyond: int) -> list[Happened]:
    """Return what the entries beyond one tell, of a complaint with this whole history.

    They are the same however often it is asked, with the same ids.
    """
    life, found = Life(), list[Happened]()
    for entry in history:
        before = dict(life.columns)
        life.add(entry.kind, entry.at, entry.facts)
        if entry.id > beyond:
            found += _told_by(number, entry, before, life.columns)
    return found


def _told_by(
    number: str, entry: HistoryEntry, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Happened]:
    def happened(
        kind: EventKind, stood: Mapping[str, Any], facts: Mapping[str, Any], status: str = ""
    ) -> Happened:
        return Happened(
            kind,
            stood["agency"],
            number,
            entry.seq,
            entry.at,
            stood["category"],
            status or stood["status"],
            stood["level"],
            facts,
        )

    if entry.kind in _BEGINS or not before:
        yield happened(EventKind.COMPLAINT_FILED, after, {})
    elif entry.kind in _HANDED_OVER:
        left = {"before": before["status"]}
        gone = EventKind.COMPLAINT_STATUS_CHANGED
        yield happened(gone, before, left, Status.TRANSFERRED.value)
        yield happened(EventKind.COMPLAINT_FILED, after, {})
    else:
        if after["status"] != before["status"]:
            moved = {"before": before["status"]}
            yield happened(EventKind.COMPLAINT_STATUS_CHANGED, after, moved)
        if after["level"] > before["level"]:
            yield happened(EventKind.COMPLAINT_ESCALATED, after, {"before": before["level"]})
        if entry.kind in _MESSAGES:
            by_them = {"from_complainant": _MESSAGES[EntryKind(entry.kind)]}
            yield happened(EventKind.MESSAGE_ADDED, after, by_them)


def next_try(tries: int, since: datetime, now: datetime) -> datetime | None:
    """Return when an event is tried again after so many tries; None where it is given up."""
    if now >= since + TRIED_FOR:
        return None
    return now + DELAYS[min(tries, len(DELAYS)) - 1]
