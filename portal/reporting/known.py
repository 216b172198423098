"""What everybody may know of a period, in numbers and without words: what a vintage keeps.

Every public figure is made of this alone: a page, a file, the home page. What is hidden is not in
it, so that nothing made of it can tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product

from msgspec import Struct, field

from portal.domain.figures.means import PUBLISHED_MEANS, Used, far_more
from portal.domain.figures.published import Bounds, together
from portal.domain.figures.shares import Distribution, Share
from portal.domain.figures.small_cells import FEWEST, TOTAL, is_small
from portal.reporting.counts.grids import Grid

MANY = 30
"""So many answers make a median that may be compared with others."""
_ENOUGH_FOR_NINTH = 2 * FEWEST


class Days(Struct, frozen=True):
    """How long answers took, as far as it is told: `n` is None where it is not told of how many."""

    n: int | None = None
    median: int | None = None
    ninth: int | None = None
    is_many: bool = False

    @classmethod
    def exact(cls, days: Distribution) -> Days:
        """Return all of it, for those who may see it."""
        return cls(days.n, days.median, days.ninth_decile, days.n >= MANY)

    @classmethod
    def told(cls, days: Distribution) -> Days:
        """Return what everybody may know: the ninth in ten is never simply the longest of all."""
        if is_small(days.n):
            return HIDDEN
        ninth = days.ninth_decile if days.n >= _ENOUGH_FOR_NINTH else None
        return cls(days.n, days.median, ninth, days.n >= MANY)

    @classmethod
    def of_month(cls, days: Distribution) -> Days:
        """Return what everybody may know of a month: how many it was is no part of that."""
        if not days.n:
            return cls(0)
        told = cls.told(days)
        return cls(None, told.median, told.ninth, told.is_many) if days.n >= FEWEST else cls()


HIDDEN = Days()
NONE = Days(0)


class Known(Struct, frozen=True):
    """The tables of counts, the shares, and the days of some agencies in a period.

    A cell that is hidden is None. What is not there at all counted nothing.
    """

    agencies: tuple[str, ...] = ()
    grids: Mapping[str, Mapping[str, Mapping[str, int | None]]] = field(default_factory=dict)
    """By table, row and column, totals among them."""
    shares: Mapping[str, Mapping[str, Bounds | None]] = field(default_factory=dict)
    """By rate and agency."""
    days: Mapping[str, Days] = field(default_factory=dict)
    months: Mapping[str, Mapping[str, Days]] = field(default_factory=dict)
    """By agency and month."""

    def grid(self, table: str) -> Grid:
        """Return a table of counts."""
        cells = {
            (row, column): n
            for row, columns in self.grids.get(table, {}).items()
            for column, n in columns.items()
        }
        hidden = frozenset(place for place, n in cells.items() if n is None)
        return Grid({place: n or 0 for place, n in cells.items()}, hidden)

    def share(self, rate: str, code: str) -> Bounds | None:
        """Return what is known of a rate; None where its number is hidden."""
        return self.shares.get(rate, {}).get(code, Bounds(0, 0, 0))

    def is_kept(self, rate: str) -> bool:
        """Tell whether this rate was published at the time."""
        return rate in self.shares or not self.shares

    @property
    def marks(self) -> dict[str, Used]:
        """What each agency uses far more than the others, by what is published of it alone."""
        least: dict[str, Used] = {agency: {} for agency in self.agencies}
        most: dict[str, Used] = {agency: {} for agency in self.agencies}
        for agency, means in product(self.agencies, PUBLISHED_MEANS):
            share = self.share(means.value, agency)
            if share is not None:
                least[agency][means] = Share(share.least, share.n)
                most[agency][means] = Share(share.most, share.n)
        return far_more(least, most)

    @property
    def hidden(self) -> int:
        """How many of its counts are hidden."""
        rows = (row for table in self.grids.values() for row in table.values())
        return sum(n is None for row in rows for n in row.values())

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was counted."""
        rows = (row for table in self.grids.values() for row in table.values())
        are_counted = any(n != 0 for row in rows for n in row.values())
        return not are_counted and all(days.n == 0 for days in self.days.values())

    def days_of(self, code: str) -> Days:
        """Return how long answers took in an agency, or in all together."""
        return self.days.get(code, NONE)


def over_quarters(quarters: Iterable[Known], rate: str, code: str) -> Bounds | None:
    """Return what several quarters tell of a rate together, without those that tell nothing."""
    known = [quarter.share(rate, code) for quarter in quarters]
    told = [bounds for bounds in known if bounds is not None and bounds.n]
    return together(told) if told else None


def cells_of(grid: Grid) -> dict[str, dict[str, int | None]]:
    """Return a table by row and column; what is hidden is None."""
    rows: dict[str, dict[str, int | None]] = {}
    for row, column in sorted(grid.table, key=repr):
        rows.setdefault(str(row), {})[str(column)] = grid.n(str(row), str(column))
    return rows


def months_of(days: Mapping[str, Distribution]) -> dict[str, Days]:
    """Return what everybody may know of the months of a quarter.

    Where one of them has few, none is told: how many the others have at least, and how many all
    three have, would say how few.
    """
    if any(is_small(month.n) for month in days.values()):
        return dict.fromkeys(days, HIDDEN)
    return {month: Days.of_month(of_month) for month, of_month in days.items()}


def with_total(
    codes: Iterable[str], of: Callable[[str], Bounds | None]
) -> dict[str, Bounds | None]:
    """Return a rate of each agency, and of all together."""
    return {code: of(code) for code in (*codes, TOTAL)}
