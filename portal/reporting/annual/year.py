"""The figures of a year, added up from what is published of its quarters: never from the counts.

So a report tells nothing that the quarters do not tell together. What one of them hides is not in
it: a sum is then told as « at least », and a share of the quarters that tell it. Nobody can add up
medians: a year's lies between the least and the most of its quarters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from portal.domain.conclusion import Finding
from portal.domain.figures.means import PUBLISHED_MEANS, Means
from portal.domain.figures.published import Bounds, together
from portal.domain.figures.small_cells import TOTAL
from portal.domain.time.periods import Period
from portal.reporting.counts.grids import THEMES
from portal.reporting.known import Days, Known

LEVELS, FINDINGS = "levels", "findings"
_UPHELD = (Finding.FOUNDED.value, Finding.PARTLY_FOUNDED.value)


class Sum(Struct, frozen=True):
    """A sum of counts: exact, or at least so much where `hidden` of its parts are not told."""

    n: int
    hidden: int = 0

    @property
    def is_exact(self) -> bool:
        """Tell whether every part of it is told."""
        return not self.hidden

    @classmethod
    def of(cls, parts: Sequence[int | None]) -> Sum:
        """Add up what is told."""
        return cls(sum(part or 0 for part in parts), sum(part is None for part in parts))


class SpanOfDays(Struct, frozen=True):
    """Between how many days something lies, over the quarters that tell it."""

    least: int
    most: int


class Year(Struct, frozen=True, dict=True):
    """The quarters of a year that are published, from the first one on without a gap."""

    period: Period
    quarters: tuple[Known, ...]
    definitions: tuple[str, ...] = ()

    @property
    def until(self) -> int:
        """The last quarter that it has."""
        return len(self.quarters)

    @property
    def is_whole(self) -> bool:
        """Tell whether it has all of its quarters."""
        return self.until == len(self.period.quarters)

    def first(self, quarters: int) -> Year:
        """Return as many of its quarters: what a part of a year is compared with."""
        return Year(self.period, self.quarters[:quarters], self.definitions[:quarters])

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Every agency that one of the quarters names, in order."""
        return tuple(sorted({code for known in self.quarters for code in known.agencies}))

    def received(self, code: str, theme: str = TOTAL) -> Sum:
        """Return how many complaints came, about a theme or about all."""
        return self.cell(THEMES, code, theme)

    def cell(self, table: str, code: str, column: str = TOTAL) -> Sum:
        """Return the sum of a cell of a table."""
        return Sum.of([known.grid(table).n(code, column) for known in self.quarters])

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table, without that of totals, in order."""
        named = {
            column
            for known in self.quarters
            for row in known.grids.get(table, {}).values()
            for column in row
        }
        return tuple(sorted(named - {TOTAL}))

    def rates(self, rate: str, code: str) -> tuple[Bounds | None, ...]:
        """Return what each quarter tells of a rate; None where it does not."""
        return tuple(known.share(rate, code) for known in self.quarters)

    def rate(self, rate: str, code: str) -> Bounds | None:
        """Return what the quarters tell together; None where none of them tells anything."""
        told = [bounds for bounds in self.rates(rate, code) if bounds is not None]
        return together(told) if told else None

    def is_told_throughout(self, rate: str, code: str) -> bool:
        """Tell whether no quarter keeps a rate to itself."""
        return None not in self.rates(rate, code)

    def upheld(self, code: str) -> Bounds | None:
        """Return how many closings found something, if every quarter tells it."""
        parts = [self.cell(FINDINGS, code, column) for column in _UPHELD]
        whole = self.cell(FINDINGS, code)
        if not all(part.is_exact for part in (*parts, whole)):
            return None
        n = sum(part.n for part in parts)
        return Bounds(n, n, whole.n)

    def days(self, code: str) -> tuple[Days, ...]:
        """Return how long answers took, quarter by quarter."""
        return tuple(known.days_of(code) for known in self.quarters)

    def medians(self, code: str) -> SpanOfDays | None:
        """Return between which days half of all answers had come."""
        return _span([days.median for days in self.days(code)])

    def ninths(self, code: str) -> SpanOfDays | None:
        """Return between which days nine in ten had come."""
        return _span([days.ninth for days in self.days(code)])

    def percents(self, rate: str, code: str) -> tuple[int, int] | None:
        """Return between which percents a rate lay, over the quarters that tell it.

        Of ratings nobody may know among how many they are: they are never added up.
        """
        known = [bounds for bounds in self.rates(rate, code) if bounds is not None]
        told = [bounds.percents for bounds in known if bounds.is_told]
        if not told:
            return None
        return min(low for low, _ in told), max(high for _, high in told)

    def used(self, code: str) -> dict[Means, Bounds]:
        """Return what an agency did far more than others in one of the quarters, and how often."""
        means = [
            m for m in PUBLISHED_MEANS if any(m in q.marks.get(code, {}) for q in self.quarters)
        ]
        shares = {one: self.rate(one.value, code) for one in means}
        return {one: known for one, known in shares.items() if known is not None and known.is_told}

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was counted."""
        return all(known.is_empty for known in self.quarters)


def _span(days: Sequence[int | None]) -> SpanOfDays | None:
    told = [one for one in days if one is not None]
    return SpanOfDays(min(told), max(told)) if told else None
