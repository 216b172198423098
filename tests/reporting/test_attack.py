"""The attack on published rates: whatever else the tables could be, given all that they tell.

For each agency every number of answers due and of those kept is tried that fits what is published
of it, of the others and of all together. A cell of one to four that has one such value is undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.small_cells import TOTAL, is_small
from portal.reporting.counts.grids import cells_of_due, grid_of
from portal.reporting.tables.rates import KEPT, rate_known

Row = tuple[int, int]
"""How many answers came in time, and how many did not."""

FEW = st.one_of(st.integers(0, 5), st.integers(0, 14))
ROWS = st.lists(st.tuples(FEW, FEW), min_size=1, max_size=5)


def could_be(rows: list[Row]) -> list[set[Row]]:
    """Return, for each row, all that it could be by what is published."""
    by_agency = {
        f"a{place}": Figures([(Measure.ANSWER_KEPT, 0, kept), (Measure.ANSWER_MISSED, 0, missed)])
        for place, (kept, missed) in enumerate(rows)
    }
    due = grid_of(by_agency, cells_of_due, is_public=True)
    whole, shown = due.n(TOTAL), [due.n(code) for code in by_agency]
    # A hidden number is one at least; without a total it may be any.
    left = (whole if whole is not None else 20) - sum(n or 0 for n in shown)
    most = left - shown.count(None) + 1
    options = [
        [(kept, n - kept) for n in range(1, most + 1) for kept in range(n + 1)]
        if n is None
        else [(kept, n - kept) for kept in kept_in(by_agency, code, n)]
        for code, n in zip(by_agency, shown, strict=True)
    ]
    if whole is None:
        return [set(of_row) for of_row in options]
    sums = {(kept, whole - kept) for kept in kept_in(by_agency, TOTAL, whole)}
    return [
        {row for row in of_row if not sums.isdisjoint(added([{row}, *others(options, place)]))}
        for place, of_row in enumerate(options)
    ]


def kept_in(by_agency: dict[str, Figures], code: str, n: int) -> range:
    known = rate_known(by_agency, KEPT, code)
    return range(known.least, known.most + 1) if known is not None else range(n + 1)


def others(options: list[list[Row]], place: int) -> list[set[Row]]:
    return [added([set(of_row) for at, of_row in enumerate(options) if at != place])]


def added(rows: Iterable[set[Row]]) -> set[Row]:
    sums = {(0, 0)}
    for of_row in rows:
        sums = {(a + c, b + d) for (a, b), (c, d) in product(sums, of_row)}
    return sums


def undone(rows: list[Row]) -> list[tuple[int, Row]]:
    """Return the rows in which a cell of one to four is found out."""
    found = []
    for place, (row, possible) in enumerate(zip(rows, could_be(rows), strict=True)):
        assert row in possible
        columns = (*zip(*possible, strict=True), tuple(map(sum, possible)))
        cells = zip((*row, sum(row)), columns, strict=True)
        if any(is_small(n) and len(set(values)) < 2 for n, values in cells):
            found.append((place, row))
    return found


@given(ROWS)
def test_no_small_cell_is_found_out(rows: list[Row]):
    assert undone(rows) == []


@pytest.mark.parametrize(
    "rows",
    [
        [(7, 0), (12, 3), (9, 6)],
        [(2, 1), (12, 3), (9, 6)],
        [(14, 1), (14, 1), (14, 1)],
        [(14, 4), (13, 4), (9, 4)],
        [(1, 0), (1, 0), (1, 0), (1, 0), (1, 0)],
        [(4, 1), (1, 4)],
    ],
)
def test_some_tables_that_were_undone_or_stand_at_an_edge(rows: list[Row]):
    assert undone(rows) == []
