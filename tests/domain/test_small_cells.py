from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.small_cells import FEWEST, TOTAL, Place, hidden_cells, with_totals

TABLES = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda size: st.fixed_dictionaries(
        {
            (f"r{row}", f"c{column}"): st.one_of(st.integers(0, 8), st.integers(0, 400))
            for row, column in product(range(size[0]), range(size[1]))
        }
    )
)


def equations(table: dict[Place, int], hidden: list[Place]) -> list[list[Fraction]]:
    """What a reader can write down: each line with a total, over the cells that are hidden."""
    rows = {row for row, _ in table}
    columns = {column for _, column in table}
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    return [
        [Fraction((-1 if TOTAL in place else 1) if place in line else 0) for place in hidden]
        for line in lines
    ]


def determined(table: dict[Place, int], hidden: list[Place]) -> list[Place]:
    """Solve the equations exactly; return the hidden cells that have only one solution."""
    matrix = equations(table, hidden)
    solved, done = [], 0
    for column in range(len(hidden)):
        pivot = next((i for i in range(done, len(matrix)) if matrix[i][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        lead = matrix[done][column]
        matrix[done] = [value / lead for value in matrix[done]]
        for i, line in enumerate(matrix):
            if i != done and line[column]:
                factor = line[column]
                matrix[i] = [a - factor * b for a, b in zip(line, matrix[done], strict=True)]
        done += 1
    for line in matrix[:done]:
        if sum(map(bool, line)) == 1:
            solved.append(hidden[next(i for i, value in enumerate(line) if value)])
    return solved


@given(TABLES)
def test_every_cell_of_fewer_than_five_is_hidden(counts: dict[Place, int]):
    table = with_totals(counts)
    assert {place for place, n in table.items() if n < FEWEST} <= hidden_cells(table)


@given(TABLES)
def test_no_hidden_cell_can_be_worked_out_from_what_is_shown(counts: dict[Place, int]):
    table = with_totals(counts)
    assert determined(table, sorted(hidden_cells(table), key=repr)) == []


@given(TABLES)
def test_nothing_is_hidden_where_every_cell_is_large(counts: dict[Place, int]):
    table = with_totals({place: n + FEWEST for place, n in counts.items()})
    assert hidden_cells(table) == frozenset()


@given(TABLES)
def test_the_totals_of_a_table_add_up(counts: dict[Place, int]):
    table = with_totals(counts)
    assert table[TOTAL, TOTAL] == sum(counts.values())
    assert table[TOTAL, "c0"] == sum(n for (_, column), n in counts.items() if column == "c0")


def test_a_second_cell_is_hidden_so_that_a_total_gives_the_first_away_no_more():
    table = with_totals({("a", "x"): 2, ("a", "y"): 30, ("b", "x"): 40, ("b", "y"): 50})
    hidden = hidden_cells(table)
    assert ("a", "x") in hidden
    assert len(hidden) >= 4


def test_the_smallest_cells_are_hidden_with_it():
    counts = {("a", "x"): 2, ("a", "y"): 6, ("a", "z"): 900}
    counts |= {("b", "x"): 7, ("b", "y"): 8, ("b", "z"): 900}
    hidden = hidden_cells(with_totals(counts))
    assert hidden == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
