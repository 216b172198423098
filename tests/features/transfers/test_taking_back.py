"""A proposed transfer is taken back while its complainant has not chosen: then the clock ends."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import Actor
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.transfers.actions import take_back
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import clocks, complaint, history_holds, kinds, last, member, messages
from tests.features.transfers.transferred import agree, propose, rows, transferred, transfers
from tests.support import FixedClock, file, on_both

WHY_NOT = "La piste ne longe pas la conduite : c’est à nous."


@pytest.fixture
def claire(runtime: Runtime) -> Actor:
    return member(runtime)


@pytest.fixture
def number(runtime: Runtime, claire: Actor) -> str:
    number = file(runtime).number
    propose(runtime, number, actor=claire)
    return number


def back(runtime: Runtime, number: str, actor: Actor, reason: str = WHY_NOT) -> None:
    """Take the proposal back, as this actor."""
    runtime.change(actor, number, partial(take_back, reason=reason))


@on_both
def test_its_clock_ends_and_the_complaint_stays_with_its_date(
    runtime: Runtime, clock: FixedClock, number: str, claire: Actor
):
    before = complaint(runtime, number)
    back(runtime, number, claire)
    [waiting] = clocks(runtime, number, ClockKind.TRANSFER)
    assert (waiting.pending, waiting.met_at, waiting.ended_at) == (False, None, clock.moment)
    clock.moment += timedelta(days=7)
    run_clocks(runtime, clock.moment)
    after = complaint(runtime, number)
    assert (after.agency, after.due_at) == ("parks", before.due_at)
    assert transfers(runtime, number)[0].carried_out_at is None
    assert history_holds(runtime)


def test_the_person_is_told_and_reads_why(runtime: Runtime, number: str, claire: Actor):
    back(runtime, number, claire)
    [*_, letter] = rows(runtime, OutboxRecord, number)
    assert letter.template == "transfer_taken_back"
    assert letter.params["to_name"]["fr"] == "Service des eaux"
    assert WHY_NOT not in str(letter.params)
    assert messages(runtime, number)[-1].body == WHY_NOT
    entry = last(runtime, number, "transfer_taken_back")
    assert (entry.facts["to"], entry.public) == ("water", True)


def test_the_head_may_where_another_officer_may_not(runtime: Runtime, number: str, claire: Actor):
    paul = member(runtime, Role.OFFICER, post="elsewhere")
    with pytest.raises(NotAllowedError):
        back(runtime, number, paul)
    with pytest.raises(NotAllowedError):
        back(runtime, number, member(runtime, Role.MANAGER))
    back(runtime, number, member(runtime, Role.HEAD, post=None))
    assert kinds(runtime, number)[-1] == "transfer_taken_back"


def test_not_once_the_person_chose_nor_twice_nor_without_a_word(
    runtime: Runtime, number: str, claire: Actor
):
    with pytest.raises(IncompleteError):
        back(runtime, number, claire, "  ")
    back(runtime, number, claire)
    with pytest.raises(TransitionNotAllowedError):
        back(runtime, number, claire)
    propose(runtime, number, actor=claire)
    with pytest.raises(AssertionError):
        agree_after(runtime, number, claire)


def agree_after(runtime: Runtime, number: str, claire: Actor) -> None:
    """Let the person choose on a page that was open when the proposal was taken back."""
    back(runtime, number, claire)
    agree(runtime, number, "name")


def test_what_was_carried_out_is_not_undone(runtime: Runtime, claire: Actor):
    number = file(runtime).number
    transferred(runtime, number)
    with pytest.raises(TransitionNotAllowedError):
        back(runtime, number, member(runtime, Role.HEAD, "water", None))
