"""What of a table stands open, what folds, and what a narrow screen leaves out."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.text import Text
from portal.reporting.pages.folding import parted
from portal.reporting.tables.blocks import Block, Cell, Column, Group, InRows, Line


@pytest.fixture(autouse=True)
def in_a_page(app: Flask):
    with app.test_request_context("/fr/"):
        yield


def lines(first: int, last: int) -> tuple[Line, ...]:
    return tuple(Line(Text(str(n), str(n)), (Cell(str(n), n),)) for n in range(first, last + 1))


def block(*groups: Group, has_two_ends: bool = False, columns: int = 1) -> Block:
    return Block(
        code="essai",
        title="Essai",
        unit="",
        first="Organisme",
        columns=tuple(Column(f"Colonne {n}") for n in range(columns)),
        groups=groups,
        definition="recues",
        has_two_ends=has_two_ends,
    )


def names(of: Block | None) -> list[str]:
    return [line.name.fr for group in of.groups for line in group.lines] if of else []


WHOLE = Group(lines(99, 99), is_whole=True)


def test_a_short_table_stands_open():
    table = block(Group(lines(1, 12)), WHOLE)
    assert parted(table) == (table, None, 0)


def test_a_long_table_begins_with_ten_rows_and_keeps_the_row_of_all():
    shown, rest, n = parted(block(Group(lines(1, 15)), WHOLE))
    assert names(shown) == [*map(str, range(1, 11)), "99"]
    assert (names(rest), n) == ([str(row) for row in range(11, 16)], 5)


def test_a_ranked_table_shows_both_its_ends_and_says_how_many_are_between():
    ranked = Group(lines(1, 20), is_ranked=True)
    shown, rest, n = parted(block(ranked, Group(lines(30, 32), "À part"), WHOLE, has_two_ends=True))
    assert names(shown) == ["1", "2", "3", "4", "5", "16", "17", "18", "19", "20", "99"]
    assert "10 autres lignes" in shown.groups[1].title.replace("\N{NO-BREAK SPACE}", " ")
    assert n == 13
    assert names(rest) == [*map(str, range(6, 16)), "30", "31", "32"]
    assert rest is not None
    assert rest.groups[1].title == "À part"


def test_where_nobody_is_ranked_the_table_has_no_end():
    shown, _, _ = parted(block(Group(lines(1, 20)), has_two_ends=True))
    assert names(shown) == [*map(str, range(1, 11))]


def test_no_row_is_lost_and_none_stands_twice():
    table = block(Group(lines(1, 30), is_ranked=True), Group(lines(40, 50)), has_two_ends=True)
    shown, rest, n = parted(table)
    assert sorted(names(shown) + names(rest)) == sorted(names(table))
    assert len(names(rest)) == n


def test_a_narrow_screen_shows_what_the_table_is_sorted_by_and_among_how_many():
    columns = (Column("A"), Column("B"), Column("Trié", is_sorted=True), Column("N", is_n=True))
    table = Block("essai", "Essai", "", "Organisme", columns, (), "x", in_rows=InRows("Plot", 1))
    assert table.on_phone == {2, 3}
    assert table.off_phone == ["A", "B", "Plot"]


def test_a_table_of_nothing_is_empty():
    none = Line(Text("a", "a"), (Cell("0", 0), Cell("–")))
    assert block(Group((none,))).is_empty
    assert not block(Group((none, *lines(1, 1)))).is_empty
