"""An answered complaint is closed by a date of its own, or those who lead hear of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from portal.app import FEATURES
from portal.complaints.handling import casework
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.role import Role
from portal.domain.time.explanation import ClockState, Explanation, StartEvent
from portal.domain.time.promise import Allowance, Confidence
from portal.features.reviews.actions import ask_for_review, reopen
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from portal.worker.warnings import Warner
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    escalations,
    history_holds,
    issues,
    kinds,
    last,
    member,
    ruled_by,
    status,
    told,
)
from tests.support import FixedClock, file, on_both

# The twentieth working day after the answer of 24 November.
LAST_DAY = date(2026, 12, 22)
OFFICER, HEAD = "officer.office.parks@exemple.org", "head.nothing.parks@exemple.org"


@pytest.fixture
def claire(runtime: Runtime) -> Actor:
    return member(runtime)


@pytest.fixture
def number(runtime: Runtime, claire: Actor) -> str:
    """A complaint that somebody has answered, in a service that somebody leads."""
    member(runtime, Role.HEAD, post=None)
    filed = file(runtime).number
    answer(runtime, filed, claire)
    return filed


def answer(runtime: Runtime, number: str, who: Actor) -> None:
    act(runtime, number, casework.answer, who, body="Le sentier est ouvert.")


def close(runtime: Runtime, number: str) -> None:
    issue = issues(runtime, number)[0].id
    found = IssueFinding(issue, Finding.UNFOUNDED, "Les relevés le montrent.")
    act(runtime, number, casework.close, findings=(found,))


def pass_date(runtime: Runtime, number: str, clock: FixedClock) -> None:
    clock.moment = due(runtime, number, "closing")
    run_clocks(runtime, clock.moment)


def explanation(runtime: Runtime, number: str) -> Explanation:
    with runtime.reading(PORTAL) as session:
        kept = clocks_of(session, complaint(runtime, number).id)
    calendar = runtime.agencies.agency("parks").consult().calendar()
    return explained([one for one in kept if one.kind == "closing"][-1], calendar, FEATURES)


@on_both
def test_an_answer_starts_the_time_to_close_and_lists_go_by_it(runtime: Runtime, number: str):
    [closing] = clocks(runtime, number, "closing")
    assert (closing.pending, closing.last_day) == (True, LAST_DAY)
    assert complaint(runtime, number).due_at == closing.due_at
    assert closing.promise["confidence"] == Confidence.ASSUMED


def test_the_agency_says_how_long_and_a_category_otherwise(runtime: Runtime, claire: Actor):
    ruled_by(runtime, deadlines={**written(runtime), "closing": said("5 working days")})
    number = file(runtime).number
    answer(runtime, number, claire)
    assert clocks(runtime, number, "closing")[0].allowance == "5 working days"


def written(runtime: Runtime) -> dict[str, object]:
    settings = runtime.agencies.agency("parks").settings
    return settings.deadlines.model_dump(mode="json", exclude_none=True)


def said(within: str) -> dict[str, str]:
    return {"within": within, "basis": "Directive"}


def test_another_answer_starts_it_again(
    runtime: Runtime, number: str, claire: Actor, clock: FixedClock
):
    clock.moment += timedelta(days=7)
    answer(runtime, number, claire)
    first, again = clocks(runtime, number, "closing")
    assert (first.pending, first.ended_at) == (False, clock.moment)
    assert (again.pending, again.started_at) == (True, clock.moment)
    assert complaint(runtime, number).due_at == again.due_at


@on_both
def test_a_closing_in_time_keeps_it(runtime: Runtime, number: str, clock: FixedClock):
    clock.moment = due(runtime, number, "closing") - timedelta(microseconds=1)
    close(runtime, number)
    [closing] = clocks(runtime, number, "closing")
    assert (closing.met_at, closing.missed_at, closing.pending) == (clock.moment, None, False)
    assert complaint(runtime, number).due_at is None
    assert explanation(runtime, number).state is ClockState.MET


@on_both
def test_missed_it_is_told_once_to_whoever_is_in_charge_and_the_head_and_nothing_climbs(
    runtime: Runtime, number: str, clock: FixedClock
):
    before = told(runtime, number)
    pass_date(runtime, number, clock)
    run_clocks(runtime, clock.moment + timedelta(days=30))
    assert told(runtime, number)[len(before) :] == [("date_missed", OFFICER), ("date_missed", HEAD)]
    assert last(runtime, number, "date_missed").facts == {
        "clock": "closing",
        "level": 1,
        "told": ["in_charge", "head"],
    }
    assert kinds(runtime, number).count("date_missed") == 1
    assert (escalations(runtime, number), complaint(runtime, number).level) == ([], 1)
    assert status(runtime, number) is Status.ANSWERED
    assert complaint(runtime, number).late_since is None
    assert history_holds(runtime)


def test_a_late_closing_is_told_as_late(runtime: Runtime, number: str, clock: FixedClock):
    pass_date(runtime, number, clock)
    close(runtime, number)
    assert explanation(runtime, number).state is ClockState.MET_LATE


@on_both
def test_a_review_ends_it_and_its_answer_starts_it_again(
    runtime: Runtime, number: str, clock: FixedClock
):
    director = member(runtime, Role.MANAGER, post="director")
    citizen = complainant(complaint(runtime, number).id)
    act(runtime, number, ask_for_review, citizen, reason="C’est encore fermé.")
    [closing] = clocks(runtime, number, "closing")
    assert (closing.pending, closing.ended_at) == (False, clock.moment)
    assert complaint(runtime, number).due_at == due(runtime, number, "review")
    answer(runtime, number, director)
    assert [one.level for one in clocks(runtime, number, "closing")] == [1, 2]


def test_a_reopening_leaves_it_as_it_was_met(runtime: Runtime, number: str):
    close(runtime, number)
    citizen = complainant(complaint(runtime, number).id)
    act(runtime, number, reopen, citizen, reason="C’est encore fermé.")
    [closing] = clocks(runtime, number, "closing")
    assert closing.met_at is not None
    assert complaint(runtime, number).due_at == due(runtime, number, "answer")


def test_whoever_is_in_charge_is_warned_of_it(runtime: Runtime, number: str, clock: FixedClock):
    clock.moment = datetime.combine(date(2026, 12, 9), clock.moment.timetz())
    Warner(runtime).warn(clock.moment)
    assert ("warning", OFFICER) in told(runtime, number)


def test_its_date_explains_itself(runtime: Runtime, number: str):
    told = explanation(runtime, number)
    assert (told.start, told.length) == (StartEvent.ANSWERED, Allowance.parse("20 working days"))
    assert told.last_day == LAST_DAY
