"""The cells of the cube of counts: what each stands for, and where a complaint is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.domain.nature import Nature

WHOLE = ""
"""Where a part of a cell would stand, if the cell counts all of these together."""

UNKNOWN = "unknown"
"""Where the language or the region would stand of what says neither."""

Zones = Callable[[int], ZoneInfo]
"""The time zone of the agency's release with this id."""


class Cell(NamedTuple):
    """One cell of the cube of counts.

    Those of each nature stand apart: none counts several natures together.
    """

    agency: str
    month: str
    theme: str
    category: str
    channel: str
    measure: str
    bucket: int = 0
    nature: str = Nature.COMPLAINT.value
    language: str = UNKNOWN
    region: str = UNKNOWN


def with_wholes(counts: Mapping[Cell, int]) -> Counter[Cell]:
    """Add the cells of all languages and regions together, and those of whole agencies.

    Both are few, whatever else a complaint is counted by: what reports read that do not ask for it.
    """
    together: Counter[Cell] = Counter(counts)
    for cell, n in counts.items():
        subject = cell._replace(language=WHOLE, region=WHOLE)
        together[subject] += n
        together[subject._replace(theme=WHOLE, category=WHOLE, channel=WHOLE)] += n
    return together


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint is counted."""

    agency: str
    theme: str
    category: str
    channel: str
    zone: ZoneInfo
    language: str = UNKNOWN
    region: str = UNKNOWN
    nature: str = Nature.COMPLAINT.value

    def cell(self, moment: datetime, measure: str, bucket: int = 0) -> Cell:
        """Return the cell of a measure in the month of `moment`, on the agency's clocks."""
        month = moment.astimezone(self.zone).strftime("%Y-%m")
        subject = (self.theme, self.category, self.channel)
        apart = (self.nature, self.language, self.region)
        return Cell(self.agency, month, *subject, measure, bucket, *apart)
