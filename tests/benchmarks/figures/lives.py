"""Invented lives, to be lived again in other weeks, at other agencies, as often as asked for.

What the figures read varies: when, where, about what, by which channel, in which language and
region. All else is as it was. Nothing of it is proved any more, and no sealed text opens.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast

import orjson
from sqlalchemy import Connection, LargeBinary, Table, select, type_coerce

from portal.complaints.records.complaint import AgencyReleaseRecord, ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.sealing import sealed_columns
from portal.finder.territory.regions import REGIONS

WEEKS = 104
_TAKEN, _PLACES = 2_000, 4_096
_SOME_REGION, _ENGLISH = 0.8, 0.15
_ELSEWHERE = {"routed", "succeeded", "part_received"}
_DATES = re.compile(r"\d{4}-\d\d-\d\d(?:T[0-9:.]+\+00:00)?")
COMPLAINT, ENTRY = (
    cast("Table", record.__table__) for record in (ComplaintRecord, HistoryEntryRecord)
)

_PLACED = ("agency", "release_id", "category", "theme", "channel", "language")
OF_COMPLAINT = ("id", "number", *_PLACED)
"""The columns of a complaint that are another's in each of its copies."""
OF_ENTRY = ("id", "complaint_id", "facts")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Life:
    """A complaint with its history, and whether it may be lived at any agency."""

    complaint: Row
    history: Sequence[Row]
    goes_anywhere: bool


@dataclass(frozen=True)
class Copied:
    """A life in a week: what is the same in each copy, and the facts of its filing."""

    life: Life
    complaint: Row
    history: Sequence[Row]


@dataclass(frozen=True)
class Somewhere:
    """An agency, a subject and a way, which a copy has instead of its own."""

    agency: str
    release_id: int
    category: str
    theme: str
    channel: str
    language: str
    region: str | None

    @property
    def own(self) -> tuple[Any, ...]:
        """What stands in the columns of a complaint that is lived here."""
        return astuple(self)[: len(_PLACED)]


def lives(connection: Connection) -> list[Life]:
    """Return lives of complaints that somebody filed, some of them of each month."""
    sealed = sealed_columns(COMPLAINT)
    columns = [
        type_coerce(column, LargeBinary).label(column.key) if column.key in sealed else column
        for column in COMPLAINT.c
    ]
    found = select(*columns).where(COMPLAINT.c.parent_id.is_(None), COMPLAINT.c.head_seq > 1)
    complaints = [*connection.execute(found.order_by(COMPLAINT.c.id)).mappings()]
    taken = random.Random(1).sample(complaints, min(_TAKEN, len(complaints)))
    return [_life(connection, complaint) for complaint in taken]


def _life(connection: Connection, complaint: Row) -> Life:
    entries = select(ENTRY).where(ENTRY.c.complaint_id == complaint["id"]).order_by(ENTRY.c.seq)
    history = [*connection.execute(entries).mappings()]
    return Life(complaint, history, _ELSEWHERE.isdisjoint(entry["kind"] for entry in history))


def somewhere(connection: Connection, channels: Sequence[str]) -> list[Somewhere]:
    """Return where copies are lived: agencies of which some have far more than others."""
    in_force = select(
        AgencyReleaseRecord.agency, AgencyReleaseRecord.id, AgencyReleaseRecord.settings
    ).where(AgencyReleaseRecord.in_force, AgencyReleaseRecord.agency != "_portal")
    agencies = list(connection.execute(in_force.order_by(AgencyReleaseRecord.id)))
    draw, weights = random.Random(2), [1 / (rank + 3) for rank in range(len(agencies))]
    places = []
    for agency, release_id, settings in draw.choices(agencies, weights, k=_PLACES):
        category = draw.choice(settings["categories"])
        region = draw.choice([*REGIONS]) if draw.random() < _SOME_REGION else None
        language = "en" if draw.random() < _ENGLISH else "fr"
        subject = (category["code"], category["theme"], draw.choice(channels))
        places.append(Somewhere(agency, release_id, *subject, language, region))
    return places


def in_week(life: Life, week: int, now: datetime) -> Copied:
    """Return a life as if it had begun so many weeks before the last; what is not yet is left."""
    began = life.history[0]["at"]
    then = now - timedelta(weeks=WEEKS - week)
    by = timedelta(weeks=(then - began).days // 7)
    history = [_later(entry, by) for entry in life.history if entry["at"] + by <= now]
    complaint = _later(life.complaint, by)
    if len(history) < len(life.history) and not life.complaint["is_open"]:
        complaint |= {"is_open": True, "status": "under_review", "closed_at": None}
    return Copied(life, complaint, history or [_later(life.history[0], by)])


def _later(row: Row, by: timedelta) -> dict[str, Any]:
    later = {
        key: value + by if isinstance(value, datetime) else value for key, value in row.items()
    }
    if "facts" in later:
        facts = orjson.dumps(later["facts"]).decode()
        later["facts"] = _DATES.sub(lambda found: _date_later(found[0], by.days), facts)
    return later


@cache
def _date_later(written: str, days: int) -> str:
    by = timedelta(days=days)
    if "T" in written:
        return (datetime.fromisoformat(written) + by).isoformat()
    return (date.fromisoformat(written) + by).isoformat()


def facts_of_filing(facts: str, place: Somewhere) -> str:
    """Return what a filing says where it is filed somewhere."""
    told = {
        **orjson.loads(facts),
        "agency": place.agency,
        "release": place.release_id,
        "category": place.category,
        "theme": place.theme,
        "channel": place.channel,
        "language": place.language,
    }
    if place.region:
        told["region"] = place.region
    return orjson.dumps(told).decode()


def drawn(count: int) -> Iterator[tuple[int, int, int]]:
    """Yield for each copy its week, and which life it lives where, as places in their lists."""
    draw = random.Random(3)
    for rank in range(count):
        yield rank * WEEKS // count, draw.randrange(_TAKEN), draw.randrange(_PLACES)
