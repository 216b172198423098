"""Whoever refuses a transfer by telephone has refused: an officer writes it down."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.records.message import OutboxRecord
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.transfers.actions_refusing import note_refusal
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import clocks, complaint, history_holds, last, member
from tests.features.transfers.transferred import propose, rows
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, file, on_both

NOTED = partial(note_refusal, said_by="phone")


@on_both
def test_it_ends_the_proposal_and_holds_when_it_is_proposed_again(
    runtime: Runtime, clock: FixedClock
):
    number, claire = file(runtime).number, member(runtime)
    propose(runtime, number, actor=claire)
    runtime.change(claire, number, NOTED)
    assert not clocks(runtime, number, ClockKind.TRANSFER)[-1].pending
    refused = last(runtime, number, "transfer_refused")
    assert (refused.user_id, refused.facts["said_by"]) == (claire.user_id, "phone")
    propose(runtime, number, actor=claire)
    clock.moment += timedelta(days=30)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).agency == "parks"
    assert history_holds(runtime)


def test_the_person_and_whoever_handles_it_are_told(runtime: Runtime):
    number = file(runtime).number
    propose(runtime, number)
    runtime.change(member(runtime), number, NOTED)
    told = [row.template for row in rows(runtime, OutboxRecord, number)]
    assert told[-2:] == ["transfer_refused", "transfer_refusal_noted"]


def test_only_what_waits_is_refused_by_whoever_may_and_as_it_was_said(runtime: Runtime):
    number, claire = file(runtime).number, member(runtime)
    with pytest.raises(TransitionNotAllowedError):
        runtime.change(claire, number, NOTED)
    propose(runtime, number)
    with pytest.raises(NotAllowedError):
        runtime.change(member(runtime, Role.TOP_AUTHORITY, post="president"), number, NOTED)
    with pytest.raises(IncompleteError):
        runtime.change(claire, number, partial(note_refusal, said_by="a dream"))


def test_the_page_asks_how_and_both_histories_tell_it(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    number = receipt.number
    propose(runtime, number)
    office = signed_in(app, runtime)
    assert "Noter que la personne refuse le transfert" in words(office.get(case_path(number)).text)
    path, version = case_path(number, "noter-refus"), str(complaint(runtime, number).version)
    missing = office.post(path, data={"version": version})
    assert missing.status_code == 422
    assert "Dites comment la personne a refusé" in words(missing.text)
    assert office.post(path, data={"version": version, "said_by": "phone"}).status_code == 303
    page = office.get(case_path(number)).text
    assert "Dit au personnel, qui l’a noté : téléphone." in words(page)
    assert "/noter-refus" not in page
    client.post("/fr/suivi", data={"numero": number, "code": receipt.code})
    followed = words(client.get(f"/fr/suivi/{number}").text)
    assert "Vous avez gardé votre plainte ici" in followed
    assert "L’organisme a noté ce que vous lui avez dit." in followed
