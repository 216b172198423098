"""What was counted of each category of a page, now and then; small numbers hidden where need be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.domain.actor import PORTAL
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.published import Bounds, published, together
from portal.domain.figures.small_cells import TOTAL, Place
from portal.domain.time.periods import Period
from portal.pages.current import runtime
from portal.reporting.counts.grids import Grid, cells_of_due, grid_of
from portal.reporting.counts.queries import CategoryCount, by_category
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of

Key = tuple[str, str, str]
"""A category: the agency that has it, the one that named it, and its code."""


def key_name(key: Key) -> str:
    """Return a category as one word, for the rows of a table."""
    return "/".join(key)


@dataclass(frozen=True)
class Counted:
    """What was counted of each category in a period."""

    figures: Mapping[Key, Figures]
    is_hidden: bool

    @classmethod
    def of(cls, rows: Iterable[CategoryCount], *, is_hidden: bool) -> Counted:
        """Return what these rows count."""
        by_key: dict[Key, list[tuple[str, int, int]]] = {}
        for row in rows:
            by_key.setdefault(row[:3], []).append((row.measure, 0, row.n))
        return cls({key: Figures(tallies) for key, tallies in by_key.items()}, is_hidden)

    @cached_property
    def _received(self) -> Grid:
        # A row for each agency: how many it received about the subject is told elsewhere.
        counts: dict[Place, int] = {
            (key[0], key_name(key)): figures.count(Measure.RECEIVED)
            for key, figures in self.figures.items()
        }
        return Grid.of(counts, is_public=self.is_hidden)

    @cached_property
    def by_name(self) -> dict[str, Figures]:
        """The figures of each category, by its name as one word."""
        return {key_name(key): figures for key, figures in self.figures.items()}

    @cached_property
    def due(self) -> Grid:
        """How many answers were due."""
        return grid_of(self.by_name, cells_of_due, is_public=self.is_hidden)

    def n(self, key: Key) -> int | None:
        """Return how many complaints came in a category; None where that is hidden."""
        return self._received.n(key[0], key_name(key))

    def sum_of(self, keys: Iterable[Key]) -> int | None:
        """Return what several categories received together, where none of them is hidden."""
        counts = [self.n(key) for key in keys if key in self.figures]
        return None if None in counts else sum(n or 0 for n in counts)

    def due_of(self, keys: Iterable[Key]) -> int | None:
        """Return how many answers were due in several categories, where none of them is hidden."""
        counts = [self.due.n(key_name(key)) for key in keys if key in self.figures]
        return None if None in counts else sum(n or 0 for n in counts)

    def kept_of(self, keys: Iterable[Key]) -> Bounds:
        """Return how many of these came in time: no more than what each category tells of it."""
        shares = [self.figures[key].kept for key in keys if key in self.figures]
        tell = published if self.is_hidden else Bounds.exact
        return together(tell(share) for share in shares)

    @property
    def total(self) -> int | None:
        """How many came in all."""
        return self._received.n(TOTAL)

    @cached_property
    def whole(self) -> Figures:
        """The answers due in all."""
        rows = (
            (measure, 0, figures.count(measure))
            for figures in self.figures.values()
            for measure in (Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)
        )
        return Figures(rows)


def read_categories(reading: Reading) -> tuple[Counted, Counted]:
    """Return what was counted in the period, and in the one compared to."""
    codes, asked = [agency.code for agency in reading.agencies], reading.asked
    heirs = heirs_of(asked)
    with runtime().reading(PORTAL) as session:

        def counted(period: Period) -> Counted:
            rows = by_category(session, codes, period.months, heirs, asked.narrowing)
            return Counted.of(rows, is_hidden=reading.is_public)

        return counted(asked.period), counted(asked.compared)
