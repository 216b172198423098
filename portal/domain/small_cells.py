"""Which cells of a published table stay hidden, so that nobody is recognised in it.

A cell of fewer than five complaints is hidden. Another is hidden with it wherever the first could
be got back by subtracting what is shown from a total, along any row or column and through any
chain of them. A hidden cell can be got back exactly if it is the only link between its row and its
column: so the search is for a second way from one to the other, through the smallest cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from heapq import heappop, heappush
from itertools import count as counting

FEWEST = 5
TOTAL = "*"
"""The row or column in which totals stand."""

Place = tuple[Hashable, Hashable]


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


def hidden_cells(table: Mapping[Place, int]) -> frozenset[Place]:
    """Return the cells to hide in a table with its totals, totals among them."""
    hidden = {place for place, n in table.items() if n < FEWEST}
    for place in sorted(hidden, key=repr):
        hidden |= _second_way(table, hidden, place)
    return frozenset(hidden)


def _second_way(table: Mapping[Place, int], hidden: set[Place], place: Place) -> set[Place]:
    """Return the cheapest cells that join a cell's row to its column without it.

    Cells that are hidden already cost nothing; any other, what it counts.
    """
    start, goal = _ends(place)
    neighbours = _links(other for other in table if other != place)
    tie = counting()
    waiting: list[tuple[int, int, Hashable, tuple[Place, ...]]] = [(0, next(tie), start, ())]
    reached: set[Hashable] = set()
    while waiting:
        cost, _, end, way = heappop(waiting)
        if end == goal:
            return set(way)
        if end in reached:
            continue
        reached.add(end)
        for other, further in neighbours[end]:
            if further not in reached:
                price = 0 if other in hidden else 1 + table[other]
                heappush(waiting, (cost + price, next(tie), further, (*way, other)))
    return set()


def _links(places: Iterable[Place]) -> dict[Hashable, list[tuple[Place, Hashable]]]:
    links: dict[Hashable, list[tuple[Place, Hashable]]] = defaultdict(list)
    for place in places:
        row, column = _ends(place)
        links[row].append((place, column))
        links[column].append((place, row))
    return links


def _ends(place: Place) -> tuple[Hashable, Hashable]:
    return ("row", place[0]), ("column", place[1])
