"""Tables of counts with their totals, a row for each agency, and what stands in their columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from portal.agencies.agency import Agency
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.small_cells import TOTAL, Place, hidden_cells, with_totals
from portal.reporting.counts.queries import Count


@dataclass(frozen=True)
class Grid:
    """Counts in rows and columns with their totals; cells that stay hidden are None."""

    table: Mapping[Place, int]
    hidden: frozenset[Place] = frozenset()

    @classmethod
    def of(cls, counts: Mapping[Place, int], *, is_public: bool) -> Grid:
        """Make a grid; before the public, small cells are hidden, and what gives them away."""
        table = with_totals(counts)
        return cls(table, hidden_cells(table) if is_public else frozenset())

    @property
    def places(self) -> Collection[Place]:
        """Where its cells stand, totals among them."""
        return self.table.keys()

    def n(self, row: str, column: str = TOTAL) -> int | None:
        """Return what a cell counts, or None if it is hidden."""
        return None if (row, column) in self.hidden else self.table.get((row, column), 0)

    def row(self, row: str, columns: Iterable[str]) -> list[int | None]:
        """Return the cells of a row."""
        return [self.n(row, column) for column in columns]


Cells = Callable[[Figures], Mapping[str, int]]
"""Reads the row of an agency in a table: how many it has in each column."""


def cells_of_due(figures: Figures) -> Mapping[str, int]:
    """Return how many answers were due."""
    return {"due": figures.kept.n}


def cells_of_contacts(figures: Figures) -> Mapping[str, int]:
    """Return how many first contacts were due."""
    return {"due": figures.contact_kept.n}


def cells_of_noted_contacts(figures: Figures) -> Mapping[str, int]:
    """Return how many contacts the staff say they made."""
    return {"noted": figures.contact_confirmed.n}


def cells_of_levels(figures: Figures) -> Mapping[str, int]:
    """Return how many first answers came at each level."""
    return {str(level): n for level, n in figures.buckets(Measure.LEVEL).items()}


def cells_of_findings(figures: Figures) -> Mapping[str, int]:
    """Return how many closings had each finding."""
    return {finding.value: n for finding, n in figures.findings.items()}


THEMES = "themes"
"""The table of what was received, by theme."""
TABLES: Mapping[Cells, str] = {
    cells_of_due: "due",
    cells_of_contacts: "contacts_due",
    cells_of_noted_contacts: "contacts_noted",
    cells_of_levels: "levels",
    cells_of_findings: "findings",
}
"""The other tables of counts that everybody sees, by what reads their rows."""


def grid_of(by_agency: Mapping[str, Figures], cells: Cells, *, is_public: bool) -> Grid:
    """Return a table with a row for each agency."""
    counts: dict[Place, int] = {
        (agency, column): n
        for agency, figures in by_agency.items()
        for column, n in cells(figures).items()
    }
    return Grid.of(counts, is_public=is_public)


def figures_by_agency(agencies: Iterable[Agency], counts: Iterable[Count]) -> dict[str, Figures]:
    """Return the figures of each of these agencies."""
    rows: dict[str, list[tuple[str, int, int]]] = {agency.code: [] for agency in agencies}
    for agency, *tally in counts:
        rows[agency].append(tally)  # type: ignore[arg-type]
    return {agency: Figures(tallies) for agency, tallies in rows.items()}
