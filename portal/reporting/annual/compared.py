"""A year beside the one before it: what moved beyond chance, and when nothing may be compared.

Where a share is told as a band, it moved only if it moved wherever in its bands it lies. What is
not visible in the figures as they are printed is not said to have moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from portal.domain.figures.breaks import OF_CATEGORIES, Break, BreakKind, Measured
from portal.domain.figures.changes import Movement, Verdict, count_movement, share_change
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.reporting.annual.year import Year

KEPT = "kept"
"""The rate of answers in time."""
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
    """A year, and the same quarters of the one before; `barred` where they are not compared.

    What breaks of series part is not compared either: each figure by what it is of.
    """

    now: Year
    before: Year
    barred: Barred | None = None
    breaks: tuple[Break, ...] = ()
    """What broke between the first day of the year before and the last day that is told."""

    @classmethod
    def of(
        cls, now: Year, before: Year, first_month: str | None, breaks: Iterable[Break] = ()
    ) -> Compared:
        """Compare two years, unless something bars it; the register begins with a month."""
        quarters = before.period.quarters[: now.until]
        begins, last = first_month or "", now.period.quarters[max(now.until, 1) - 1].last_day
        between = (one for one in breaks if one.lies_between(quarters[0].first_day, last))
        barred = None
        if before.until < now.until or not begins or begins > quarters[0].months[0]:
            barred = Barred.NO_YEAR_BEFORE
        elif len({*now.definitions, *before.definitions}) > 1:
            barred = Barred.DEFINITIONS
        return cls(now, before, barred, tuple(between))

    def parting(self, measured: Measured, code: str, theme: str = TOTAL) -> tuple[Break, ...]:
        """Return what parts a figure of an agency, or of all together: its total rests on each.

        Of all together who replaced whom parts nothing: both are counted. Of a subject only what
        brought categories to it, or took them away, parts it besides.
        """
        return tuple(
            one
            for one in self.breaks
            if code in (TOTAL, one.agency) and _parts(one, measured, code, theme)
        )

    def rate(self, rate: str, code: str, among: int = 1) -> Verdict:
        """Return how a rate moved, as one of `among` that are compared; more is better."""
        measured = Measured.KEPT if rate == KEPT else Measured.RECEIVED
        if self.parting(measured, code):
            return Verdict.TOO_FEW
        if not all(year.is_told_throughout(rate, code) for year in (self.now, self.before)):
            return Verdict.TOO_FEW
        before, now = self.before.rate(rate, code), self.now.rate(rate, code)
        return self._verdict(before, now, among)

    def upheld(self, code: str) -> Movement:
        """Return how the share of complaints that were founded moved."""
        if self.parting(Measured.RECEIVED, code):
            return Movement.TOO_FEW
        return MOVED[self._verdict(self.before.upheld(code), self.now.upheld(code), 1)]

    def received(self, code: str, theme: str = TOTAL, among: int = 1) -> Movement:
        """Return how the number of complaints moved."""
        before, now = self.before.received(code, theme), self.now.received(code, theme)
        is_parted = self.parting(Measured.RECEIVED, code, theme)
        if self.barred or is_parted or not (before.is_exact and now.is_exact):
            return Movement.TOO_FEW
        return count_movement(before.n, now.n, among)

    def medians(self) -> Movement:
        """Return how long answers took in all: only where every quarter lies apart from all before.

        By chance four of eight numbers are the four largest, or the smallest, once in 35 times;
        of fewer quarters more often, and among many agencies somewhere nearly every year.
        """
        years = [year.days(TOTAL) for year in (self.before, self.now)]
        if self.barred or not self.now.is_whole or self.parting(Measured.DAYS, TOTAL):
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


def _parts(one: Break, measured: Measured, code: str, theme: str) -> bool:
    """Tell whether a break of an agency parts one of its figures, or one of all together."""
    if one.kind in OF_CATEGORIES:
        return theme != TOTAL and theme in one.themes and len(one.themes) > 1
    if one.kind is BreakKind.ORGANISATION and code == TOTAL:
        return False
    return one.kind is not BreakKind.DEFINITION and one.touches(measured)


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
