"""A year beside the one before it: what moved beyond chance, and when nothing may be compared.

Where a share is told as a band, it moved only if it moved wherever in its bands it lies. What is
not visible in the figures as they are printed is not said to have moved.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from portal.domain.figures.changes import Movement, Verdict, count_movement, share_change
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.reporting.annual.year import Year

MOVED = {
    Verdict.BETTER: Movement.ROSE,
    Verdict.WORSE: Movement.FELL,
    Verdict.WITHIN_CHANCE: Movement.WITHIN_CHANCE,
    Verdict.TOO_FEW: Movement.TOO_FEW,
}
"""What a share did, where more is neither better nor worse."""


class Barred(StrEnum):
    """Why two years are not compared."""

    NO_YEAR_BEFORE = "no_year_before"
    """Not every quarter that would be compared is published, or the register began in it."""
    DEFINITIONS = "definitions"
    """Their figures are not counted by the same definitions."""


class Compared(Struct, frozen=True):
    """A year, and the same quarters of the one before; `barred` where they are not compared."""

    now: Year
    before: Year
    barred: Barred | None = None

    @classmethod
    def of(cls, now: Year, before: Year, first_month: str | None) -> Compared:
        """Compare two years, unless something bars it; the register begins with a month."""
        quarters = before.period.quarters[: now.until]
        begins = first_month or ""
        if before.until < now.until or not begins or begins > quarters[0].months[0]:
            return cls(now, before, Barred.NO_YEAR_BEFORE)
        if len({*now.definitions, *before.definitions}) > 1:
            return cls(now, before, Barred.DEFINITIONS)
        return cls(now, before)

    def rate(self, rate: str, code: str, among: int = 1) -> Verdict:
        """Return how a rate moved, as one of `among` that are compared; more is better."""
        if not all(year.is_told_throughout(rate, code) for year in (self.now, self.before)):
            return Verdict.TOO_FEW
        before, now = self.before.rate(rate, code), self.now.rate(rate, code)
        return self._verdict(before, now, among)

    def upheld(self, code: str) -> Movement:
        """Return how the share of complaints that were founded moved."""
        return MOVED[self._verdict(self.before.upheld(code), self.now.upheld(code), 1)]

    def received(self, code: str, theme: str = TOTAL, among: int = 1) -> Movement:
        """Return how the number of complaints moved."""
        before, now = self.before.received(code, theme), self.now.received(code, theme)
        if self.barred or not (before.is_exact and now.is_exact):
            return Movement.TOO_FEW
        return count_movement(before.n, now.n, among)

    def medians(self) -> Movement:
        """Return how long answers took in all: only where every quarter lies apart from all before.

        By chance four of eight numbers are the four largest, or the smallest, once in 35 times;
        of fewer quarters more often, and among many agencies somewhere nearly every year.
        """
        years = [year.days(TOTAL) for year in (self.before, self.now)]
        if self.barred or not self.now.is_whole:
            return Movement.TOO_FEW
        if not all(days.is_many for year in years for days in year):
            return Movement.TOO_FEW
        before, now = ([days.median or 0 for days in year] for year in years)
        if min(now) > max(before):
            return Movement.ROSE
        return Movement.FELL if max(now) < min(before) else Movement.WITHIN_CHANCE

    def _verdict(self, before: Bounds | None, now: Bounds | None, among: int) -> Verdict:
        if self.barred or before is None or now is None:
            return Verdict.TOO_FEW
        return verdict_of(before, now, among)


def verdict_of(before: Bounds, now: Bounds, among: int = 1) -> Verdict:
    """Return how a share moved, wherever in its bounds it lies."""
    rose = share_change(Share(before.most, before.n), Share(now.least, now.n), among)
    fell = share_change(Share(before.least, before.n), Share(now.most, now.n), among)
    if rose is None or fell is None or not (before.is_told and now.is_told):
        return Verdict.TOO_FEW
    if rose.verdict is Verdict.BETTER and now.percents[0] > before.percents[1]:
        return Verdict.BETTER
    if fell.verdict is Verdict.WORSE and now.percents[1] < before.percents[0]:
        return Verdict.WORSE
    return Verdict.TOO_FEW if rose.verdict is Verdict.TOO_FEW else Verdict.WITHIN_CHANCE
