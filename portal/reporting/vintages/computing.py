"""What everybody may know of a quarter, worked out from its counts: always the same of the same.

A revision tells no more than both vintages together may: what one of them hid stays hidden, and so
does what a few people moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from portal.complaints.features import CountedApart
from portal.domain.figures.indicators import Figures
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Distribution
from portal.domain.figures.small_cells import FEWEST, TOTAL, Place, hidden_cells, with_totals
from portal.domain.figures.steps import steps_of, within
from portal.reporting.counts.grids import TABLES, THEMES, Cells, Grid
from portal.reporting.known import HIDDEN, Days, Known, cells_of, months_of
from portal.reporting.tables.rates import PUBLISHED, Rate, rate_among

Apart = Mapping[str, CountedApart]
Earlier = Sequence[Known]


class QuarterCounts(Struct, frozen=True, dict=True):
    """All that is counted of a quarter: what its published figures are computed from.

    `apart` are the counts that do not come from the history, by the feature that has them.
    """

    period: str
    months: tuple[str, ...]
    agencies: tuple[str, ...]
    counts: Sequence[tuple[str, str, int, int]]
    """Agency, measure, bucket, how many."""
    received: Sequence[tuple[str, str, int]]
    """Agency, theme, how many."""
    answers: Sequence[tuple[str, str, str, int, int]]
    """Agency, month, measure, working days, how many first answers."""
    apart: Mapping[str, Sequence[tuple[str, str, int, int]]]

    @cached_property
    def by_agency(self) -> dict[str, Figures]:
        """The figures of each agency."""
        rows: dict[str, list[tuple[str, int, int]]] = {code: [] for code in self.agencies}
        for agency, measure, bucket, n in self.counts:
            rows[agency].append((measure, bucket, n))
        return {agency: Figures(tallies) for agency, tallies in rows.items()}

    def days(self, code: str) -> Distribution:
        """Return how long first answers took in an agency, or people waited for all together."""
        return self._figures(code, self.counts).days

    def days_by_month(self, code: str) -> dict[str, Distribution]:
        """Return the same for each month."""
        months: dict[str, list[tuple[str, str, int, int]]] = {month: [] for month in self.months}
        for agency, month, measure, days, n in self.answers:
            months[month].append((agency, measure, days, n))
        return {month: self._figures(code, rows).days for month, rows in months.items()}

    def _figures(self, code: str, rows: Sequence[tuple[str, str, int, int]]) -> Figures:
        if code == TOTAL:
            return Figures.of_all(row[1:] for row in rows)
        return Figures(row[1:] for row in rows if row[0] == code)


def known_of(counts: QuarterCounts, apart: Apart, before: Earlier = ()) -> Known:
    """Return what everybody may know, beside what they know of the vintages `before`."""
    grids = {
        THEMES: _themes(counts, before),
        **{table: _grid(counts, cells, table, before) for cells, table in TABLES.items()},
    }
    codes = (*counts.agencies, TOTAL)
    days = {code: _days(counts, grids["levels"], code) for code in codes}
    return Known(
        agencies=counts.agencies,
        grids={table: cells_of(grid) for table, grid in grids.items()},
        shares={
            rate.code: _revised(_shares(counts, rate, grids), rate.code, before)
            for rate in PUBLISHED
        }
        | _apart(counts, apart, grids["findings"], before),
        days=days,
        months={code: _months(counts, days[code], code) for code in codes},
    )


def _themes(counts: QuarterCounts, before: Earlier) -> Grid:
    by_theme: dict[Place, int] = {(agency, theme): n for agency, theme, n in counts.received}
    table = with_totals(by_theme)
    received = {code: table.get((code, TOTAL), 0) for code in counts.agencies}
    # While the quarter went on, everybody read these steps.
    told: dict[Place, tuple[int, int]] = {
        (code, TOTAL): within(step) for code, step in steps_of(received).items()
    }
    return _hidden(table, [known.grid(THEMES) for known in before], told)


def _grid(counts: QuarterCounts, cells: Cells, table: str, before: Earlier) -> Grid:
    rows: dict[Place, int] = {
        (agency, column): n
        for agency, figures in counts.by_agency.items()
        for column, n in cells(figures).items()
    }
    return _hidden(with_totals(rows), [known.grid(table) for known in before], {})


def _hidden(
    table: Mapping[Place, int],
    before: Sequence[Grid],
    told: Mapping[Place, tuple[int, int]],
) -> Grid:
    """Hide what is small, what was hidden before, and what moved by so few that they stand out."""
    whole = dict.fromkeys((place for grid in before for place in grid.table), 0) | dict(table)
    moved = {
        place
        for place, n in whole.items()
        for grid in before
        if place in grid.hidden or 0 < abs(n - grid.table.get(place, 0)) < FEWEST
    }
    return Grid(whole, hidden_cells(whole, moved, told))


def _shares(counts: QuarterCounts, rate: Rate, grids: Mapping[str, Grid]) -> dict[str, Any]:
    among = grids[TABLES[rate.among]]
    return {
        code: rate_among(counts.by_agency, rate, among, code) for code in (*counts.agencies, TOTAL)
    }


def _apart(
    counts: QuarterCounts, apart: Apart, closed: Grid, before: Earlier
) -> dict[str, dict[str, Bounds | None]]:
    """Return the shares of what is counted apart, among what was closed."""
    shown = frozenset(code for code in (*counts.agencies, TOTAL) if closed.n(code) is not None)
    whole = {code: closed.table.get((code, TOTAL), 0) for code in counts.agencies}
    shares: dict[str, dict[str, Bounds | None]] = {}
    for name, counted in apart.items():
        shares |= counted.shares(counts.apart.get(name, ()), whole, shown)
    return {code: _revised(of_each, code, before) for code, of_each in shares.items()}


def _revised(now: dict[str, Bounds | None], rate: str, before: Earlier) -> dict[str, Bounds | None]:
    """Leave out what a few people moved; then what all have together could tell it."""
    few = {
        code
        for code, known in now.items()
        if any(_is_moved_by_few(known, earlier.share(rate, code)) for earlier in before)
    }
    left_out = few | ({TOTAL} if few else set())
    return {code: None if code in left_out else known for code, known in now.items()}


def _is_moved_by_few(now: Bounds | None, before: Bounds | None) -> bool:
    if now is None or before is None:
        return now is not None
    edges = (now.least - before.least, now.most - before.most, now.n - before.n)
    return any(0 < abs(moved) < FEWEST for moved in edges)


def _days(counts: QuarterCounts, levels: Grid, code: str) -> Days:
    return Days.told(counts.days(code)) if levels.n(code) is not None else HIDDEN


def _months(counts: QuarterCounts, quarter: Days, code: str) -> dict[str, Days]:
    if quarter.n is None:
        return dict.fromkeys(counts.months, HIDDEN)
    return months_of(counts.days_by_month(code))
