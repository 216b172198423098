"""The time of a review stops and is put off as an answer's is, by somebody else than before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.dates.answer_dates import resume_answer
from portal.complaints.dates.extending import extend_answer
from portal.complaints.handling import casework, following
from portal.domain.actor import Actor, complainant
from portal.domain.complaint import Status
from portal.domain.errors import AnotherPersonNeededError, ClockRunOutError, IncompleteError
from portal.domain.role import Role
from portal.domain.time.promise import Allowance
from portal.features.reviews.actions import ask_for_review
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    last,
    member,
    status,
    templates,
)
from tests.support import FixedClock, add_user, file, officer, on_both

TWO_DAYS = Allowance.parse("2 working days")


@pytest.fixture
def handler(runtime: Runtime) -> Actor:
    return member(runtime, agency="water")


@pytest.fixture
def colleague(runtime: Runtime) -> Actor:
    user_id = add_user(runtime, "colleague@water.example", Role.OFFICER, "water")
    return officer("water", user_id=user_id)


def under_review(runtime: Runtime, handler: Actor, agency: str = "water") -> str:
    """A complaint whose answer somebody else is to review."""
    top = {"water": "chief", "parks": "president"}[agency]
    member(runtime, Role.TOP_AUTHORITY, agency, top)
    number = file(runtime, agency).number
    act(runtime, number, casework.answer, handler, body="C’est réglé.")
    act(runtime, number, ask_for_review, citizen(runtime, number), reason="Rien n’a changé.")
    return number


def citizen(runtime: Runtime, number: str) -> Actor:
    return complainant(complaint(runtime, number).id)


def pause(runtime: Runtime, number: str, who: Actor) -> None:
    act(runtime, number, casework.ask_complainant, who, body="Combien?", pause="meter")


def extend(runtime: Runtime, number: str, who: Actor, reason: str = "Une visite a lieu.") -> None:
    act(runtime, number, extend_answer, who, by=TWO_DAYS, reason=reason)


@on_both
def test_a_review_stops_for_a_listed_reason_and_goes_on_with_the_reply(
    runtime: Runtime, clock: FixedClock, handler: Actor, colleague: Actor
):
    number = under_review(runtime, handler)
    before = due(runtime, number, "review")
    pause(runtime, number, colleague)
    assert (complaint(runtime, number).due_at, status(runtime, number)) == (None, Status.WAITING)
    clock.moment += timedelta(days=2)
    act(runtime, number, following.write_message, citizen(runtime, number), body="3.", once=None)
    assert due(runtime, number, "review") == before + timedelta(days=1)
    assert complaint(runtime, number).due_at == due(runtime, number, "review")
    assert "resumed" in templates(runtime, number)
    assert history_holds(runtime)


@on_both
def test_a_stopped_review_does_not_climb_and_goes_on_by_itself_in_the_end(
    runtime: Runtime, clock: FixedClock, handler: Actor, colleague: Actor
):
    number = under_review(runtime, handler)
    before = due(runtime, number, "review")
    pause(runtime, number, colleague)
    clock.moment = before + timedelta(days=1)
    run_clocks(runtime, clock.moment)
    assert last(runtime, number, "resumed").facts["by_itself"] is True
    assert due(runtime, number, "review") > clock.moment
    assert complaint(runtime, number).late_since is None


def test_an_officer_lets_it_go_on(runtime: Runtime, handler: Actor, colleague: Actor):
    number = under_review(runtime, handler)
    pause(runtime, number, colleague)
    act(runtime, number, resume_answer, colleague)
    assert complaint(runtime, number).due_at is not None


def test_whoever_handled_it_before_neither_stops_the_review_nor_puts_it_off(
    runtime: Runtime, handler: Actor
):
    number = under_review(runtime, handler)
    before = due(runtime, number, "review")
    for what in (pause, extend):
        with pytest.raises(AnotherPersonNeededError):
            what(runtime, number, handler)
    assert due(runtime, number, "review") == before
    act(runtime, number, casework.ask_complainant, handler, body="Combien?")


def test_what_the_answer_used_up_is_there_again_for_the_review(
    runtime: Runtime, handler: Actor, colleague: Actor
):
    member(runtime, Role.TOP_AUTHORITY, "water", "chief")
    number = file(runtime, "water").number
    pause(runtime, number, handler)
    act(runtime, number, casework.answer, handler, body="C’est réglé.")
    act(runtime, number, ask_for_review, citizen(runtime, number), reason="Rien n’a changé.")
    pause(runtime, number, colleague)
    assert [clock.pending for clock in clocks(runtime, number, "pause")] == [False, True]
    act(runtime, number, resume_answer, colleague)
    with pytest.raises(IncompleteError) as refused:
        pause(runtime, number, colleague)
    assert refused.value.missing == ("pause_used",)


@on_both
def test_a_review_is_put_off_once_before_its_date_and_with_a_reason(
    runtime: Runtime, clock: FixedClock
):
    number = under_review(runtime, member(runtime), "parks")
    colleague = officer(user_id=add_user(runtime, "luc@parcs.example"))
    with pytest.raises(IncompleteError) as refused:
        extend(runtime, number, colleague, reason=" ")
    assert refused.value.missing == ("reason",)
    before = due(runtime, number, "review")
    extend(runtime, number, colleague)
    assert complaint(runtime, number).due_at == due(runtime, number, "review") > before
    assert templates(runtime, number)[-1] == "extended"
    with pytest.raises(IncompleteError) as refused:
        extend(runtime, number, colleague)
    assert refused.value.missing == ("extension_used",)
    assert history_holds(runtime)


def test_after_its_date_a_review_is_not_put_off(runtime: Runtime, clock: FixedClock):
    number = under_review(runtime, member(runtime), "parks")
    clock.moment = due(runtime, number, "review")
    with pytest.raises(ClockRunOutError):
        extend(runtime, number, officer())


def test_a_missed_review_has_no_time_to_stop_at_the_next_level(runtime: Runtime, clock: FixedClock):
    member(runtime, Role.MANAGER, post="director")
    number = under_review(runtime, member(runtime), "parks")
    clock.moment = due(runtime, number, "review")
    run_clocks(runtime, clock.moment)
    later = clocks(runtime, number, "review")[-1].promise
    assert (later.get("pauses"), later["extension"]) == (None, None)
