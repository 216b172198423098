"""Whoever handled a complaint before its review does not get it back as somebody's substitute."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from portal.complaints.handling import casework, following
from portal.complaints.queries.health import complaints_of_nobody
from portal.complaints.records.people import MembershipRecord
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.role import Role
from portal.features.reviews.actions import ask_for_review
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, complaint, due, escalations, last, letters, member, told
from tests.features.absences.absent import away
from tests.support import FixedClock, add_user, file, officer, on_both

PEOPLE = [f"{name}@parcs.example" for name in ("ana", "luc", "zoe", "max", "eva")]
POSTS = ("office", "director", "president")
HEAD = "head.nothing.parks@exemple.org"


@pytest.fixture
def handler(runtime: Runtime) -> Actor:
    return member(runtime)


@pytest.fixture
def head(runtime: Runtime) -> Actor:
    return member(runtime, Role.HEAD, post=None)


def answered(runtime: Runtime, handler: Actor) -> str:
    number = file(runtime).number
    act(runtime, number, casework.answer, handler, body="Le sentier est ouvert.")
    return number


def ask(runtime: Runtime, number: str) -> None:
    citizen = complainant(complaint(runtime, number).id)
    act(runtime, number, ask_for_review, citizen, reason="Il est encore fermé.")


def pass_date(runtime: Runtime, number: str, clock: FixedClock) -> None:
    clock.moment = due(runtime, number, "review")
    run_clocks(runtime, clock.moment)


@on_both
def test_a_review_does_not_go_to_a_post_where_the_first_handler_stands_in(
    runtime: Runtime, handler: Actor, head: Actor
):
    director = member(runtime, Role.MANAGER, post="director")
    member(runtime, Role.TOP_AUTHORITY, post="president")
    number = answered(runtime, handler)
    away(runtime, director.name, handler.name)
    ask(runtime, number)
    assert complaint(runtime, number).holder == "president"
    assert last(runtime, number, "post_vacant").facts["posts"] == ["director"]
    assert ("post_vacant", HEAD) in told(runtime, number)


@on_both
def test_a_missed_review_does_not_climb_to_where_the_first_handler_stands_in(
    runtime: Runtime, handler: Actor, head: Actor, clock: FixedClock
):
    member(runtime, Role.MANAGER, post="director")
    president = member(runtime, Role.TOP_AUTHORITY, post="president")
    number = answered(runtime, handler)
    ask(runtime, number)
    away(runtime, president.name, handler.name)
    before = len(told(runtime, number))
    pass_date(runtime, number, clock)
    # Nobody else is above: it climbs all the same, and those who can name somebody are told.
    assert last(runtime, number, "post_vacant").facts["posts"] == ["president"]
    now_told = told(runtime, number)[before:]
    assert ("post_vacant", HEAD) in now_told
    assert handler.name not in [email for _, email in now_told]


def test_of_two_holders_only_the_one_who_did_not_handle_it_is_written_to(
    runtime: Runtime, head: Actor
):
    first = member(runtime, post="director")
    add_user(runtime, PEOPLE[0], Role.MANAGER, "parks", "director")
    number = file(runtime).number
    act(runtime, number, casework.answer, first, body="Le sentier est ouvert.")
    ask(runtime, number)
    assert complaint(runtime, number).holder == "director"
    written_to = [email for template, email in letters(runtime, number) if "review" in template]
    assert written_to[:1] == [PEOPLE[0]]
    assert first.name not in written_to


def test_what_is_for_an_absent_reviewer_does_not_go_to_the_first_handler_in_their_place(
    runtime: Runtime, handler: Actor
):
    director = member(runtime, Role.MANAGER, post="director")
    reviewer = add_user(runtime, PEOPLE[0])
    number = answered(runtime, handler)
    ask(runtime, number)
    act(runtime, number, casework.assign, user_id=reviewer)
    away(runtime, PEOPLE[0], handler.name)
    citizen = complainant(complaint(runtime, number).id)
    act(runtime, number, following.write_message, citizen, body="Toujours fermé.", once=None)
    assert told(runtime, number)[-1] == ("new_message", director.name)


class Chart:
    """Any people at any posts, some away, with whom in their place or nobody."""

    def __init__(self, runtime: Runtime, seed: int) -> None:
        self.random = random.Random(seed)
        self.ids = {one: add_user(runtime, one, post=None) for one in PEOPLE}
        self.holders = {
            post: self.random.sample(PEOPLE, self.random.randint(0, 2)) for post in POSTS
        }
        for post, people in self.holders.items():
            for one in people:
                member_of(runtime, self.ids[one], post)
        self.absent: dict[str, str | None] = {}
        for one in PEOPLE:
            if self.random.random() < 0.5:
                self.leave(runtime, one)

    def leave(self, runtime: Runtime, one: str) -> None:
        """Record an absence, unless its substitutes would lead back to whoever is away."""
        substitute = self.random.choice([None, *(other for other in PEOPLE if other != one)])
        if substitute is None or self.stand_in(substitute, {**self.absent, one: substitute}):
            away(runtime, one, substitute, days=(0, 2000))
            self.absent[one] = substitute

    def stand_in(self, one: str | None, absent: Mapping[str, str | None]) -> str | None:
        """Who works as somebody, found by asking one after the other."""
        for _ in PEOPLE:
            if one is None or one not in absent:
                return one
            one = absent[one]
        return None

    def at(self, post: str) -> set[str]:
        """Who works at a post."""
        found = {self.stand_in(one, self.absent) for one in self.holders[post]}
        return {one for one in found if one is not None}


def member_of(runtime: Runtime, user_id: int, post: str) -> None:
    with runtime.transaction() as session:
        session.add(MembershipRecord(user_id=user_id, agency="parks", role="officer", post=post))


@pytest.mark.parametrize("seed", range(12))
def test_on_any_chart_a_review_is_with_somebody_else_if_there_is_one_above(
    runtime: Runtime, clock: FixedClock, seed: int
):
    chart = Chart(runtime, seed)
    handled_by = chart.random.choice(sorted(chart.at("director") | chart.at("president")) or PEOPLE)
    handler = officer(user_id=chart.ids[handled_by])
    number = answered(runtime, handler)
    ask(runtime, number)
    level = 1
    for _ in range(3):
        above = [n for n in range(level + 1, 4) if chart.at(POSTS[n - 1]) - {handled_by}]
        expected = above[0] if above else min(level + 1, 3)
        assert complaint(runtime, number).level == expected
        alarmed = [post for post in POSTS[level:expected] if not chart.at(post) - {handled_by}]
        if alarmed and level < 3:
            assert last(runtime, number, "post_vacant").facts["posts"] == alarmed
        level = expected
        pass_date(runtime, number, clock)
    assert len(escalations(runtime, number)) <= 2


@pytest.mark.parametrize("seed", range(12))
def test_on_any_chart_a_complaint_of_nobody_is_found(runtime: Runtime, seed: int):
    chart = Chart(runtime, 100 + seed)
    assigned = [chart.random.choice([None, *PEOPLE]) for _ in range(5)]
    for one in assigned:
        number = file(runtime).number
        if one is not None:
            act(runtime, number, casework.assign, user_id=chart.ids[one])
    of_nobody = [one for one in assigned if not chart.stand_in(one, chart.absent)]
    expected = 0 if chart.at("office") else len(of_nobody)
    with runtime.reading(PORTAL) as session:
        assert complaints_of_nobody(session, "parks", runtime.now()) == expected
