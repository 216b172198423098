"""The date promised when a complaint was sent goes on, whichever agency has it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portal.app import FEATURES
from portal.complaints.dates import first_promise
from portal.complaints.dates.extending import extend_answer
from portal.complaints.handling import casework
from portal.complaints.handling.following import withdraw, write_message
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.complaints.records.complaint import ClockRecord
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import ClockState
from portal.domain.time.promise import Allowance
from portal.domain.time.replay import replayed
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history,
    last,
    member,
    ruled_by,
    staffed,
    templates,
    told,
)
from tests.features.transfers.transferred import route, rows
from tests.support import TUESDAY, FixedClock, file, on_both

FIRST = ClockKind.FIRST_PROMISE
FIRST_DAY = date(2026, 12, 22)
DAY = timedelta(days=1)


@pytest.fixture
def number(runtime: Runtime, clock: FixedClock) -> str:
    """A complaint that the desk handed to the parks three days after its receipt."""
    number = file(runtime, "desk").number
    clock.moment += 3 * DAY
    route(runtime, number)
    return number


def first(runtime: Runtime, number: str) -> ClockRecord:
    [clock] = clocks(runtime, number, FIRST)
    return clock


def answer(runtime: Runtime, number: str) -> None:
    act(runtime, number, casework.answer, body="Voici.")


@on_both
def test_it_runs_from_the_receipt_beside_the_agencys_own(runtime: Runtime, number: str):
    clock = first(runtime, number)
    assert (clock.started_at, clock.last_day, clock.pending) == (TUESDAY, FIRST_DAY, True)
    assert clocks(runtime, number, "answer")[-1].last_day == date(2026, 12, 30)


def test_its_explanation_counts_from_the_receipt_and_leads_to_its_day(
    runtime: Runtime, number: str
):
    calendar = runtime.agencies.agency("parks").consult().calendar()
    with runtime.reading(PORTAL) as session:
        kept = clocks_of(session, complaint(runtime, number).id)
    [one] = [explained(each, calendar, FEATURES) for each in kept if each.kind == FIRST]
    assert (one.start, one.state, one.last_day) == ("received", ClockState.RUNNING, FIRST_DAY)
    assert replayed(one.as_facts()) == one.due_at


def test_the_letter_names_both_dates_where_the_first_comes_first(runtime: Runtime, number: str):
    [params] = sent(runtime, number, "routed")
    assert (params["first_day"], params["answer_day"]) == ("2026-12-22", "2026-12-30")


def test_only_the_agencys_date_is_told_where_that_comes_first(runtime: Runtime):
    number = file(runtime, "desk", story="Ma facture d’eau a doublé.").number
    route(runtime, number, "water")
    [params] = sent(runtime, number, "routed")
    assert "first_day" not in params


def test_it_is_one_however_many_agencies_follow(runtime: Runtime, number: str):
    act(runtime, number, first_promise.keep)
    assert len(clocks(runtime, number, FIRST)) == 1


def test_an_answer_keeps_it(runtime: Runtime, number: str):
    answer(runtime, number)
    clock = first(runtime, number)
    assert (clock.met_at, clock.missed_at) == (runtime.now(), None)
    assert last(runtime, number, "answered").facts["first_promise_kept"] is True


@on_both
def test_a_missed_one_is_told_to_both_sides_and_nothing_climbs(
    runtime: Runtime, clock: FixedClock, number: str
):
    here = member(runtime)
    clock.moment = first(runtime, number).due_at
    run_clocks(runtime, clock.moment)
    assert last(runtime, number, "date_missed").facts["clock"] == FIRST
    assert templates(runtime, number)[-1] == "first_promise_missed"
    assert ("date_missed", here.name) in told(runtime, number)
    assert (complaint(runtime, number).level, complaint(runtime, number).late_since) == (1, None)


def test_an_answer_after_it_is_in_time_for_the_agency_and_late_for_the_person(
    runtime: Runtime, clock: FixedClock, number: str
):
    clock.moment = first(runtime, number).due_at
    answer(runtime, number)
    said = last(runtime, number, "answered").facts
    assert (said["in_time"], said["first_promise_kept"]) == (True, False)
    assert run_clocks(runtime, clock.moment + DAY).failed == ()
    assert "first_promise_missed" not in templates(runtime, number)


def test_the_agencys_own_answer_climbs_as_ever(runtime: Runtime, clock: FixedClock, number: str):
    staffed(runtime)
    clock.moment = due(runtime, number)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 2


def test_where_the_agencys_own_date_passed_the_person_is_told_of_that_alone(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "desk", story="Ma facture d’eau a doublé.").number
    route(runtime, number, "water")
    for _ in range(3):
        run_clocks(runtime, TUESDAY + 60 * DAY)
    assert "late" in templates(runtime, number)
    assert "first_promise_missed" not in templates(runtime, number)


@on_both
def test_an_extension_of_the_next_agency_leaves_it_where_it_was(runtime: Runtime, number: str):
    own = clocks(runtime, number, "answer")[-1].last_day
    act(runtime, number, extend_answer, by=Allowance.parse("2 working days"), reason="Une visite.")
    assert first(runtime, number).last_day == FIRST_DAY
    assert clocks(runtime, number, "answer")[-1].last_day > own


def test_a_wait_for_the_complainant_stops_it_and_gives_back_what_it_held(
    runtime: Runtime, clock: FixedClock
):
    number = paused_at_the_parks(runtime, clock)
    assert first(runtime, number).due_at is None
    clock.moment += 2 * DAY
    act(runtime, number, write_message, body="Le permis 12.", once=None)
    assert first(runtime, number).last_day == date(2026, 12, 23)
    assert first(runtime, number).due_at == due(runtime, number)


def test_what_was_missed_before_stays_missed(runtime: Runtime, clock: FixedClock):
    number = file(runtime, "desk").number
    clock.moment = due(runtime, number)
    run_clocks(runtime, clock.moment)
    route(runtime, number)
    clock_kept = first(runtime, number)
    assert (clock_kept.pending, clock_kept.missed_at) == (False, clock_kept.due_at)


def test_nothing_is_owed_after_the_end(runtime: Runtime, number: str):
    act(runtime, number, withdraw)
    assert first(runtime, number).ended_at == runtime.now()


def test_whoever_heads_the_service_hears_of_it_too(
    runtime: Runtime, clock: FixedClock, number: str
):
    head = member(runtime, Role.HEAD, "parks", None)
    clock.moment = first(runtime, number).due_at
    run_clocks(runtime, clock.moment)
    assert ("date_missed", head.name) in told(runtime, number)


def test_a_complaint_that_nobody_handed_on_has_none(runtime: Runtime):
    number = file(runtime).number
    assert clocks(runtime, number, FIRST) == []
    answer(runtime, number)
    assert "first_promise_kept" not in history(runtime, number)[-1].facts


def sent(runtime: Runtime, number: str, template: str) -> list[dict[str, Any]]:
    return [one.params for one in rows(runtime, OutboxRecord, number) if one.template == template]


def paused_at_the_parks(runtime: Runtime, clock: FixedClock) -> str:
    named = {"code": "piece", "name": {"fr": "une pièce", "en": "a paper"}}
    deadlines = runtime.agencies.agency("parks").settings.deadlines.model_dump(mode="json")
    deadlines["answer"]["pauses"] = [named | {"at_most": "10 working days"}]
    ruled_by(runtime, deadlines=deadlines)
    number = file(runtime, "desk").number
    route(runtime, number)
    act(runtime, number, casework.ask_complainant, body="Quel permis?", pause="piece")
    return number
