from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from portal.complaints.handling import casework
from portal.complaints.records.complaint import ClockRecord
from portal.complaints.records.message import HistoryEntryRecord, OutboxRecord
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.transfers.transferred import DESK, route, rows
from tests.support import FixedClock, file, officer, on_both
from tests.support.searching import ids_matching


@on_both
def test_a_routed_complaint_keeps_its_number_and_its_day_of_receipt(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "desk").number
    received_at = complaint(runtime, number).received_at
    clock.moment += timedelta(days=1)
    route(runtime, number)
    routed = complaint(runtime, number)
    assert (routed.agency, routed.category, routed.theme) == ("parks", "trail", "delay")
    assert routed.received_at == received_at
    assert (routed.status, routed.level, routed.holder) == ("received", 1, "office")


@on_both
def test_what_is_handed_on_is_found_by_who_has_it_with_the_reason_that_it_came_for(
    runtime: Runtime,
):
    number = file(runtime, "desk", story="La passerelle est rouillée.").number
    route(runtime, number, reason="Une affaire de belvédère.")
    for actor, finds in ((officer("parks"), 1), (DESK, 0)):
        with runtime.reading(actor) as session:
            for word in ("passerelle", "belvédère"):
                assert len(ids_matching(session, runtime.keyring, word)) == finds


def test_the_receiving_agency_counts_its_own_dates_from_the_hand_over(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "desk").number
    clock.moment += timedelta(days=1)
    route(runtime, number)
    running = {one.kind: one for one in rows(runtime, ClockRecord, number) if one.pending}
    assert set(running) == {"first_contact", "answer", "first_promise"}
    assert running["answer"].last_day == date(2026, 12, 23)
    assert complaint(runtime, number).due_at == running["answer"].due_at


def test_an_agency_whose_silence_opens_a_recourse_gets_that_clock_as_well(runtime: Runtime):
    number = file(runtime, "desk", story="Ma facture d’eau a doublé.").number
    route(runtime, number, "water")
    running = {one.kind for one in rows(runtime, ClockRecord, number) if one.pending}
    assert "silence" in running


def test_the_history_says_from_where_to_where(runtime: Runtime):
    number = file(runtime, "desk").number
    route(runtime, number)
    last = rows(runtime, HistoryEntryRecord, number)[-1]
    assert last.kind == "routed"
    assert (last.facts["before"], last.facts["agency"]) == ("desk", "parks")


def test_the_complainant_is_told_where_the_complaint_went(runtime: Runtime):
    number = file(runtime, "desk").number
    route(runtime, number)
    letter = rows(runtime, OutboxRecord, number)[-1]
    assert (letter.template, letter.params["agency"]) == ("routed", "parks")


def test_the_desk_no_longer_sees_what_it_handed_over(runtime: Runtime):
    number = file(runtime, "desk").number
    route(runtime, number)
    with pytest.raises(UnknownComplaintError):
        runtime.change(DESK, number, partial(casework.add_note, body="Encore là?"))
    runtime.change(officer("parks"), number, partial(casework.add_note, body="Reçue."))


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        (lambda runtime, number: route(runtime, number, actor=officer("desk")), NotAllowedError),
        (lambda runtime, number: route(runtime, number, reason=" "), IncompleteError),
        (lambda runtime, number: route(runtime, number, to="desk"), IncompleteError),
    ],
    ids=["by an officer", "without a reason", "to the desk itself"],
)
def test_nothing_is_handed_over(
    runtime: Runtime, attempt: Callable[[Runtime, str], None], error: type[Exception]
):
    number = file(runtime, "desk").number
    with pytest.raises(error):
        attempt(runtime, number)
    assert complaint(runtime, number).agency == "desk"


def test_an_answered_complaint_stays_where_it_was_answered(runtime: Runtime):
    number = file(runtime, "desk").number
    runtime.change(DESK, number, partial(casework.answer, body="Voici."))
    with pytest.raises(TransitionNotAllowedError):
        route(runtime, number)
