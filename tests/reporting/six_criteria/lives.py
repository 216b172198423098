"""Twelve complaints of two agencies, written out: what happened to each, and who did it.

Parks have eight (P1 to P8), water has four (W1 to W4) in the end: W4 came to parks and was handed
on. ANNE and BEN work for parks, CARL for water. All of it happens in March 2026.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.domain.figures.cells import Cell
from portal.domain.figures.counted import Happened
from portal.domain.figures.indicators import Figures
from portal.domain.figures.tallying import Tally

ANNE, BEN, CARL = 1, 2, 3
_ZONES = {1: ZoneInfo("America/Toronto")}.__getitem__
_MORNING = datetime(2026, 3, 2, 15, tzinfo=UTC)

Life = list[Happened]


def day(n: int) -> datetime:
    """Return the morning of a day of March, the first working one being day 0."""
    return _MORNING + timedelta(days=n)


def filed(agency: str = "parks", **facts: object) -> Happened:
    about = {"agency": agency, "release": 1, "theme": "delay", "category": "late"}
    dates = {"channel": "web", "due_at": "2026-03-25T04:00:00+00:00", "level": 1}
    return Happened("filed", day(0), {**about, **dates, **facts})


def taken(who: int, hours: int, days: int = 1, **facts: object) -> Happened:
    always = {"in_time": days <= 3, "working_days": days, "working_hours": hours}
    return Happened("taken_in_charge", day(days), {**always, **facts}, who)


def assigned(n: int, to: int) -> Happened:
    return Happened("assigned", day(n), {"to": to}, ANNE)


def answered(n: int, *, own: int = 60, way: str = "email", **facts: object) -> Happened:
    always = {"first": True, "in_time": n <= 22, "level": 1, "working_days": n, "hints": 0}
    measured = {"own_words": own, "in_language": True, "reply_by": way, "recourses": ["ombudsman"]}
    return Happened("answered", day(n), {**always, **measured, **facts}, ANNE)


def closed(n: int, *findings: str, **facts: object) -> Happened:
    always = {"finding": findings[0], "findings": list(findings), "measures": 0, "level": 1}
    return Happened("closed", day(n), {**always, **facts}, ANNE)


def happened(kind: str, n: int, **facts: object) -> Happened:
    return Happened(kind, day(n), facts)


def outside(n: int, link: int, outcome: str, **facts: object) -> Happened:
    return happened("outside_outcome_told", n, link=link, outcome=outcome, **facts)


def routed(n: int) -> Happened:
    there = {"agency": "water", "release": 1, "theme": "delay", "category": "late"}
    return happened("routed", n, **there, due_at="2026-03-27T04:00:00+00:00", level=1, held_days=2)


LIVES: dict[str, Life] = {
    "P1": [
        filed(finder_proposed=["parks", "water"]),
        taken(ANNE, 3),
        answered(5, own=80),
        closed(6, "founded", remedied=True),
        outside(20, 11, "upheld"),
    ],
    "P2": [
        filed(finder_proposed=["parks"], recurs=True),
        taken(ANNE, 7),
        assigned(3, BEN),
        answered(8, own=40, way="post", hints=2),
        happened("letter_posted", 9, letter="answered"),
        closed(9, "unfounded"),
        outside(20, 12, "changed"),
        outside(21, 12, "upheld", corrects=True),
    ],
    "P3": [
        filed(),
        assigned(1, BEN),
        taken(BEN, 9, days=2),
        happened("extended", 5, last_day="2026-03-31"),
        answered(10, own=20, way="post"),
        closed(11, "unfounded", "partly_founded", remedied=False),
        happened("reopened", 15, level=1, last_day="2026-04-30"),
    ],
    "P4": [
        filed(acknowledged_late=True),
        taken(ANNE, 20, days=3),
        happened("escalated", 20, level=2),
        answered(21, own=50, in_language=False),
        closed(21, "founded", remedied=True),
        happened("reopened", 22, level=2, last_day="2026-04-30"),
        closed(23, "founded", remedied=False),
        outside(24, 13, "changed"),
    ],
    "P5": [
        filed(finder_proposed=["water", "parks"]),
        taken(ANNE, 0, days=0),
        answered(0, own=100, way="phone", contact="phone"),
        closed(0, "settled", at_first_contact=True),
    ],
    "P6": [
        filed(),
        happened("extended", 23, last_day="2026-03-30"),
        happened("date_missed", 4, clock="first_contact", level=1),
        happened("accommodation_answered", 4, decision="grant", count=2, in_time=True),
        happened("date_missed", 29, clock="answer", level=1),
    ],
    "P7": [
        filed(),
        taken(ANNE, 5, contact="phone"),
        happened("contact_judged", 2, reached=False),
        happened("date_missed", 4, clock="first_contact", level=1),
        happened("withdrawn", 6),
    ],
    "P8": [
        filed(finder_nobody=True),
        taken(BEN, 4),
        happened("accommodation_answered", 3, decision="question", count=1, in_time=True),
        happened("accommodation_answered", 4, decision="refuse", count=1, in_time=True),
        answered(7, own=60, way="none", recourses=[]),
        closed(8, "unfounded"),
    ],
    "W1": [
        filed("water", finder_proposed=["water"]),
        taken(CARL, 30, days=4),
        answered(12, own=40),
        closed(13, "unfounded"),
        outside(20, 9, "partly"),
        outside(21, 10, "changed"),
    ],
    "W2": [filed("water"), taken(CARL, 10, days=2), answered(25, own=40)],
    "W3": [
        filed("water", recurs=True),
        taken(CARL, 8),
        answered(3, own=40),
        closed(4, "founded", remedied=True),
    ],
    "W4": [
        filed(finder_proposed=["parks"]),
        taken(ANNE, 2),
        routed(2),
        assigned(3, CARL),
        answered(9, own=60),
        closed(10, "founded"),
    ],
}
"""What happened, complaint by complaint."""


def figures_of(agency: str | None = None) -> Figures:
    """Return what is counted of an agency, or of both together."""
    counts: Counter[Cell] = Counter()
    for life in LIVES.values():
        tally = Tally(_ZONES)
        for entry in life:
            tally.add(entry)
        counts.update(tally.taken())
    return Figures(
        (cell.measure, cell.bucket, n)
        for cell, n in counts.items()
        if n and agency in (None, cell.agency)
    )
