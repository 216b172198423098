"""A review is handled by somebody else, at the next level, by a date of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.app import FEATURES
from portal.complaints.handling import casework
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Status
from portal.domain.errors import (
    AnotherPersonNeededError,
    ClockRunOutError,
    IncompleteError,
    TransitionNotAllowedError,
)
from portal.domain.role import Role
from portal.domain.time.due_date import DueDate
from portal.domain.time.explanation import StartEvent
from portal.domain.time.warning_marks import marks
from portal.features.reviews.actions import ask_for_review
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    escalations,
    history_holds,
    kinds,
    last,
    letters,
    member,
    status,
    templates,
)
from tests.complaints.closed import WHY, citizen, closed, let_pass
from tests.support import FixedClock, add_user, file, officer, on_both


@pytest.fixture
def handler(runtime: Runtime) -> Actor:
    return member(runtime)


@pytest.fixture
def director(runtime: Runtime) -> Actor:
    return member(runtime, Role.MANAGER, post="director")


@pytest.fixture
def president(runtime: Runtime) -> Actor:
    return member(runtime, Role.TOP_AUTHORITY, post="president")


@pytest.fixture
def number(runtime: Runtime, handler: Actor, director: Actor, president: Actor) -> str:
    filed = file(runtime).number
    act(runtime, filed, casework.answer, handler, body="Le sentier est ouvert.")
    return filed


def ask(runtime: Runtime, number: str, why: str = WHY, once: str | None = None) -> None:
    act(runtime, number, ask_for_review, citizen(runtime, number), reason=why, once=once)


@on_both
def test_a_review_goes_to_the_next_level_with_its_own_date(runtime: Runtime, number: str):
    ask(runtime, number)
    asked = complaint(runtime, number)
    assert (asked.status, asked.level, asked.holder) == ("under_review", 2, "director")
    assert asked.assignee_id is None
    [review] = clocks(runtime, number, "review")
    assert (review.allowance, review.pending) == ("5 working days", True)
    assert asked.due_at == review.due_at
    assert [
        (escalation.to_level, escalation.reason) for escalation in escalations(runtime, number)
    ] == [(2, "review")]
    sent = letters(runtime, number)
    assert ("review_for_you", "manager.director.parks@exemple.org") in sent
    assert sent[-1][0] == "review_asked"
    assert history_holds(runtime)


@on_both
def test_whoever_answered_neither_answers_the_review_nor_is_given_it(
    runtime: Runtime, number: str, handler: Actor, director: Actor
):
    ask(runtime, number)
    with pytest.raises(AnotherPersonNeededError):
        act(runtime, number, casework.answer, handler, body="Comme je l’ai dit.")
    with pytest.raises(IncompleteError) as refused:
        act(runtime, number, casework.assign, user_id=handler.user_id)
    assert refused.value.missing == ("another_person",)
    act(runtime, number, casework.answer, director, body="Nous avons tout relu.")
    assert status(runtime, number) is Status.ANSWERED
    [review] = clocks(runtime, number, "review")
    assert (review.pending, review.met_at is not None) == (False, True)
    assert last(runtime, number, "answered").facts["first"] is False


def test_whoever_only_had_it_in_charge_does_not_review_it_either(runtime: Runtime, number: str):
    colleague = add_user(runtime, "luc@parcs.example")
    act(runtime, number, casework.assign, user_id=colleague)
    ask(runtime, number)
    with pytest.raises(AnotherPersonNeededError):
        act(runtime, number, casework.answer, officer(user_id=colleague), body="Rien à ajouter.")


def test_another_colleague_may_be_given_the_review(runtime: Runtime, number: str):
    ask(runtime, number)
    colleague = add_user(runtime, "luc@parcs.example")
    act(runtime, number, casework.assign, user_id=colleague)
    assert complaint(runtime, number).assignee_id == colleague


def test_a_post_held_by_the_first_handler_alone_is_stepped_over(runtime: Runtime, president: Actor):
    first = member(runtime, post="director")
    number = file(runtime).number
    act(runtime, number, casework.answer, first, body="Le sentier est ouvert.")
    ask(runtime, number)
    assert complaint(runtime, number).holder == "president"
    assert last(runtime, number, "post_vacant").facts["posts"] == ["director"]


@on_both
def test_a_missed_review_climbs_as_an_answer_does_and_stays_a_review(
    runtime: Runtime, clock: FixedClock, number: str
):
    ask(runtime, number)
    for _ in range(2):
        let_pass(runtime, clock, due(runtime, number, "review"))
    assert complaint(runtime, number).holder == "president"
    assert [clock.level for clock in clocks(runtime, number, "review")] == [2, 3]
    assert "late" in templates(runtime, number)
    let_pass(runtime, clock, due(runtime, number, "review"))
    assert "recourse_opened" in kinds(runtime, number)


def test_whoever_reviews_is_warned_and_the_date_explains_itself(
    runtime: Runtime, clock: FixedClock, number: str
):
    ask(runtime, number)
    let_pass(runtime, clock, due(runtime, number, "review"))
    calendar = runtime.agencies.agency("parks").consult().calendar("other")
    with runtime.reading(PORTAL) as session:
        kept = clocks_of(session, complaint(runtime, number).id)
    explanations = [
        explained(clock, calendar, FEATURES) for clock in kept if clock.kind == "review"
    ]
    assert [explanation.start for explanation in explanations] == [
        StartEvent.REVIEW_ASKED,
        StartEvent.HANDED_OVER,
    ]
    assert len(marks(DueDate.from_facts(kept[-1].explanation), calendar)) == 2


@on_both
def test_a_closed_complaint_is_reviewed_within_the_same_time_and_once(
    runtime: Runtime, clock: FixedClock, director: Actor
):
    number, other = closed(runtime), closed(runtime)
    for _ in range(2):
        ask(runtime, number, once="one-tab")
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number, once="another-tab")
    assert kinds(runtime, number).count("review_asked") == 1
    assert (complaint(runtime, number).is_open, complaint(runtime, number).finding) == (True, None)
    clock.moment = due(runtime, other, "reopening") + timedelta(seconds=1)
    with pytest.raises(ClockRunOutError):
        ask(runtime, other)


def test_a_review_can_be_reviewed_once_more_up_to_the_top_authority(
    runtime: Runtime, number: str, director: Actor, president: Actor
):
    ask(runtime, number)
    act(runtime, number, casework.answer, director, body="Nous avons tout relu.")
    ask(runtime, number)
    with pytest.raises(AnotherPersonNeededError):
        act(runtime, number, casework.answer, director, body="Encore.")
    act(runtime, number, casework.answer, president, body="J’ai tout relu.")
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number)
    assert status(runtime, number) is Status.ANSWERED


def test_what_has_no_answer_yet_is_not_reviewed(runtime: Runtime):
    number = file(runtime).number
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number)
