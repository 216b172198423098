"""An agency that has a part of a complaint is not handed all of it beside."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.domain.errors import AlreadyAskedError
from portal.domain.role import Role
from portal.features.joint_answers.actions_ending import call_off
from portal.runtime import Runtime
from tests.complaints.cases import complaint, kinds
from tests.features.joint_answers.asked_parts import ASKED, answer, ask, begun, parts
from tests.features.transfers.transferred import WHY, propose, route, transferred, transfers
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer, on_both


def sent(client: FlaskClient, number: str, **form: str) -> TestResponse:
    typed = {"receiving": "water", "reason": WHY, "version": "1", **form}
    return client.post(case_path(number, "transferer"), data=typed)


def take_back_part(runtime: Runtime, number: str) -> None:
    """Let an officer of the complaint's agency call off its part."""
    told = {"part_id": parts(runtime, number)[-1].id, "reason": "Tout revient au Service des eaux."}
    runtime.change(officer("parks"), number, partial(call_off, **told))


@on_both
def test_an_agency_with_a_part_is_not_proposed_the_whole_until_the_part_is_called_off(
    runtime: Runtime,
):
    number = file(runtime).number
    part = begun(runtime, number)
    with pytest.raises(AlreadyAskedError) as raised:
        propose(runtime, number)
    assert raised.value.number == part
    assert "transfer_proposed" not in kinds(runtime, number)
    take_back_part(runtime, number)
    transferred(runtime, number)
    assert complaint(runtime, number).agency == "water"


@on_both
def test_a_part_that_waits_for_the_persons_choice_counts_too(runtime: Runtime):
    number = file(runtime).number
    part = ask(runtime, number)
    with pytest.raises(AlreadyAskedError) as raised:
        propose(runtime, number)
    assert raised.value.number == part


def test_an_answered_part_still_goes_into_the_answer_of_whoever_asked(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    answer(runtime, part, "La conduite est réparée.")
    with pytest.raises(AlreadyAskedError):
        propose(runtime, number)


def test_another_agency_gets_the_whole_and_the_part_stays_where_it_is(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    propose(runtime, number, to="desk")
    assert complaint(runtime, part).agency == "water"
    assert len(transfers(runtime, number)) == 1


@on_both
def test_the_desk_hands_no_second_copy_either(runtime: Runtime):
    number = file(runtime, "desk", category=None).number
    part = begun(runtime, number)
    with pytest.raises(AlreadyAskedError) as raised:
        route(runtime, number, "water")
    assert raised.value.number == part
    route(runtime, number, "parks")
    assert complaint(runtime, number).agency == "parks"


@on_both
def test_what_is_proposed_to_an_agency_as_a_whole_is_not_asked_of_it_in_part(runtime: Runtime):
    number = file(runtime).number
    propose(runtime, number)
    with pytest.raises(AlreadyAskedError):
        ask(runtime, number)
    assert parts(runtime, number) == ()


def test_the_officer_reads_which_part_it_is_and_keeps_what_they_typed(app: Flask, runtime: Runtime):
    number = file(runtime).number
    part, client = begun(runtime, number), signed_in(app, runtime)
    form = client.get(case_path(number, "transferer")).text
    assert 'value="water"' not in form
    told = f"Pas dans cette liste : Service des eaux a déjà la partie {part}. Attendez sa réponse"
    assert told in words(form)
    refused = sent(client, number)
    assert refused.status_code == 422
    told = f"Service des eaux a déjà la partie {part}. Attendez sa réponse, ou retirez d’abord"
    assert told in words(refused.text)
    assert WHY in words(refused.text)
    answer(runtime, part, "La conduite est réparée.")
    told = f"Service des eaux a déjà répondu à sa partie, {part}. Sa réponse va dans la vôtre"
    assert told in words(sent(client, number).text)
    english = client.post(
        f"/en/office/parks/complaints/{number}/transfer",
        data={"receiving": "water", "reason": WHY, "version": "1"},
    )
    assert f"has already answered its part, {part}" in words(english.text)


def test_a_part_that_somebody_asks_for_meanwhile_stops_the_transfer_with_its_words(
    app: Flask, runtime: Runtime
):
    number, client = file(runtime).number, signed_in(app, runtime)
    propose(runtime, number)
    path = case_path(number, "demander-une-partie")
    typed = {"receiving": "water", "question": ASKED, "send": "yes"}
    typed["version"] = str(complaint(runtime, number).version)
    refused = client.post(path, data=typed)
    assert refused.status_code == 422
    told = "Service des eaux doit recevoir la plainte entière : le transfert est proposé."
    assert told in words(refused.text)
    assert ASKED in words(refused.text)


def test_the_agency_that_is_to_get_the_whole_is_not_offered_for_a_part(
    app: Flask, runtime: Runtime
):
    number, client = file(runtime).number, signed_in(app, runtime)
    path = case_path(number, "demander-une-partie")
    assert 'value="water"' in client.get(path).text
    propose(runtime, number)
    form = client.get(path).text
    assert 'value="water"' not in form
    told = "Pas dans cette liste : Service des eaux doit recevoir la plainte entière"
    assert told in words(form)
    english = client.get(f"/en/office/parks/complaints/{number}/ask-for-a-part").text
    assert "Not in this list: Water board is to get the whole complaint" in words(english)


def test_the_desk_is_not_offered_the_agency_that_has_a_part(app: Flask, runtime: Runtime):
    number = file(runtime, "desk", category=None).number
    part = begun(runtime, number)
    desk = signed_in(app, runtime, "paul@guichet.example", Role.INTAKE, agency="desk")
    form = desk.get(case_path(number, "remettre", "desk")).text
    assert 'value="parks"' in form
    assert 'value="water"' not in form
    assert f"Service des eaux a déjà la partie {part}." in words(form)
