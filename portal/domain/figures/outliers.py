"""Whose share lies far from that of all others, further than chance puts it there.

An agency is compared with all others together, by the interval of a difference in `changes.py`,
whose error is shared among all that are compared. Of a share that is known between two bounds, the
bound nearer to the others is taken: what is hidden makes nobody stand out.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct

from portal.domain.figures.changes import COMPARED_FROM, Verdict, share_change
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share

Shares = Mapping[str, Bounds]
"""What is known of the share of each agency."""


class Standing(Enum):
    """What may be said of some agencies beside each other."""

    APART = auto()
    ALIKE = auto()
    TOO_FEW = auto()


class Outlier(Struct, frozen=True):
    """What may be said, and which agency stands furthest from the others if one does."""

    standing: Standing
    code: str = ""


def outlier(shares: Shares) -> Outlier:
    """Return which of these agencies stands furthest from all others together."""
    compared = {code: own for code, own in shares.items() if own.n >= COMPARED_FROM}
    if len(compared) < 2:
        return Outlier(Standing.TOO_FEW)
    distances = {
        code: _distance(own, _others(shares, code), len(compared)) for code, own in compared.items()
    }
    furthest = max(sorted(distances), key=lambda code: distances[code])
    if not distances[furthest]:
        return Outlier(Standing.ALIKE)
    return Outlier(Standing.APART, furthest)


def _others(shares: Shares, code: str) -> Bounds:
    others = [own for other, own in shares.items() if other != code]
    return Bounds(
        sum(own.least for own in others),
        sum(own.most for own in others),
        sum(own.n for own in others),
    )


def _distance(own: Bounds, others: Bounds, among: int) -> float:
    """Return how far a share lies from the others at least; 0 where that may be chance."""
    above = share_change(Share(others.most, others.n), Share(own.least, own.n), among)
    below = share_change(Share(others.least, others.n), Share(own.most, own.n), among)
    if above is not None and above.verdict is Verdict.BETTER:
        return above.moved
    return -below.moved if below is not None and below.verdict is Verdict.WORSE else 0.0
