"""Figures beside what was to be expected of the same subjects: indirect standardising.

Who answers hard subjects is slower than who answers easy ones, whatever either does. So what was
observed is divided by what was to be expected of the same subjects, had each of them gone as it
goes everywhere. One is as expected; the interval says how far chance may have led.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, sqrt

from portal.domain.figures.changes import COMPARED_FROM, Verdict, wilson, z_among
from portal.domain.figures.shares import Distribution, Share

Subjects = Mapping[str, Share]
Waits = Mapping[str, Distribution]


@dataclass(frozen=True, slots=True)
class Ratio:
    """What was observed beside what was to be expected, and between which bounds their ratio lies.

    More is better for a share in time, and worse for days: `verdict` says which it is.
    """

    observed: float
    expected: float
    least: float
    most: float
    verdict: Verdict

    @property
    def value(self) -> float:
        """How many times the expected was observed."""
        return self.observed / self.expected


def share_ratio(own: Subjects, everyone: Subjects, among: int = 1) -> Ratio | None:
    """Compare a share in time with that of everyone at the same subjects.

    Expected is the sum over subjects of an agency's own number times everyone's share there,
    divided by its whole number. The interval is Wilson's of the observed share, divided by the
    expected one, which is held for known. None where there is nothing to compare.
    """
    whole = Share(sum(share.part for share in own.values()), sum(share.n for share in own.values()))
    if whole.value is None:
        return None
    in_time = sum(share.n * (everyone[subject].value or 0) for subject, share in own.items())
    expected = in_time / whole.n
    if not expected:
        return None
    least, most = (bound / expected for bound in wilson(whole, z_among(among)))
    verdict = _verdict(whole.n, least, most, better=Verdict.BETTER, worse=Verdict.WORSE)
    return Ratio(whole.value, expected, least, most, verdict)


def median_ratio(own: Waits, everyone: Waits, among: int = 1) -> Ratio | None:
    """Compare a median with that of everyone's days, mixed by the subjects of an agency.

    Each day that anybody took at a subject counts as often as the agency has of that subject,
    among all that everyone has of it. The interval is that of ranks around the middle.
    """
    observed = Distribution(_added(own))
    expected = _median_of_mix(own, everyone)
    if observed.median is None or not expected:
        return None
    half = z_among(among) * sqrt(observed.n) / 2
    first = max(0, floor(observed.n / 2 - half) - 1)
    last = min(observed.n - 1, floor(observed.n / 2 + half))
    least, most = (_at_rank(observed, rank) / expected for rank in (first, last))
    verdict = _verdict(observed.n, least, most, better=Verdict.WORSE, worse=Verdict.BETTER)
    return Ratio(observed.median, expected, least, most, verdict)


def _added(waits: Waits) -> Counter[int]:
    days: Counter[int] = Counter()
    for distribution in waits.values():
        days.update(distribution.counts)
    return days


def _median_of_mix(own: Waits, everyone: Waits) -> int | None:
    n = sum(distribution.n for distribution in own.values())
    mixed: dict[int, float] = {}
    for subject, distribution in own.items():
        of_all, own_n = everyone[subject], distribution.n
        all_n = of_all.n
        for days, count in of_all.counts.items():
            mixed[days] = mixed.get(days, 0) + own_n * count / all_n
    reached = 0.0
    for days in sorted(mixed):
        reached += mixed[days]
        # Beside what sums of fractions lose.
        if reached >= n / 2 - 1e-9:
            return days
    return None


def _at_rank(distribution: Distribution, rank: int) -> int:
    reached = 0
    for days in sorted(distribution.counts):
        reached += distribution.counts[days]
        if reached > rank:
            return days
    return max(distribution.counts)


def _verdict(n: int, least: float, most: float, *, better: Verdict, worse: Verdict) -> Verdict:
    """Return what a ratio above one (`better`) or below one (`worse`) means, beyond chance."""
    if n < COMPARED_FROM:
        return Verdict.TOO_FEW
    if least > 1:
        return better
    return worse if most < 1 else Verdict.WITHIN_CHANCE
