"""Comparing settings: every value that differs, and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.settings.comparison import Became, Change, changes, word_changes

BEFORE: dict[str, Any] = {
    "agency": {"name": {"fr": "Parcs", "en": "Parks"}, "aliases": ["parc", "sentier"]},
    "categories": [
        {"code": "trail", "name": {"fr": "Sentier", "en": "Trail"}, "retired": False},
        {"code": "camp", "name": {"fr": "Camping", "en": "Camping"}, "unit": None},
    ],
}
LEAF = st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.text(max_size=8))
SETTINGS = st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(
        LEAF, lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=3), max_leaves=8
    ),
)


def changed(**parts: Any) -> list[Change]:
    return changes(BEFORE, {**BEFORE, **parts})


def test_the_same_settings_do_not_differ():
    assert changed() == []


def test_a_changed_value_is_named_by_codes_not_by_its_place():
    trail, camp = BEFORE["categories"]
    retired = {**trail, "retired": True}
    assert changed(categories=[retired, camp]) == [
        Change(("categories", "trail", "retired"), "false", "true")
    ]


def test_another_order_is_told_once():
    assert changed(categories=BEFORE["categories"][::-1]) == [
        Change(("categories",), "trail, camp", "camp, trail")
    ]


def test_a_list_of_words_is_one_value():
    agency = {**BEFORE["agency"], "aliases": ["parc", "forêt"]}
    assert changed(agency=agency) == [Change(("agency", "aliases"), "parc, sentier", "parc, forêt")]


def test_what_is_new_or_gone_has_one_side_only():
    added = changes({}, {"units": [{"code": "south", "name": "Sud"}]})
    assert added == [
        Change(("units",), None, "south"),
        Change(("units", "south", "name"), None, "Sud"),
    ]
    assert [one.after for one in changes({"plugin": "parks"}, {})] == [None]


@given(SETTINGS, SETTINGS)
def test_settings_differ_both_ways_or_not_at_all(one: dict[str, Any], other: dict[str, Any]):
    there = {(each.path, each.before, each.after) for each in changes(one, other)}
    back = {(each.path, each.after, each.before) for each in changes(other, one)}
    assert there == back
    assert changes(one, one) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_words_of_both_texts_are_all_there(before: str, after: str):
    parts = word_changes(before, after)
    old = "".join(words for part, words in parts if part is not Became.ADDED)
    new = "".join(words for part, words in parts if part is not Became.REMOVED)
    assert (old, new) == (before, after)


def test_only_the_words_that_differ_are_marked():
    assert word_changes("15 working days", "10 working days") == [
        (Became.REMOVED, "15"),
        (Became.ADDED, "10"),
        (Became.KEPT, " working days"),
    ]
