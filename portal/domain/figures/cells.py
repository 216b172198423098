"""The cube of counts: one cell, the wholes beside it, and where a complaint is counted in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal.domain.figures.indicators import BY_LEAFLET, BY_WORD, ELSEWHERE, REFERRED


class Cell(NamedTuple):
    """One cell of the cube of counts."""

    agency: str
    month: str
    theme: str
    category: str
    channel: str
    measure: str
    bucket: int = 0


WHOLE = ""
"""Where the theme, category and channel of a cell would stand, if it counts them all together."""


def with_wholes(counts: Mapping[Cell, int]) -> Counter[Cell]:
    """Add, for each agency and month, the cells of all its subjects and channels together.

    They are few, whatever the number of complaints: what most reports read.
    """
    together: Counter[Cell] = Counter(counts)
    for cell, n in counts.items():
        together[cell._replace(theme=WHOLE, category=WHOLE, channel=WHOLE)] += n
    return together


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint is counted."""

    agency: str
    theme: str
    category: str
    channel: str
    zone: ZoneInfo

    def cell(self, moment: datetime, measure: str, bucket: int = 0) -> Cell:
        """Return the cell of a measure in the month of `moment`, on the agency's clocks."""
        month = moment.astimezone(self.zone).strftime("%Y-%m")
        return Cell(self.agency, month, self.theme, self.category, self.channel, measure, bucket)


@dataclass(frozen=True, slots=True)
class Referral:
    """Which unit's staff led to a complaint, at which agency, and how."""

    agency: str
    unit: str
    way: int

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Referral | None:
        """Return the referral that a filing tells of, if it does."""
        if "referred_by" not in facts:
            return None
        way = BY_LEAFLET if facts.get("by_leaflet") else BY_WORD
        return cls(facts["agency"], facts["referred_by"], way)

    def measure_at(self, agency: str) -> str:
        """Return the measure under which the agency that has the complaint counts it."""
        return REFERRED + (self.unit if agency == self.agency else ELSEWHERE)
