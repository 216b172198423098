"""How counts are told: a part with its whole, a spread with its median, never a mean alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many complaints took so many working days, or had so many of anything."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many complaints are counted."""
        return sum(self.counts.values())

    @property
    def median(self) -> int | None:
        """What half of the complaints stay within."""
        return self.percentile(50)

    @property
    def ninth_decile(self) -> int | None:
        """What nine complaints in ten stay within."""
        return self.percentile(90)

    def percentile(self, percent: int) -> int | None:
        """Return the nearest-rank percentile: a value that occurs, never one in between.

        It is the smallest value that at least `percent` in a hundred do not exceed; None without
        any complaint.
        """
        # Ceiling division, in whole numbers: a float would put some ranks one too high.
        rank = max(1, -(-self.n * percent // 100))
        reached = 0
        for value in sorted(self.counts):
            reached += self.counts[value]
            if reached >= rank:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole that is always told with it."""

    part: int
    n: int

    @property
    def value(self) -> float | None:
        """The share between 0 and 1; None of nothing."""
        return self.part / self.n if self.n else None

    @property
    def percent(self) -> int | None:
        """The share in whole percent, a half rounded up; None of nothing.

        Nothing but none is 0, and nothing but all is 100.
        """
        if not self.n:
            return None
        rounded = (200 * self.part + self.n) // (2 * self.n)
        return min(max(rounded, 1), 99) if 0 < self.part < self.n else rounded
