from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.small_cells import (
    TOTAL,
    Place,
    hidden_cells,
    is_small,
    with_totals,
)

Table = dict[Place, int]


def tables(rows: int, columns: int) -> st.SearchStrategy[Table]:
    return st.tuples(st.integers(1, rows), st.integers(1, columns)).flatmap(
        lambda size: st.fixed_dictionaries(
            {
                (f"r{row}", f"c{column}"): st.one_of(
                    st.just(0), st.integers(1, 4), st.integers(0, 8), st.integers(0, 400)
                )
                for row, column in product(range(size[0]), range(size[1]))
            }
        )
    )


def look_alikes(table: Table, hidden: frozenset[Place]) -> Iterator[Table]:
    """Yield tables that differ by at most one in each cell, and look the same to a reader.

    Where any other table would look the same, one of these does: counts that add up by rows and
    columns can be led over into each other along circles, each of which changes a cell by one.
    """
    inner = [place for place in table if TOTAL not in place]
    moves = [(-1, 0, 1) if place in hidden else (0,) for place in inner]
    for changes in product(*moves):
        other = with_totals(
            {place: table[place] + change for place, change in zip(inner, changes, strict=True)}
        )
        if all(n >= 1 if place in hidden else n == table[place] for place, n in other.items()):
            yield other


@given(tables(6, 5))
def test_every_cell_of_one_to_four_is_hidden(counts: Table):
    table = with_totals(counts)
    assert {place for place, n in table.items() if is_small(n)} <= hidden_cells(table)


@given(tables(6, 5))
def test_zero_is_shown(counts: Table):
    table = with_totals(counts)
    assert not {place for place, n in table.items() if n == 0} & hidden_cells(table)


@given(tables(3, 3))
def test_no_small_cell_can_be_worked_out_from_what_is_shown(counts: Table):
    table = with_totals(counts)
    hidden = hidden_cells(table)
    certain = {place for place, n in table.items() if is_small(n)}
    for other in look_alikes(table, hidden):
        certain = {place for place in certain if other[place] == table[place]}
        if not certain:
            break
    assert certain == set()


@given(tables(6, 5))
def test_nothing_is_hidden_where_no_cell_is_small(counts: Table):
    large = {place: n * 5 for place, n in counts.items()}
    assert hidden_cells(with_totals(large)) == frozenset()


@given(tables(6, 5))
def test_the_totals_of_a_table_add_up(counts: Table):
    table = with_totals(counts)
    assert table[TOTAL, TOTAL] == sum(counts.values())
    assert table[TOTAL, "c0"] == sum(n for (_, column), n in counts.items() if column == "c0")


def test_the_smallest_cells_are_hidden_with_a_small_one():
    counts = {("a", "x"): 2, ("a", "y"): 6, ("a", "z"): 900}
    counts |= {("b", "x"): 7, ("b", "y"): 8, ("b", "z"): 900}
    hidden = hidden_cells(with_totals(counts))
    assert hidden == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}


def test_cells_that_could_only_be_one_each_hide_their_total_too():
    counts = {("a", column): 1 for column in "vwxyz"}
    assert (TOTAL, TOTAL) in hidden_cells(with_totals(counts))


def test_a_column_of_one_agency_alone_is_no_cover_for_the_others():
    # Only b has any y, so the y of a is known to be nothing, and cannot hide its x.
    counts = {("a", "x"): 3, ("a", "y"): 0, ("b", "x"): 60, ("b", "y"): 9}
    counts |= {("a", "z"): 70, ("b", "z"): 80}
    hidden = hidden_cells(with_totals(counts))
    assert ("a", "y") not in hidden
    assert {("a", "x"), ("a", "z"), ("b", "x"), ("b", "z")} <= hidden
