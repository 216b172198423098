"""An organisation is replaced or renamed while a clock stands still, or after an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.app import FEATURES
from portal.complaints.dates.answer_dates import resume_answer
from portal.complaints.handling import casework, following
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import AnotherPersonNeededError
from portal.domain.role import Role
from portal.domain.time.explanation import StartEvent
from portal.features.organisation_changes.actions import change_agencies
from portal.features.reviews.actions import ask_for_review, reopen
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    issues,
    kinds,
    last,
    member,
    staffed,
)
from tests.features.organisation_changes.successions import merge, rename
from tests.support import FixedClock, file, on_both

# What is done to the water board, and whose its complaints then are.
Change = Callable[[Runtime], None]


def merged(runtime: Runtime) -> None:
    merge(runtime, runtime.now().date(), old="water", into="parks")


def renamed(runtime: Runtime) -> None:
    rename(runtime, runtime.now().date(), agency="water")
    change_agencies(runtime, runtime.now())


either = pytest.mark.parametrize(("change", "heir"), [(merged, "parks"), (renamed, "water")])


def citizen(runtime: Runtime, number: str) -> Actor:
    return complainant(complaint(runtime, number).id)


def stopped(runtime: Runtime) -> str:
    """A complaint of the water board whose time stands still."""
    number = file(runtime, "water").number
    act(runtime, number, casework.ask_complainant, body="Combien?", pause="meter")
    return number


def answered(runtime: Runtime, officer: Actor, agency: str = "water") -> str:
    number = file(runtime, agency).number
    act(runtime, number, casework.answer, officer, body="C’est réglé.")
    return number


def closed(runtime: Runtime, officer: Actor) -> str:
    number = answered(runtime, officer)
    found = IssueFinding(issues(runtime, number)[0].id, Finding.UNFOUNDED, "Les relevés.")
    act(runtime, number, casework.close, officer, findings=(found,))
    return number


def starts(runtime: Runtime, number: str) -> list[StartEvent]:
    """What set each clock going, as it is explained by today's calendar."""
    kept = complaint(runtime, number)
    calendar = runtime.agencies.agency(kept.agency).consult().calendar(kept.category)
    with runtime.reading(PORTAL) as session:
        return [explained(one, calendar, FEATURES).start for one in clocks_of(session, kept.id)]


@either
@on_both
def test_a_stopped_time_stands_still_at_the_heir_and_goes_on_with_what_it_held(
    runtime: Runtime, clock: FixedClock, change: Change, heir: str
):
    alone, number = stopped(runtime), stopped(runtime)
    clock.moment += timedelta(days=1)
    act(runtime, alone, resume_answer)
    change(runtime)
    moved = complaint(runtime, number)
    assert (moved.agency, moved.due_at) == (heir, None)
    act(runtime, number, following.write_message, citizen(runtime, number), body="3.", once=None)
    # The promised days are those that the water board had promised, in its own zone.
    assert due(runtime, number) == due(runtime, alone)
    assert complaint(runtime, number).due_at == due(runtime, number)
    assert history_holds(runtime)


@either
@on_both
def test_its_cap_ends_at_the_heir_by_itself(
    runtime: Runtime, clock: FixedClock, change: Change, heir: str
):
    number = stopped(runtime)
    cap = due(runtime, number, "pause")
    change(runtime)
    clock.moment = cap + timedelta(hours=1)
    run_clocks(runtime, clock.moment)
    assert last(runtime, number, "resumed").facts["by_itself"] is True
    assert due(runtime, number) > clock.moment
    clock.moment = due(runtime, number)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 2


@either
@on_both
def test_a_review_keeps_its_date_and_the_first_handler_stays_out_of_it(
    runtime: Runtime, clock: FixedClock, change: Change, heir: str
):
    handler = member(runtime, agency="water")
    staffed(runtime, "water")
    staffed(runtime, "parks")
    number = answered(runtime, handler)
    act(runtime, number, ask_for_review, citizen(runtime, number), reason="Non.")
    before = due(runtime, number, "review")
    change(runtime)
    assert complaint(runtime, number).agency == heir
    assert complaint(runtime, number).due_at == due(runtime, number, "review") == before
    # What the top authority held goes to that of the heir.
    top = len(runtime.agencies.agency(heir).settings.escalation)
    assert complaint(runtime, number).level == top
    with pytest.raises(AnotherPersonNeededError):
        act(runtime, number, casework.answer, same_person_at(handler, heir), body="Encore.")
    clock.moment = before
    run_clocks(runtime, clock.moment)
    assert "recourse_opened" in kinds(runtime, number)
    assert history_holds(runtime)


def same_person_at(handler: Actor, agency: str) -> Actor:
    [own] = handler.memberships
    return Actor(handler.kind, handler.name, handler.user_id, (replace(own, agency=agency),))


@either
@on_both
def test_the_time_to_reopen_goes_on_and_the_heir_answers_again(
    runtime: Runtime, clock: FixedClock, change: Change, heir: str
):
    number = closed(runtime, member(runtime, agency="water"))
    ends = due(runtime, number, "reopening")
    change(runtime)
    assert complaint(runtime, number).agency == heir
    assert due(runtime, number, "reopening") == ends
    clock.moment = ends - timedelta(microseconds=1)
    act(runtime, number, reopen, citizen(runtime, number), reason="Encore.")
    again = complaint(runtime, number)
    promised = runtime.agencies.agency(heir).settings.deadlines.answer.within
    assert (again.level, again.holder, again.is_open) == (1, "office", True)
    assert clocks(runtime, number, "answer")[-1].allowance == str(promised)
    assert starts(runtime, number)[-1 if heir == "parks" else -2] is StartEvent.REOPENED
    assert history_holds(runtime)


@either
def test_the_time_to_close_goes_on(runtime: Runtime, clock: FixedClock, change: Change, heir: str):
    member(runtime, Role.HEAD, heir, None)
    number = answered(runtime, member(runtime, agency="water"))
    ends = due(runtime, number, "closing")
    change(runtime)
    assert complaint(runtime, number).due_at == ends
    clock.moment = ends
    run_clocks(runtime, clock.moment)
    assert last(runtime, number, "date_missed").facts["clock"] == "closing"
