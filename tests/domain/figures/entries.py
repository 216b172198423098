"""Entries of a history, and what they count, for tests of the tally."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from portal.domain.figures.cells import Cell
from portal.domain.figures.counted import Happened
from portal.domain.figures.tallying import Tally

MONTREAL, VANCOUVER = ZoneInfo("America/Toronto"), ZoneInfo("America/Vancouver")
ZONES = {1: MONTREAL, 2: VANCOUVER}.__getitem__
FILED_AT = datetime(2026, 3, 10, 15, tzinfo=UTC)


def filed(at: datetime = FILED_AT, due_at: str = "2026-04-08T04:00:00+00:00") -> Happened:
    facts = {"agency": "parks", "release": 1, "theme": "delay", "category": "trail"}
    return Happened("filed", at, {**facts, "channel": "web", "due_at": due_at, "level": 1})


def answered(at: datetime, in_time: bool = True, **facts: object) -> Happened:
    always = {"first": True, "in_time": in_time, "level": 1, "working_days": 7}
    return Happened("answered", at, {**always, **facts})


def missed(at: datetime, clock: str = "answer", level: int = 1) -> Happened:
    return Happened("date_missed", at, {"clock": clock, "level": level})


def routed(at: datetime) -> Happened:
    facts = {"agency": "water", "release": 2, "theme": "courtesy", "category": "leak"}
    return Happened("routed", at, {**facts, "due_at": "2026-05-01T07:00:00+00:00", "level": 1})


def succeeded(at: datetime) -> Happened:
    facts = {"agency": "water", "release": 2, "theme": "courtesy", "category": "leak"}
    return Happened("succeeded", at, {**facts, "before": "parks", "level": 1})


def counted(*entries: Happened) -> Counter[Cell]:
    tally = Tally(ZONES)
    for entry in entries:
        tally.add(entry)
    return Counter({cell: n for cell, n in tally.taken().items() if n})


def of(counts: Counter[Cell], measure: str) -> list[tuple[str, str, int]]:
    return sorted((c.agency, c.month, c.bucket) for c in counts if c.measure == measure)


def closed(at: datetime, finding: str, measures: int = 0) -> Happened:
    return Happened("closed", at, {"finding": finding, "measures": measures, "level": 1})
