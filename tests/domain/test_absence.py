"""Who works in place of whom, whom a late complaint reaches, and circles of substitutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.absence import (
    Absence,
    WhyVacant,
    closes_circle,
    stand_in,
    vacant_posts,
    why_vacant,
)
from portal.domain.handling.escalation import EscalationStep, next_level, step_at
from portal.domain.text import Text
from tests.support import TUESDAY

ANNE, BRUNO, CHLOE = 1, 2, 3
PEOPLE = tuple(range(1, 7))


def away(person: int, first: int, last: int, substitute: int | None = None) -> Absence:
    """An absence from a first to a last day, counted from today."""
    days = TUESDAY + timedelta(days=first), TUESDAY + timedelta(days=last + 1)
    return Absence("parks", person, *days, substitute)


@pytest.mark.parametrize(
    ("absent", "works"),
    [
        ({}, ANNE),
        ({ANNE: None}, None),
        ({ANNE: BRUNO}, BRUNO),
        ({ANNE: BRUNO, BRUNO: CHLOE}, CHLOE),
        ({ANNE: BRUNO, BRUNO: None}, None),
        ({ANNE: BRUNO, BRUNO: ANNE}, None),
        ({ANNE: BRUNO, BRUNO: CHLOE, CHLOE: BRUNO}, None),
        ({ANNE: ANNE}, None),
        ({BRUNO: CHLOE}, ANNE),
    ],
)
def test_a_substitute_who_is_away_leads_to_theirs_and_a_circle_to_nobody(
    absent: dict[int, int | None], works: int | None
):
    assert stand_in(ANNE, absent) == works


def test_a_post_is_vacant_when_nobody_works_as_any_of_its_holders():
    holders = {"office": [ANNE, BRUNO], "director": [CHLOE]}

    def vacant(at_work: set[int], absent: dict[int, int | None]) -> set[str]:
        return set(vacant_posts(("office", "director", "president"), holders, at_work, absent))

    assert vacant({ANNE, BRUNO, CHLOE}, {}) == {"president"}
    assert vacant({ANNE, BRUNO, CHLOE}, {ANNE: None}) == {"president"}
    assert vacant({ANNE, BRUNO, CHLOE}, {ANNE: None, BRUNO: None}) == {"office", "president"}
    assert vacant({BRUNO, CHLOE}, {CHLOE: ANNE}) == {"director", "president"}


def test_the_circle_of_two_is_refused_only_where_they_are_away_together():
    others = [away(BRUNO, 10, 20, ANNE)]
    assert closes_circle(away(ANNE, 15, 30, BRUNO), others)
    assert closes_circle(away(ANNE, 0, 10, BRUNO), others)
    assert not closes_circle(away(ANNE, 0, 9, BRUNO), others)
    assert not closes_circle(away(ANNE, 21, 30, BRUNO), others)
    assert not closes_circle(away(ANNE, 15, 30, CHLOE), others)


def test_a_circle_that_closes_only_in_the_middle_is_found():
    others = [away(BRUNO, 0, 30, CHLOE), away(CHLOE, 12, 13, ANNE)]
    assert closes_circle(away(ANNE, 5, 20, BRUNO), others)


moments = st.integers(0, 12)


@st.composite
def absences(draw: st.DrawFn) -> list[Absence]:
    """Absences of six people that nobody refused: recorded one after the other."""
    recorded: list[Absence] = []
    for _ in range(draw(st.integers(0, 8))):
        first = draw(moments)
        one = away(
            draw(st.sampled_from(PEOPLE)),
            first,
            first + draw(st.integers(0, 6)),
            draw(st.none() | st.sampled_from(PEOPLE)),
        )
        twice = any(other.user_id == one.user_id and other.overlaps(one) for other in recorded)
        if not twice and not closes_circle(one, recorded):
            recorded.append(one)
    return recorded


@given(absences(), st.integers(0, 20))
def test_what_is_recorded_never_holds_a_circle(recorded: list[Absence], day: int):
    moment = TUESDAY + timedelta(days=day)
    absent = {one.user_id: one.substitute_id for one in recorded if one.holds_at(moment)}
    for person in absent:
        asked, current = set(), person
        while (after := absent.get(current)) is not None:
            assert after not in asked
            asked.add(after)
            current = after


@dataclass(frozen=True)
class Chart:
    """An organisation on one day: its levels, who holds each, who left and who is away."""

    path: tuple[EscalationStep, ...]
    holders: Mapping[str, list[int]]
    at_work: frozenset[int]
    absent: Mapping[int, int | None]

    @property
    def vacant(self) -> frozenset[str]:
        posts = [step.to for step in self.path]
        return vacant_posts(posts, self.holders, self.at_work, self.absent)

    def somebody_at(self, level: int) -> bool:
        """Tell whether a person works at a level, found by asking everybody one by one."""
        for holder in self.holders[step_at(self.path, level).to]:
            current, steps = holder, 0
            while current in self.absent and steps <= len(PEOPLE):
                following = self.absent[current]
                current, steps = (0 if following is None else following), steps + 1
            if current in self.at_work and current not in self.absent:
                return True
        return False


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any organisation of one to six levels, circles of substitutes included."""
    posts = [f"post{n}" for n in range(draw(st.integers(1, 6)))]
    path = tuple(
        EscalationStep(post, Text(post), top_authority=post == posts[-1]) for post in posts
    )
    some = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True)
    return Chart(
        path,
        {post: draw(some) for post in posts},
        draw(st.frozensets(st.sampled_from(PEOPLE))),
        draw(st.dictionaries(st.sampled_from(PEOPLE), st.none() | st.sampled_from(PEOPLE))),
    )


@pytest.mark.parametrize(
    ("holders", "members", "away", "why"),
    [
        ([], [1], {}, WhyVacant.VACANT),
        ([2], [1, 2], {2: None}, WhyVacant.AWAY),
        ([2], [1], {}, WhyVacant.AWAY),
        ([2], [1, 2], {2: 1, 1: 2}, WhyVacant.AWAY),
        ([2], [1, 2], {}, WhyVacant.KEPT_OUT),
        ([2], [1, 2], {2: 1}, WhyVacant.KEPT_OUT),
        ([2, 3], [1, 2, 3], {2: None}, WhyVacant.KEPT_OUT),
    ],
)
def test_why_nobody_answers_at_a_post(
    holders: list[int], members: list[int], away: dict[int, int | None], why: WhyVacant
):
    assert why_vacant(holders, members, away) is why


@given(charts(), st.data())
def test_every_overdue_complaint_reaches_a_person_if_there_is_one_above(
    chart: Chart, data: st.DataObject
):
    start = data.draw(st.integers(1, len(chart.path)))
    visited, alarms = [start], 0
    while (after := next_level(chart.path, visited[-1], chart.vacant)) is not None:
        before = visited[-1]
        above = [n for n in range(before + 1, len(chart.path) + 1) if chart.somebody_at(n)]
        stepped_over = {step_at(chart.path, n).to for n in range(before + 1, after)}
        # Somebody above gets it at once; with nobody above it climbs exactly one step.
        assert after == (above[0] if above else before + 1)
        # What is stepped over is just what the alarm names.
        assert stepped_over <= chart.vacant
        assert not any(chart.somebody_at(n) for n in range(before + 1, after))
        alarms += bool(stepped_over)
        visited.append(after)
    assert visited == sorted(set(visited))
    assert visited[-1] == len(chart.path)
    assert len(visited) <= len(chart.path)
    assert alarms <= len(visited)
