"""A complaint that agencies send back and forth: the intake desk decides, and binds them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import clocks, complaint, last, member, told
from tests.features.transfers.transferred import propose, route, transferred, transfers
from tests.support import TUESDAY, FixedClock, file, on_both


@pytest.fixture
def bounced(runtime: Runtime) -> str:
    """A complaint that was transferred and sent back: it is with the parks again."""
    number = file(runtime).number
    for to in ("water", "parks"):
        transferred(runtime, number, to)
    return number


@pytest.fixture
def at_the_desk(runtime: Runtime, bounced: str) -> str:
    transferred(runtime, bounced, "desk")
    return bounced


def test_after_two_transfers_only_the_desk_may_get_it(runtime: Runtime, bounced: str):
    with pytest.raises(IncompleteError):
        propose(runtime, bounced, "water")
    propose(runtime, bounced, "desk")


def test_before_it_agencies_may_still_send_it_back(runtime: Runtime):
    number = file(runtime).number
    transferred(runtime, number, "water")
    propose(runtime, number, "parks")


@on_both
def test_the_desk_decides_within_two_working_days(runtime: Runtime, at_the_desk: str):
    [intake] = clocks(runtime, at_the_desk, ClockKind.INTAKE)
    assert (intake.last_day, intake.allowance) == (date(2026, 11, 26), "2 working days")
    assert complaint(runtime, at_the_desk).due_at == intake.due_at


def test_a_complaint_that_was_merely_sent_to_the_desk_has_the_ordinary_time(runtime: Runtime):
    number = file(runtime).number
    transferred(runtime, number, "desk")
    assert clocks(runtime, number, ClockKind.INTAKE)[0].allowance == "1 working day"
    route(runtime, number)
    assert not any(one.is_binding for one in transfers(runtime, number))


def test_a_decision_that_does_not_come_is_told_above(runtime: Runtime, at_the_desk: str):
    lead = member(runtime, Role.TOP_AUTHORITY, "desk", "lead")
    run_clocks(runtime, TUESDAY + timedelta(days=4))
    assert ("date_missed", lead.name) in told(runtime, at_the_desk)


@pytest.mark.parametrize("to", ["parks", "water"])
def test_what_the_desk_decided_is_transferred_by_nobody(
    runtime: Runtime, at_the_desk: str, to: str
):
    route(runtime, at_the_desk, to)
    assert transfers(runtime, at_the_desk)[-1].is_binding
    assert clocks(runtime, at_the_desk, ClockKind.INTAKE)[0].met_at == runtime.now()
    for other in ("desk", "parks" if to == "water" else "water"):
        with pytest.raises(TransitionNotAllowedError):
            propose(runtime, at_the_desk, other)


def test_what_was_held_back_stays_so_after_the_decision(runtime: Runtime, at_the_desk: str):
    route(runtime, at_the_desk, "water")
    assert transfers(runtime, at_the_desk)[-1].held == ["name", "contact"]


def test_the_first_promise_is_still_the_first_one(runtime: Runtime, at_the_desk: str):
    route(runtime, at_the_desk, "water")
    [first] = clocks(runtime, at_the_desk, ClockKind.FIRST_PROMISE)
    assert (first.started_at, first.last_day) == (TUESDAY, date(2026, 12, 22))


def test_the_history_tells_how_long_each_transfer_took(runtime: Runtime, clock: FixedClock):
    number = file(runtime).number
    propose(runtime, number)
    clock.moment = TUESDAY + timedelta(days=3)
    run_clocks(runtime, clock.moment)
    facts = last(runtime, number, "routed").facts
    assert (facts["before"], facts["agency"], facts["working_days"]) == ("parks", "water", 3)


def test_what_the_desk_hands_on_otherwise_binds_nobody(runtime: Runtime):
    number = file(runtime, "desk").number
    route(runtime, number)
    assert transfers(runtime, number) == []
    propose(runtime, number)
