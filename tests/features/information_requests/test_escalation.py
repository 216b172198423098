"""Nobody answers what the complaints service asks: it goes up, once a level, told to all."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.complaints.records.people import AbsenceRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.information_requests.records import RequestStepRecord
from portal.features.information_requests.rules import Asked
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    clocks,
    complaint,
    escalations,
    history_holds,
    kinds,
    last,
    member,
)
from tests.complaints.cases import told as all_told
from tests.features.information_requests.asking_inside import (
    ask,
    be_silent,
    give,
    put_to,
    requests,
    withdraw,
)
from tests.support import FixedClock, file, on_both

KIND = ClockKind.INFORMATION_REQUEST


@pytest.fixture
def president(runtime: Runtime) -> Actor:
    return member(runtime, Role.TOP_AUTHORITY, "parks", "president")


def noticed(runtime: Runtime, number: str) -> list[tuple[str, str]]:
    """What waits to be told to the staff of requests, and to whom."""
    return [letter for letter in all_told(runtime, number) if letter[0].startswith("request_")]


@on_both
def test_silence_takes_a_request_up_a_level_and_leaves_the_complaint(
    runtime: Runtime,
    number: str,
    claire: Actor,
    director: Actor,
    president: Actor,
    clock: FixedClock,
):
    ask(runtime, number, by=claire)
    before = complaint(runtime, number)
    be_silent(runtime, number, clock)
    run_clocks(runtime, clock.moment)
    assert put_to(runtime, number) == ["post:director", "post:president"]
    first, second = clocks(runtime, number, KIND)
    assert (first.pending, first.missed_at, first.fired) == (False, first.due_at, 1)
    assert (second.pending, second.level, second.allowance) == (True, 2, "5 working days")
    assert noticed(runtime, number) == [
        ("request_for_you", director.name),
        ("request_passed_to_you", president.name),
        ("request_missed", director.name),
        ("request_missed", claire.name),
    ]
    after = complaint(runtime, number)
    for name in ("status", "level", "holder", "due_at", "late_since"):
        assert getattr(after, name) == getattr(before, name), name
    assert escalations(runtime, number) == []
    assert history_holds(runtime)


@on_both
def test_at_the_top_it_stays_asked_and_late_and_nothing_is_told_twice(
    runtime: Runtime, number: str, claire: Actor, president: Actor, clock: FixedClock
):
    request = ask(runtime, number, Asked(post="president"), claire)
    be_silent(runtime, number, clock)
    for _ in range(3):
        clock.moment += timedelta(days=1)
        run_clocks(runtime, clock.moment)
    assert kinds(runtime, number).count("information_missed") == 1
    assert "level" not in last(runtime, number, "information_missed").facts
    assert [name for kind, name in noticed(runtime, number) if kind == "request_missed"] == [
        president.name,
        claire.name,
    ]
    give(runtime, number, request, president)
    assert last(runtime, number, "information_given").facts["in_time"] is False
    answered = clocks(runtime, number, KIND)[0]
    assert (answered.met_at, answered.missed_at) == (clock.moment, answered.due_at)


@pytest.mark.parametrize(("post", "next_post"), [("office", "director"), (None, "director")])
def test_from_the_first_level_or_beside_it_goes_to_the_second(
    runtime: Runtime,
    number: str,
    director: Actor,
    clock: FixedClock,
    post: str | None,
    next_post: str,
):
    asked = member(runtime, Role.MANAGER, "parks", post)
    ask(runtime, number, Asked(user_id=asked.user_id))
    be_silent(runtime, number, clock)
    assert put_to(runtime, number)[-1] == f"post:{next_post}"


def test_a_person_who_holds_a_level_is_asked_at_that_level(
    runtime: Runtime, number: str, director: Actor, president: Actor, clock: FixedClock
):
    ask(runtime, number, Asked(user_id=director.user_id))
    be_silent(runtime, number, clock)
    assert put_to(runtime, number)[-1] == "post:president"


@on_both
def test_an_absent_holder_is_stepped_over_with_an_alarm(
    runtime: Runtime, number: str, director: Actor, president: Actor, clock: FixedClock
):
    head = member(runtime, Role.HEAD, "parks", None)
    asked = member(runtime, Role.ANALYST, "parks", None)
    ask(runtime, number, Asked(user_id=asked.user_id))
    with runtime.transaction() as session:
        session.add(
            AbsenceRecord(
                agency="parks",
                user_id=director.user_id,
                begins_at=clock.moment,
                ends_at=clock.moment + timedelta(days=30),
                recorded_at=clock.moment,
            )
        )
    be_silent(runtime, number, clock)
    assert put_to(runtime, number)[-1] == "post:president"
    assert last(runtime, number, "post_vacant").facts["posts"] == ["director"]
    assert ("post_vacant", head.name) in all_told(runtime, number)


def test_a_holder_whom_the_complaint_names_is_stepped_over(
    runtime: Runtime, director: Actor, president: Actor, clock: FixedClock
):
    asked = member(runtime, Role.ANALYST, "parks", None)
    name = director.name.split("@")[0].title()  # as the tests name their staff
    number = file(runtime, story=f"C’est {name} qui a crié.").number
    ask(runtime, number, Asked(user_id=asked.user_id))
    be_silent(runtime, number, clock)
    assert put_to(runtime, number)[-1] == "post:president"


def test_with_nobody_above_it_climbs_one_level_and_the_administrators_are_told(
    runtime: Runtime, number: str, clock: FixedClock
):
    administrator = member(runtime, Role.ADMINISTRATOR, "parks", None)
    asked = member(runtime, Role.ANALYST, "parks", None)
    ask(runtime, number, Asked(user_id=asked.user_id))
    be_silent(runtime, number, clock)
    assert put_to(runtime, number)[-1] == "post:director"
    assert ("nobody_in_charge", administrator.name) in all_told(runtime, number)


def test_whoever_was_asked_first_may_still_answer_after_it_climbed(
    runtime: Runtime, number: str, director: Actor, president: Actor, clock: FixedClock
):
    request = ask(runtime, number)
    be_silent(runtime, number, clock)
    give(runtime, number, request, director)
    assert [clock.pending for clock in clocks(runtime, number, KIND)] == [False, False]
    clock.moment += timedelta(days=30)
    run_clocks(runtime, clock.moment)
    assert put_to(runtime, number) == ["post:director", "post:president"]


@pytest.mark.parametrize("how", ["given", "withdrawn"])
def test_what_is_over_does_not_climb(
    runtime: Runtime, number: str, director: Actor, clock: FixedClock, how: str
):
    request = ask(runtime, number)
    if how == "given":
        give(runtime, number, request, director)
    else:
        withdraw(runtime, number, request)
    be_silent(runtime, number, clock)
    assert put_to(runtime, number) == ["post:director"]


@on_both
def test_several_workers_at_once_take_each_request_up_once(
    runtime: Runtime, claire: Actor, director: Actor, president: Actor, clock: FixedClock
):
    numbers = [file(runtime).number for _ in range(3)]
    for number in numbers:
        ask(runtime, number, by=claire), ask(runtime, number, by=claire)
    clock.moment = requests(runtime, numbers[0])[0].due_at
    together = threading.Barrier(3)

    def one_worker(_: int) -> None:
        together.wait()
        run_clocks(runtime, clock.moment)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one_worker, range(3)))
    for number in numbers:
        assert put_to(runtime, number) == ["post:director"] * 2 + ["post:president"] * 2
        notices = [
            notice for notice in noticed(runtime, number) if notice[0] == "request_passed_to_you"
        ]
        assert len(notices) == 2
    assert history_holds(runtime)


def levels_of(runtime: Runtime, request_id: int) -> list[int]:
    """The levels at which a request was, in turn."""
    step = RequestStepRecord
    with runtime.reading(PORTAL) as session:
        chosen = select(step.level).where(step.request_id == request_id).order_by(step.id)
        return list(session.scalars(chosen))


@on_both
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_an_open_request_runs_or_is_late_at_the_top(
    runtime: Runtime,
    claire: Actor,
    director: Actor,
    president: Actor,
    clock: FixedClock,
    seed: int,
):
    chance = random.Random(seed)
    asked = member(runtime, Role.ANALYST, "parks", None)
    whom = [
        (Asked(user_id=asked.user_id), asked),
        (Asked(post="director"), director),
        (Asked(post="president"), president),
    ]
    number, answering = file(runtime).number, dict[int, Actor]()
    due_at = complaint(runtime, number).due_at
    for _ in range(12):
        left = [request.id for request in requests(runtime, number) if request.is_open]
        what = chance.choice(["ask", "wait", "wait", "give", "withdraw"])
        if what == "ask":
            to, person = chance.choice(whom)
            length = f"{chance.randint(1, 5)} working days"
            answering[ask(runtime, number, to, claire, within=length)] = person
        elif what == "wait":
            clock.moment += timedelta(hours=chance.randint(1, 60))
            run_clocks(runtime, clock.moment)
        elif left and what == "give":
            give(runtime, number, left[0], answering[left[0]])
        elif left:
            withdraw(runtime, number, left[0])
    assert complaint(runtime, number).due_at == due_at
    running = {clock.id for clock in clocks(runtime, number, KIND) if clock.pending}
    for request in requests(runtime, number):
        levels = levels_of(runtime, request.id)
        assert levels == sorted(set(levels))
        is_late_at_the_top = levels[-1] == 3 and request.late_since is not None
        assert not request.is_open or request.clock_id in running or is_late_at_the_top
    assert running <= {request.clock_id for request in requests(runtime, number) if request.is_open}
    assert history_holds(runtime)
