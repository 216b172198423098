"""Recourses of several agencies are told once, whatever they have in common."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from portal.domain.handling.notices import Recourse
from portal.domain.handling.recourses import recourses_once
from portal.domain.text import Text

AGENCIES = [Text(name, name) for name in ("Parcs", "Eaux", "Air", "Routes")]
COMMON = Recourse("ombuds", Text("Médiation", "Ombudsman"), Text("Écrire"), Text("1 an"))


def way(code: str) -> Recourse:
    return Recourse(code, Text(code), Text("Écrire"), Text("60 jours"))


named = some.lists(
    some.lists(some.sampled_from("abcdef").map(way), unique_by=lambda one: one.code),
    min_size=1,
    max_size=len(AGENCIES),
).map(lambda each: list(zip(AGENCIES, each, strict=False)))


@given(named)
def test_each_is_told_once_under_exactly_the_agencies_that_name_it(named):
    told = [(group.agencies, one) for group in recourses_once(named) for one in group.recourses]
    assert len({one.code for _, one in told}) == len(told)
    assert {one.code for _, one in told} == {one.code for _, ways in named for one in ways}
    for agencies, one in told:
        assert list(agencies) == [agency for agency, ways in named if one in ways]


@given(named)
def test_what_fewer_agencies_name_comes_first_and_no_two_titles_are_the_same(named):
    groups = [group.agencies for group in recourses_once(named)]
    assert len(set(groups)) == len(groups)
    assert [len(group) for group in groups] == sorted(map(len, groups))


def test_a_common_way_is_told_once_though_each_agency_calls_it_by_another_code():
    other = Recourse("protector", COMMON.body, COMMON.how, COMMON.deadline)
    [group] = recourses_once([(AGENCIES[0], [COMMON]), (AGENCIES[1], [other])])
    assert group.agencies == (AGENCIES[0], AGENCIES[1])
    assert group.recourses == (COMMON,)


def test_another_time_limit_makes_it_another_way():
    sooner = Recourse("ombuds", COMMON.body, COMMON.how, Text("6 mois"))
    groups = recourses_once([(AGENCIES[0], [COMMON]), (AGENCIES[1], [sooner])])
    assert [group.agencies for group in groups] == [(AGENCIES[0],), (AGENCIES[1],)]
