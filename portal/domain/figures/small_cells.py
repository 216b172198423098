"""Which cells of a published table stay hidden, so that nobody is recognised in it.

A cell of one to four complaints is hidden; zero is shown, for there is nobody in it. Others are
hidden with it, so that it cannot be worked out from what is shown. Whoever reads the table knows
that every row and column adds up to its total, and that a hidden cell is one at least. A cell stays
uncertain if the table could be another that looks the same: one more or one less in it, made up for
along a circle of hidden cells through rows and columns. So the search is for such a circle, through
the cells that count least.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from heapq import heappop, heappush
from itertools import count as counting
from types import MappingProxyType

FEWEST = 5
TOTAL = "*"
"""The row or column in which totals stand."""

Place = tuple[Hashable, Hashable]
Way = tuple[Place, ...]
_ANY = (0, 1 << 60)
"""Between which numbers a cell lies of which nothing is told."""


def with_totals(counts: Mapping[Place, int]) -> dict[Place, int]:
    """Return the table with its empty cells, and its totals by row, by column, and of all."""
    rows = dict.fromkeys(row for row, _ in counts)
    columns = dict.fromkeys(column for _, column in counts)
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    totals: dict[Place, int] = defaultdict(int)
    for (row, column), n in table.items():
        for place in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            totals[place] += n
    return table | totals


def is_small(n: int) -> bool:
    """Tell whether a cell counts so few complaints that somebody could be recognised."""
    return 0 < n < FEWEST


def hidden_cells(
    table: Mapping[Place, int],
    also: Collection[Place] = (),
    told: Mapping[Place, tuple[int, int]] = MappingProxyType({}),
) -> frozenset[Place]:
    """Return the cells to hide in a table with its totals, totals among them.

    `also` are hidden whatever they count, even nothing. Between which numbers some cells lie is
    `told` elsewhere: no circle leads beyond.
    """
    small = sorted((place for place, n in table.items() if is_small(n) or place in also), key=repr)
    hidden, lines = set(small), _lines_of(table)
    for place in small:
        ways = [_Search(table, lines, hidden, place, told, up=up).way() for up in (True, False)]
        hidden.update(min(ways, key=lambda way: way[0])[1])
    return frozenset(hidden)


_Lines = tuple[Mapping[Hashable, list[Place]], Mapping[Hashable, list[Place]]]
"""The places of a table by their rows, and by their columns."""


def _lines_of(table: Mapping[Place, int]) -> _Lines:
    rows: dict[Hashable, list[Place]] = defaultdict(list)
    columns: dict[Hashable, list[Place]] = defaultdict(list)
    for place in table:
        rows[place[0]].append(place)
        columns[place[1]].append(place)
    return rows, columns


class _Search:
    """The cheapest circle that allows one more (`up`) or one less in the cell at `place`.

    It goes from the cell's row to its column: what leaves a row makes up for the cell, what leaves
    a column goes along with it. Hidden cells cost nothing; any other, what it counts.
    """

    def __init__(
        self,
        table: Mapping[Place, int],
        lines: _Lines,
        hidden: Collection[Place],
        place: Place,
        told: Mapping[Place, tuple[int, int]],
        *,
        up: bool,
    ) -> None:
        self.table, self.hidden, self.place, self.up = table, hidden, place, up
        self._told = told
        self._rows, self._columns = lines

    def way(self) -> tuple[float, Way]:
        """Return its cost and its cells; the cost is infinite if there is none."""
        if not self._may_change(self.place, goes_along=True):
            return math.inf, ()
        tie = counting()
        waiting: list[tuple[int, int, bool, Hashable, Way]] = [(0, 0, True, self.place[0], ())]
        reached: set[tuple[bool, Hashable]] = set()
        while waiting:
            cost, _, is_row, line, way = heappop(waiting)
            if not is_row and line == self.place[1]:
                return cost, way
            if (is_row, line) in reached:
                continue
            reached.add((is_row, line))
            for other in self._rows[line] if is_row else self._columns[line]:
                if other != self.place and self._may_change(other, goes_along=not is_row):
                    further = other[1] if is_row else other[0]
                    price = cost + self._price(other)
                    heappush(waiting, (price, 1 + next(tie), not is_row, further, (*way, other)))
        return math.inf, ()

    def _price(self, place: Place) -> int:
        if place in self.hidden:
            return 0
        # The total of all stands on other pages too: it is hidden if nothing else will do.
        return self.table[place] * (len(self.table) if place == (TOTAL, TOTAL) else 1)

    def _may_change(self, place: Place, *, goes_along: bool) -> bool:
        """Tell whether a cell could be one more or less, and still be one at least.

        A total of a row or a column moves against the cells in it, for it is subtracted.
        """
        is_margin = (place[0] == TOTAL) != (place[1] == TOTAL)
        rises = (self.up == goes_along) != is_margin
        least, most = self._told.get(place, _ANY)
        n = self.table[place]
        if rises:
            return n < most and (n > 0 or place in self.hidden)
        return n > max(least, 1)
