"""Breaks in series: what settings break, what a break parts, and who is counted with whom."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures.breaks import (
    Break,
    BreakKind,
    Measured,
    breaks_between_settings,
    lineage,
)

DAY = date(2026, 3, 10)
CODES = ("roads", "snow", "holes", "lights", "signs", "other")


def settings(*categories: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """Return what a release stores, as far as series are about it."""
    return {
        "agency": {"code": "town"},
        "calendar": {"jurisdiction": "CA-QC", "hours": "08:30-16:30", "extra_closures": []},
        "deadlines": {"answer": {"within": "20 working days"}},
        "categories": [
            {"theme": "delay", "name": {"fr": f"Le {one['code']}", "en": one["code"]}, **one}
            for one in categories
        ],
        **others,
    }


ONE = settings({"code": "roads"}, {"code": "other"})


def kinds(before: dict[str, Any], after: dict[str, Any]) -> list[BreakKind]:
    return [one.kind for one in breaks_between_settings(before, after, DAY)]


def test_what_is_the_same_breaks_nothing():
    assert breaks_between_settings(ONE, deepcopy(ONE), DAY) == []


def test_a_category_is_split_in_those_that_say_so():
    after = settings(
        {"code": "roads", "retired": True},
        {"code": "snow", "formerly": ["roads"]},
        {"code": "holes", "formerly": ["roads"]},
        {"code": "other"},
    )
    [found] = breaks_between_settings(ONE, after, DAY)
    assert (found.kind, found.agency, found.on_day) == (BreakKind.SPLIT, "town", DAY)
    assert found.before["categories"] == ["roads"]
    assert found.after["categories"] == ["holes", "snow"]
    assert found.before["names"]["roads"] == {"fr": "Le roads", "en": "roads"}
    assert breaks_between_settings(after, deepcopy(after), DAY) == []


def test_one_that_stays_beside_its_part_is_split_as_well():
    after = settings({"code": "roads"}, {"code": "snow", "formerly": ["roads"]}, {"code": "other"})
    [found] = breaks_between_settings(ONE, after, DAY)
    assert found.kind is BreakKind.SPLIT
    assert found.categories == {"roads", "snow"}


def test_several_are_merged_in_one():
    before = settings({"code": "snow"}, {"code": "holes"}, {"code": "other"})
    after = settings(
        {"code": "snow", "retired": True},
        {"code": "holes", "retired": True},
        {"code": "roads", "formerly": ["snow", "holes"]},
        {"code": "other"},
    )
    [found] = breaks_between_settings(before, after, DAY)
    assert found.kind is BreakKind.MERGED
    assert lineage([found], "town", "snow") == ("holes", "roads", "snow")


def test_a_new_name_and_another_subject_are_told_apart():
    renamed = settings(
        {"code": "roads", "name": {"fr": "Rues", "en": "Streets"}}, {"code": "other"}
    )
    assert kinds(ONE, renamed) == [BreakKind.RENAMED]
    assert not breaks_between_settings(ONE, renamed, DAY)[0].touches(Measured.RECEIVED)
    moved = settings({"code": "roads", "theme": "courtesy"}, {"code": "other"})
    assert kinds(ONE, moved) == [BreakKind.MOVED]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"deadlines": {"answer": {"within": "15 working days"}}}, [BreakKind.DEADLINES]),
        ({"deadlines": {"answer": {"within": "20 working days", "basis": "Loi"}}}, []),
        ({"deadlines": {"answer": {"within": "20 working days", "starts": "complete_file"}}},
         [BreakKind.DEADLINES]),
        ({"calendar": {**ONE["calendar"], "jurisdiction": "CA-QC-GOV"}}, [BreakKind.CALENDAR]),
        ({"calendar": {**ONE["calendar"], "extra_closures": [{"on": "2026-05-01"}]}}, []),
        ({"calendar": {**ONE["calendar"], "extra_closures": [{"on": "12-26"}]}},
         [BreakKind.CALENDAR]),
    ],
)  # fmt: skip
def test_what_is_counted_by_breaks_a_series_and_a_single_day_does_not(
    others: dict[str, Any], expected: list[BreakKind]
):
    assert kinds(ONE, {**ONE, **others}) == expected


def test_a_calendar_that_will_change_breaks_on_its_own_day():
    change = {"from": "2026-06-01", "jurisdiction": "CA-QC-GOV"}
    after = {**ONE, "calendar": {**ONE["calendar"], "changes": [change]}}
    [found] = breaks_between_settings(ONE, after, DAY)
    assert (found.kind, found.on_day) == (BreakKind.CALENDAR, date(2026, 6, 1))


BREAKS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(CODES), min_size=1, max_size=2),
        st.sets(st.sampled_from(CODES), min_size=1, max_size=3),
    ).map(
        lambda pair: Break(
            BreakKind.SPLIT,
            "town",
            DAY,
            {"categories": sorted(pair[0])},
            {"categories": sorted(pair[1])},
        )
    ),
    max_size=4,
)


@given(BREAKS)
def test_lineages_part_all_categories_so_that_their_sums_are_the_whole(breaks: list[Break]):
    families = {lineage(breaks, "town", code) for code in CODES}
    assert sorted(code for family in families for code in family) == sorted(CODES)
    for family in families:
        assert all(lineage(breaks, "town", code) == family for code in family)
    for one in breaks:
        [family] = {lineage(breaks, "town", code) for code in one.categories}
        assert one.categories <= set(family)


@given(BREAKS)
def test_categories_of_another_agency_are_of_no_lineage(breaks: list[Break]):
    assert all(lineage(breaks, "village", code) == (code,) for code in CODES)


@given(st.integers(-400, 400), st.integers(0, 300), st.integers(0, 300))
def test_a_break_parts_what_begins_before_it_from_what_ends_on_it_or_later(
    at: int, long: int, gap: int
):
    first = DAY + timedelta(days=at)
    last = first + timedelta(days=long + gap)
    one = Break(BreakKind.CALENDAR, "town", DAY, {"hours": "a"}, {"hours": "b"})
    assert one.lies_between(first, last) == any(
        first + timedelta(days=n) < DAY <= first + timedelta(days=n + 1) for n in range(long + gap)
    )
