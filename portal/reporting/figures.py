"""What a page of figures is made from: one reading, of one period and what it is compared to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from portal.agencies.agency import Agency
from portal.domain.figures.breaks import Break
from portal.domain.figures.indicators import Figures
from portal.domain.figures.means import Used, marks
from portal.domain.figures.shares import Distribution
from portal.domain.figures.small_cells import TOTAL, Place
from portal.domain.time.promise import Allowance
from portal.pages.current import runtime
from portal.reporting.asked import Asked
from portal.reporting.counts.grids import (
    TABLES,
    THEMES,
    Cells,
    Grid,
    cells_of_contacts,
    cells_of_due,
    cells_of_findings,
    cells_of_levels,
    figures_by_agency,
    grid_of,
)
from portal.reporting.counts.queries import Count, MonthCount, NatureCount
from portal.reporting.counts.queries_received import ThemeCount
from portal.reporting.known import HIDDEN, NONE, Days, Known

T = TypeVar("T")


class Leading(StrEnum):
    """Whether counts lead to the complaints that they are made of, for whoever looks."""

    NOWHERE = "nowhere"
    """They may not open these complaints."""
    THERE = "there"
    NOT_YET = "not yet"
    """What was counted before is not kept complaint by complaint."""
    OTHERWISE = "otherwise"
    """What an agency of today counts was counted in several."""


class LeadingTo(NamedTuple):
    """The agencies whose counts lead to their complaints, and why others do not."""

    why: Leading = Leading.NOWHERE
    agencies: frozenset[str] = frozenset()


NO_LEADS = LeadingTo()
"""Where nothing leads to complaints: before the public, and whoever may not open them."""


@dataclass(frozen=True)
class Reading:
    """All the counts of some agencies for what was asked; the trend may be that of one."""

    asked: Asked
    agencies: tuple[Agency, ...]
    counts: Sequence[Count]
    counts_before: Sequence[Count]
    answers: Sequence[MonthCount]
    received: Sequence[ThemeCount]
    received_before: Sequence[ThemeCount]
    ages: Mapping[str, tuple[int, ...]]
    natures: Sequence[NatureCount]
    complete_until: datetime
    promised: Mapping[str, Allowance]
    """What each agency promised for its ordinary subjects: at the end of a period that is over."""
    counts_earlier: Sequence[Sequence[Count]] = ()
    """Of the three quarters before, for rates that are told over four."""
    is_public: bool = False
    known: Known | None = None
    """What is published of a quarter: then nothing is counted, and all figures are of this."""
    known_before: Known = field(default_factory=Known)
    known_earlier: Sequence[Known] = ()
    trend_of: str = TOTAL
    began: str | None = None
    """The month in which the register begins, if anything was received."""
    breaks: Sequence[Break] = ()
    """What broke the series of these agencies, or of all."""
    counts_of_all: Sequence[Count] = ()
    """Of every agency, and of all their complaints: with these an agency is compared."""
    leading: LeadingTo = NO_LEADS
    """Whose counts lead to complaints that whoever looks may open."""
    _read: dict[Callable[[Reading], Any], Any] = field(default_factory=dict, repr=False)

    _grids: dict[tuple[int, Cells], tuple[Mapping[str, Figures], Grid]] = field(
        default_factory=dict, repr=False
    )

    def once(self, read: Callable[[Reading], T]) -> T:
        """Return what `read` reads beside it, which is read once for all blocks of a page."""
        if read not in self._read:
            self._read[read] = read(self)
        found: T = self._read[read]
        return found

    @cached_property
    def marks(self) -> Mapping[str, Used]:
        """What each agency does far more than the others, and makes its rates look better."""
        alone = self.agencies[0].code if len(self.agencies) == 1 else self.trend_of
        found = self.known.marks if self.known is not None else marks(self._of_everyone)
        return found | ({TOTAL: found[alone]} if alone in found else {})

    @property
    def _of_everyone(self) -> dict[str, Figures]:
        """The figures of every agency there is, which are those of the page if it is of all."""
        if self.counts_of_all is self.counts:
            return self.by_agency
        return figures_by_agency(tuple(runtime().agencies), self.counts_of_all)

    @cached_property
    def by_agency(self) -> dict[str, Figures]:
        """The figures of each agency in the period."""
        return figures_by_agency(self.agencies, self.counts)

    @cached_property
    def by_agency_before(self) -> dict[str, Figures]:
        """The figures of each agency in the period compared to."""
        return figures_by_agency(self.agencies, self.counts_before)

    @cached_property
    def whole(self) -> Figures:
        """The figures of all agencies in the period."""
        return self._together(self.counts, lambda: self.by_agency)

    @cached_property
    def whole_before(self) -> Figures:
        """The figures of all agencies in the period compared to."""
        return self._together(self.counts_before, lambda: self.by_agency_before)

    def _together(
        self, counts: Sequence[Count], by_agency: Callable[[], Mapping[str, Figures]]
    ) -> Figures:
        """Return the figures of all agencies together.

        Of several, people waited for all that had their complaint; of one, its own days count, as
        in its row.
        """
        if len(self.agencies) == 1:
            return by_agency()[self.agencies[0].code]
        return Figures.of_all(row[1:] for row in counts)

    def figures(self, code: str) -> Figures:
        """Return the figures of an agency in the period, or of all together."""
        return self.whole if code == TOTAL else self.by_agency[code]

    def figures_before(self, code: str) -> Figures:
        """Return the same in the period compared to."""
        return self.whole_before if code == TOTAL else self.by_agency_before[code]

    def days(self, code: str) -> Days:
        """Return how long first answers took, in an agency or in all together."""
        if self.known is not None:
            return self.known.days_of(code)
        return self._days(self.figures(code).days, self.levels.n(code))

    def days_before(self, code: str) -> Days:
        """Return the same in the period compared to."""
        if self.known is not None:
            return self.known_before.days_of(code)
        return self._days(self.figures_before(code).days, self.levels_before.n(code))

    def _days(self, days: Distribution, n: int | None) -> Days:
        if not self.is_public:
            return Days.exact(days)
        return Days.told(days) if n is not None else HIDDEN

    @cached_property
    def days_by_month(self) -> dict[str, Days]:
        """How long first answers took in each month of the trend."""
        if self.known is not None:
            return {month: self._published_month(month) for month in self.asked.trend}
        months: dict[str, dict[int, int]] = {month: {} for month in self.asked.trend}
        for row in self.answers:
            months[row.month][row.days] = row.n
        told = Days.of_month if self.is_public else Days.exact
        return {month: told(Distribution(days)) for month, days in months.items()}

    def _published_month(self, month: str) -> Days:
        quarters = (self.known or Known(), *self.known_earlier, self.known_before)
        known = (quarter.months.get(self.trend_of, {}) for quarter in quarters)
        return next((days[month] for days in known if month in days), NONE)

    @cached_property
    def themes(self) -> Grid:
        """How many complaints each agency received about each theme in the period."""
        if self.known is not None:
            return self.known.grid(THEMES)
        return self._grid({(row.agency, row.theme): row.n for row in self.received})

    @cached_property
    def themes_before(self) -> Grid:
        """The same in the period compared to."""
        if self.known is not None:
            return self.known_before.grid(THEMES)
        return self._grid({(row.agency, row.theme): row.n for row in self.received_before})

    @cached_property
    def levels(self) -> Grid:
        """How many first answers of each agency came at each level."""
        return self.grid(cells_of_levels)

    @cached_property
    def levels_before(self) -> Grid:
        """The same in the period compared to."""
        if self.known is not None:
            return self.known_before.grid(TABLES[cells_of_levels])
        return grid_of(self.by_agency_before, cells_of_levels, is_public=self.is_public)

    @cached_property
    def findings(self) -> Grid:
        """How many closings of each agency had each finding."""
        return self.grid(cells_of_findings)

    @cached_property
    def due(self) -> Grid:
        """How many answers of each agency were due."""
        return self.grid(cells_of_due)

    @cached_property
    def contacts_due(self) -> Grid:
        """How many first contacts of each agency were due."""
        return self.grid(cells_of_contacts)

    def grid(self, cells: Cells) -> Grid:
        """Return a table of the period."""
        if self.known is not None:
            return self.known.grid(TABLES[cells])
        return self.grid_among(self.by_agency, cells)

    def grid_among(self, by_agency: Mapping[str, Figures], cells: Cells) -> Grid:
        """Return a table of the figures of a period, made once for all lines of a page."""
        key = (id(by_agency), cells)
        if key not in self._grids:
            # With the figures themselves, so that nothing else gets their identity.
            made = grid_of(by_agency, cells, is_public=self.is_public)
            self._grids[key] = (by_agency, made)
        return self._grids[key][1]

    @cached_property
    def earlier(self) -> tuple[dict[str, Figures], ...]:
        """The figures of each agency in the quarters before a public one, the newest first."""
        return tuple(figures_by_agency(self.agencies, counts) for counts in self.counts_earlier)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all is counted for the period."""
        if self.known is not None:
            return self.known.is_empty
        return not self.counts and not self.natures

    def _grid(self, counts: Mapping[Place, int]) -> Grid:
        return Grid.of(counts, is_public=self.is_public)
