"""Whether a share moved further than chance moves it, from one period to another.

The interval of the difference is Newcombe's (Statistics in Medicine 17, 1998, pp. 873 to 890,
method 10), made of Wilson's interval of each share: it holds for few complaints and near 0 or
100 %, where the usual one does not. Whoever looks at twenty agencies finds one beyond chance by
chance alone, so the error of 5 % is shared among all that are compared (Bonferroni).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from portal.domain.figures.shares import Share

COMPARED_FROM = 30
"""Shares of fewer are not compared: what is told of them is how few they are."""
_ERROR = 0.05


class Verdict(StrEnum):
    """What may be said of how a share moved."""

    BETTER = "better"
    WORSE = "worse"
    WITHIN_CHANCE = "within_chance"
    TOO_FEW = "too_few"


class CountVerdict(StrEnum):
    """What may be said of how a count moved."""

    MORE = "more"
    LESS = "less"
    WITHIN_CHANCE = "within_chance"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class ShareChange:
    """How far a share moved, and between which bounds it may have; all between -1 and 1."""

    moved: float
    least: float
    most: float
    verdict: Verdict


def share_change(before: Share, now: Share, among: int = 1) -> ShareChange | None:
    """Compare a share with an earlier one, as one of `among` that are compared at once.

    More counts as better. None where one of them is a share of nothing.
    """
    if before.value is None or now.value is None:
        return None
    z = z_among(among)
    (low, high), (low_now, high_now) = (wilson(share, z) for share in (before, now))
    moved = now.value - before.value
    least = moved - sqrt((now.value - low_now) ** 2 + (high - before.value) ** 2)
    most = moved + sqrt((high_now - now.value) ** 2 + (before.value - low) ** 2)
    return ShareChange(moved, least, most, _verdict(min(before.n, now.n), least, most))


def count_change(before: int, now: int, among: int = 1) -> CountVerdict:
    """Compare a count with that of an equally long period, as one of `among` compared at once.

    If nothing changed, what came falls into either period as a coin does: of both together, half
    comes now. It moved beyond chance where Wilson's interval of that share leaves the half out.
    """
    if before + now < COMPARED_FROM:
        return CountVerdict.TOO_FEW
    return count_moved(before, now, 1 / 2, among)


def count_moved(before: int, now: int, part: float, among: int = 1) -> CountVerdict:
    """Compare a count with an earlier one, as one of `among` compared at once, however few.

    `part` is the part of all the time in which the later one was counted: what came would fall into
    it as often if nothing changed.
    """
    if not before + now:
        return CountVerdict.WITHIN_CHANCE
    low, high = wilson(Share(now, before + now), z_among(among))
    if low > part:
        return CountVerdict.MORE
    return CountVerdict.LESS if high < part else CountVerdict.WITHIN_CHANCE


def z_among(among: int) -> float:
    """Return how many deviations chance is given where so many are compared at once."""
    return NormalDist().inv_cdf(1 - _ERROR / 2 / max(1, among))


def _verdict(n: int, least: float, most: float) -> Verdict:
    if n < COMPARED_FROM:
        return Verdict.TOO_FEW
    if least > 0:
        return Verdict.BETTER
    return Verdict.WORSE if most < 0 else Verdict.WITHIN_CHANCE


def wilson(share: Share, z: float) -> tuple[float, float]:
    """Return Wilson's score interval of a share."""
    n, p = share.n, share.part / share.n
    middle = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


class Movement(StrEnum):
    """What may be said of how a number moved, where more is neither better nor worse."""

    ROSE = "rose"
    FELL = "fell"
    WITHIN_CHANCE = "within_chance"
    TOO_FEW = "too_few"


def count_movement(before: int, now: int, among: int = 1) -> Movement:
    """Compare how often something happened with how often before, as one of `among`.

    What happens to people one by one comes to two numbers that differ by about the root of their
    sum: further apart than chance brings them, as shared among all that are compared, they moved.
    """
    if before < COMPARED_FROM or now < COMPARED_FROM:
        return Movement.TOO_FEW
    z = NormalDist().inv_cdf(1 - _ERROR / 2 / max(1, among))
    if abs(now - before) <= z * sqrt(now + before):
        return Movement.WITHIN_CHANCE
    return Movement.ROSE if now > before else Movement.FELL
