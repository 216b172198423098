"""Size groups of agencies: those whose shares are known about as exactly stand beside each other.

Among 400 a share is known to 5 points, among 100 to 10: half of the interval of 95 % of a share of
one half. Between two agencies of one group chance so weighs about the same.
"""

from __future__ import annotations

from enum import StrEnum

LARGE_FROM, MEDIUM_FROM = 400, 100
"""So many complaints closed in four quarters make an agency large, or at least no small one."""


class Size(StrEnum):
    """How many complaints an agency closes in four quarters, roughly; the largest first."""

    LARGE = "grande"
    MEDIUM = "moyenne"
    SMALL = "petite"


def size_of(closed: int) -> Size:
    """Return the group of an agency that closed so many complaints in four quarters."""
    if closed >= LARGE_FROM:
        return Size.LARGE
    return Size.MEDIUM if closed >= MEDIUM_FROM else Size.SMALL
