"""The cells of the cube of counts: what each stands for, and where a complaint is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
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


PARTS = ("language", "region", "theme", "category", "channel")
"""What a complaint is counted by, beside its agency, month and nature."""

LAYERS: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"theme"}),
    frozenset({"theme", "category"}),
    frozenset({"channel"}),
    frozenset({"language"}),
    frozenset({"region"}),
    frozenset({"theme", "category", "channel"}),
    frozenset(PARTS),
)
"""The parts by which each layer of cells counts everything once, the fewest cells first."""


def layer_of(parts: Collection[str]) -> frozenset[str]:
    """Return the layer of the fewest cells that tells these parts."""
    return next(layer for layer in LAYERS if layer.issuperset(parts))


def with_wholes(counts: Mapping[Cell, int]) -> Counter[Cell]:
    """Return what the finest cells count in every layer.

    All but the finest are few, however many complaints there are: what reports read that do not ask
    for several parts at once.
    """
    together: Counter[Cell] = Counter(counts)
    for layer in LAYERS[:-1]:
        wholes: dict[str, Any] = {part: WHOLE for part in PARTS if part not in layer}
        for cell, n in counts.items():
            together[cell._replace(**wholes)] += n
    return together


@lru_cache(maxsize=1024)
def month_of(moment: datetime, zone: ZoneInfo) -> str:
    """Return the month of a moment on the clocks of a place.

    Whatever happens is counted for much at the same moment, and the clocks are slow to ask.
    """
    there = moment.astimezone(zone)
    return f"{there.year:04}-{there.month:02}"


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
        month = month_of(moment, self.zone)
        subject = (self.theme, self.category, self.channel)
        apart = (self.nature, self.language, self.region)
        return Cell(self.agency, month, *subject, measure, bucket, *apart)
