"""An agency proposes a complaint to another: the person chooses what travels, and it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from portal.complaints.handling import casework
from portal.complaints.handling.following import withdraw
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import complainant
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.reviews.actions import ask_for_review
from portal.features.transfers import actions as proposals
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history_holds,
    kinds,
    last,
    letters,
    member,
    messages,
    templates,
)
from tests.features.transfers.transferred import (
    ALL,
    WHY,
    agree,
    plan_of,
    propose,
    rows,
    transferred,
    transfers,
)
from tests.support import TUESDAY, FixedClock, file, officer, on_both

TRANSFER, FIRST = ClockKind.TRANSFER, ClockKind.FIRST_PROMISE
DAY = timedelta(days=1)


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


def test_the_person_is_told_at_once_to_whom_and_by_when(runtime: Runtime, number: str):
    propose(runtime, number)
    [*_, letter] = rows(runtime, OutboxRecord, number)
    assert (letter.template, letter.params["last_day"]) == ("transfer_proposed", "2026-11-26")
    assert letter.params["to_name"]["fr"] == "Service des eaux"
    assert WHY not in str(letter.params)


def test_why_is_kept_in_the_history(runtime: Runtime, number: str):
    propose(runtime, number)
    assert [one.body for one in messages(runtime, number) if one.kind == "transfer"] == [WHY]
    assert last(runtime, number, "transfer_proposed").facts["to"] == "water"


def test_the_complaint_stays_with_its_agency_and_its_date_meanwhile(runtime: Runtime, number: str):
    before = complaint(runtime, number)
    propose(runtime, number)
    after = complaint(runtime, number)
    assert (after.agency, after.due_at, after.status) == ("parks", before.due_at, before.status)
    assert clocks(runtime, number, "answer")[0].pending


@on_both
def test_it_goes_as_soon_as_the_person_said_what_travels(runtime: Runtime, number: str):
    transferred(runtime, number, "water", *ALL)
    moved = complaint(runtime, number)
    assert (moved.agency, moved.status, moved.holder) == ("water", "received", "office")
    assert moved.received_at == TUESDAY
    [one] = transfers(runtime, number)
    assert (one.carried_out_at, one.held) == (TUESDAY, [])
    assert kinds(runtime, number)[-3:] == ["transfer_proposed", "transfer_agreed", "routed"]
    assert history_holds(runtime)


def test_both_clocks_run_from_then_on(runtime: Runtime, clock: FixedClock, number: str):
    clock.moment += DAY
    transferred(runtime, number)
    running = {one.kind: one.last_day for one in clocks(runtime, number) if one.pending}
    assert running["answer"] == date(2026, 12, 9)
    assert running[FIRST] == date(2026, 12, 22)
    assert clocks(runtime, number, TRANSFER)[0].met_at == clock.moment


@on_both
def test_without_a_word_it_goes_after_two_working_days_with_everything_held_back(
    runtime: Runtime, clock: FixedClock, number: str
):
    propose(runtime, number)
    [one] = clocks(runtime, number, TRANSFER)
    assert one.last_day == date(2026, 11, 26)
    clock.moment = one.due_at
    assert [each.kind for each in run_clocks(runtime, clock.moment).acted] == [
        ClockKind.FIRST_CONTACT,
        TRANSFER,
    ]
    assert complaint(runtime, number).agency == "water"
    assert transfers(runtime, number)[0].held == ["name", "contact"]
    [one] = clocks(runtime, number, TRANSFER)
    assert (one.met_at, one.missed_at, one.fired) == (clock.moment, None, 1)
    assert run_clocks(runtime, clock.moment).acted == ()


def test_one_that_was_carried_out_days_late_is_measured_so(
    runtime: Runtime, clock: FixedClock, number: str
):
    propose(runtime, number)
    clock.moment = TUESDAY + 7 * DAY
    run_clocks(runtime, clock.moment)
    [one] = clocks(runtime, number, TRANSFER)
    assert one.missed_at == one.due_at
    assert last(runtime, number, "routed").facts["working_days"] == 5


def test_the_receiving_agency_is_told(runtime: Runtime, number: str):
    there = member(runtime, agency="water", post="office")
    transferred(runtime, number)
    assert ("handed_to_you", there.name) in letters(runtime, number)


def test_without_anybody_there_its_administrators_are(runtime: Runtime, number: str):
    there = member(runtime, Role.ADMINISTRATOR, "water", None)
    transferred(runtime, number)
    assert ("handed_to_you", there.name) in letters(runtime, number)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.INTAKE, Role.AUDITOR])
def test_only_officers_and_heads_propose(runtime: Runtime, number: str, role: Role):
    with pytest.raises(NotAllowedError):
        propose(runtime, number, actor=officer("parks", role=role))
    propose(runtime, number, actor=officer("parks", role=Role.HEAD))


@pytest.mark.parametrize(("to", "reason"), [("water", " "), ("parks", WHY)])
def test_another_agency_and_a_reason_are_needed(
    runtime: Runtime, number: str, to: str, reason: str
):
    with pytest.raises(IncompleteError):
        propose(runtime, number, to, reason)
    assert kinds(runtime, number)[-1] == "acknowledged"


def answered(runtime: Runtime, number: str) -> None:
    act(runtime, number, casework.answer, body="Voici.")


def in_review(runtime: Runtime, number: str) -> None:
    answered(runtime, number)
    act(runtime, number, ask_for_review, reason="Non.")


def proposed(runtime: Runtime, number: str) -> None:
    propose(runtime, number)


@pytest.mark.parametrize("before", [answered, in_review, proposed])
def test_what_is_answered_reviewed_or_proposed_already_is_not_proposed(
    runtime: Runtime, number: str, before: Callable[[Runtime, str], None]
):
    before(runtime, number)
    with pytest.raises(TransitionNotAllowedError):
        propose(runtime, number, "desk")


@pytest.mark.parametrize("end", [answered, lambda r, n: act(r, n, withdraw)])
def test_an_answer_or_an_end_lets_it_lapse(
    runtime: Runtime, number: str, end: Callable[[Runtime, str], None]
):
    propose(runtime, number)
    end(runtime, number)
    run_clocks(runtime, TUESDAY + 3 * DAY)
    assert complaint(runtime, number).agency == "parks"
    assert transfers(runtime, number)[0].carried_out_at is None


def test_a_second_answer_of_the_person_changes_nothing(runtime: Runtime, number: str):
    propose(runtime, number)
    plan = plan_of(runtime, number)
    agree(runtime, number)
    owner = complainant(complaint(runtime, number).id)
    with pytest.raises(TransitionNotAllowedError):
        runtime.change(owner, number, partial(proposals.agree, fields=ALL, plan=plan))


def test_a_question_that_waits_for_a_reply_does_not_hold_it_up(
    runtime: Runtime, clock: FixedClock, number: str
):
    propose(runtime, number)
    act(runtime, number, casework.ask_complainant, body="Où?")
    clock.moment = TUESDAY + 3 * DAY
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).agency == "water"
    assert templates(runtime, number)[-1] == "routed"
