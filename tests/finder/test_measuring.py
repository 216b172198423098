"""How often the finder is right is told with what could have been measured by chance."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.routing import Found, Suggestion
from portal.finder.measuring import (
    NONE,
    Labelled,
    Share,
    firsts_by,
    measured,
    read_labelled,
    shares,
)

TINY = 1e-9
FOUND = {
    "right": Found([Suggestion("water"), Suggestion("parks")]),
    "second": Found([Suggestion("parks"), Suggestion("water")]),
    "hidden": Found([Suggestion("water")], "bank"),
    "nothing": Found(),
}


def text(agency: str, told: str, *acceptable: str) -> Labelled:
    return Labelled(agency, frozenset(acceptable), "fr", told, told)


def figures(*texts: Labelled) -> dict[str, Share]:
    return shares(measured(texts, FOUND.__getitem__))


def test_the_first_counts_and_those_that_would_do_are_told_apart() -> None:
    told = figures(text("water", "right"), text("water", "second", "parks"))

    assert told["first suggestion right"] == Share(1, 2)
    assert told["right or acceptable"] == Share(2, 2)
    assert told["among the first three"] == Share(2, 2)


def test_who_is_told_that_nobody_answers_was_not_led_to_the_right_agency() -> None:
    told = figures(text("water", "hidden"), text(NONE, "hidden"), text(NONE, "right"))

    assert told["first suggestion right"] == Share(0, 1)
    assert told["nobody's, told so"] == Share(1, 2)
    assert told["told nobody's, rightly"] == Share(1, 2)


def test_where_nothing_is_found_nobody_is_told_of() -> None:
    assert figures(text(NONE, "nothing"))["nobody's, told so"] == Share(1, 1)


def test_figures_are_told_by_each_part_of_a_label() -> None:
    every = measured([text("water", "right"), text("parks", "right")], FOUND.__getitem__)

    assert firsts_by(every, lambda labelled: labelled.agency) == {
        "parks": Share(0, 1),
        "water": Share(1, 1),
    }


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval_which_narrows_with_more(share: tuple[int, int]) -> None:
    right, of = share
    low, high = Share(right, of).interval
    wider = Share(right * 4, of * 4).interval

    assert 0 <= low <= right / of + TINY
    assert right / of - TINY <= high <= 1
    assert wider[1] - wider[0] < high - low


def test_an_interval_is_that_of_the_books() -> None:
    low, high = Share(10, 100).interval

    assert (round(low, 3), round(high, 3)) == (0.055, 0.174)
    assert str(Share(10, 100)) == "10 of 100, 10.0 % (6 to 17)"
    assert Share(0, 0).interval == (0.0, 1.0)


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text("agency,text\nwater,x\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"texts.csv: its first line is to be agency,acceptable"):
        list(read_labelled(file))


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text("agency,acceptable,language,style,text\nnone,water parks,en,angry,Help\n")

    assert list(read_labelled(file)) == [
        Labelled("none", frozenset({"water", "parks"}), "en", "angry", "Help")
    ]
