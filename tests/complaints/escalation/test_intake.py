"""The intake desk has a clock of its own: nothing waits there without somebody knowing."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from portal.complaints.handling import casework
from portal.complaints.handling.following import withdraw
from portal.complaints.records.message import OutboxRecord
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from portal.worker.warnings import Warner
from tests.complaints.cases import act, clocks, complaint, history, member, staffed, told
from tests.features.transfers.transferred import DESK, route, rows
from tests.support import TUESDAY, FixedClock, file, on_both

INTAKE = ClockKind.INTAKE
TOO_LATE = TUESDAY + timedelta(days=2)


def test_a_complaint_without_an_agency_is_handed_on_within_one_working_day(runtime: Runtime):
    number = file(runtime, "desk").number
    [clock] = clocks(runtime, number, INTAKE)
    assert (clock.last_day, clock.allowance) == (date(2026, 11, 25), "1 working day")
    assert complaint(runtime, number).due_at == clock.due_at


def test_no_other_agency_has_such_a_clock(runtime: Runtime):
    assert clocks(runtime, file(runtime, "parks").number, INTAKE) == []


def test_the_acknowledgement_says_by_when_an_agency_has_it(runtime: Runtime):
    number = file(runtime, "desk").number
    [letter] = rows(runtime, OutboxRecord, number)
    assert letter.params["intake_day"] == "2026-11-25"


@on_both
def test_handing_on_keeps_the_date(runtime: Runtime):
    number = file(runtime, "desk").number
    route(runtime, number)
    [clock] = clocks(runtime, number, INTAKE)
    assert (clock.met_at, clock.missed_at, clock.pending) == (runtime.now(), None, False)


def test_the_desk_that_answers_itself_keeps_it_too(runtime: Runtime):
    number = file(runtime, "desk").number
    runtime.change(DESK, number, partial(casework.answer, body="Écrivez à la Compagnie."))
    assert clocks(runtime, number, INTAKE)[0].met_at == runtime.now()


def test_what_was_withdrawn_is_not_handed_on(runtime: Runtime):
    number = file(runtime, "desk").number
    act(runtime, number, withdraw)
    assert clocks(runtime, number, INTAKE)[0].ended_at == runtime.now()


@on_both
def test_a_missed_date_is_told_to_who_is_answerable_and_to_the_level_above(runtime: Runtime):
    here, above = member(runtime, Role.INTAKE, "desk", "desk"), lead(runtime)
    number = file(runtime, "desk").number
    run_clocks(runtime, TOO_LATE)
    assert history(runtime, number)[-1].facts["clock"] == INTAKE
    readers = {email for kind, email in told(runtime, number) if kind == "date_missed"}
    assert readers == {here.name, above.name}


@on_both
def test_a_manager_above_whom_it_has_not_reached_is_not_said_to_have_been_told(runtime: Runtime):
    """Their letter would be held back: the administrators are told instead."""
    member(runtime, Role.INTAKE, "desk", "desk")
    above = member(runtime, Role.MANAGER, "desk", "lead")
    administrator = member(runtime, Role.ADMINISTRATOR, "desk", None)
    number = file(runtime, "desk").number
    run_clocks(runtime, TOO_LATE)
    assert history(runtime, number)[-1].facts["told"] == ["in_charge", "administrators"]
    readers = {email for _kind, email in told(runtime, number)}
    assert administrator.name in readers
    assert above.name not in readers


def test_it_does_not_climb_for_that_and_stays_first_in_the_list(runtime: Runtime):
    staffed(runtime, "desk")
    number = file(runtime, "desk").number
    due_at = complaint(runtime, number).due_at
    run_clocks(runtime, TOO_LATE)
    assert (complaint(runtime, number).level, complaint(runtime, number).due_at) == (1, due_at)


@pytest.mark.parametrize("has_lead", [True, False])
def test_it_never_waits_without_somebody_being_told(runtime: Runtime, has_lead: bool):
    somebody = lead(runtime) if has_lead else member(runtime, Role.ADMINISTRATOR, "desk", None)
    number = file(runtime, "desk").number
    run_clocks(runtime, TOO_LATE)
    assert somebody.name in {email for _, email in told(runtime, number)}


def test_handed_on_late_it_is_no_longer_owed_and_stays_missed(runtime: Runtime, clock: FixedClock):
    number = file(runtime, "desk").number
    run_clocks(runtime, TOO_LATE)
    clock.moment = TOO_LATE
    route(runtime, number)
    [intake] = clocks(runtime, number, INTAKE)
    assert (intake.met_at, intake.missed_at) == (TOO_LATE, intake.due_at)


def test_the_desk_is_warned_before_the_date(runtime: Runtime):
    here = member(runtime, Role.INTAKE, "desk", "desk")
    number = file(runtime, "desk").number
    Warner(runtime).warn(TUESDAY + timedelta(days=1))
    assert ("warning", here.name) in told(runtime, number)


def lead(runtime: Runtime):
    return member(runtime, Role.TOP_AUTHORITY, "desk", "lead")
