"""Somebody settles the estate of who died: nobody asks the dead, and nobody writes to them."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.actor import complainant
from portal.domain.errors import TransitionNotAllowedError
from portal.features.representatives.actions_ending import end_by_agency
from portal.features.representatives.actions_taking import agree
from portal.features.representatives.rules import Quality
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint
from tests.features.representatives.represented import (
    FOR_MOTHER,
    MOTHER,
    SAID,
    code_sent,
    filed_for,
    opened,
    verified,
    worked,
)
from tests.pages.citizen.journeys import at, to_reply
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, RecordingMailer, officer
from tests.support.letters import text_of

ESTATE = {"represents_as": Quality.EXECUTOR.value, "represented_email": ""}
OF_ESTATE = {**SAID, "qualite": "executor", "preuve-raison": "coming"}
DIED = {**FOR_MOTHER, "accord": "no", "accord-raison": "Elle est décédée en mars."}


@pytest.mark.parametrize(
    ("reply", "said", "field"),
    [
        (FOR_MOTHER, {}, "qualite"),
        (DIED, {"role": "file"}, "role"),
        (DIED, {"preuve": "oral"}, "preuve"),
        (DIED, {}, ""),
    ],
)
def test_who_died_agrees_to_nothing_and_follows_nothing(
    client: FlaskClient, reply: dict[str, str], said: dict[str, str], field: str
):
    draft = to_reply(client)
    client.post(at(draft, "reponse"), data=reply)
    response = client.post(at(draft, "representation"), data={**OF_ESTATE, **said})
    assert (response.status_code == 422) is bool(field)
    assert (f'href="#{field}"' in response.text) is bool(field)


def test_the_page_before_sending_does_not_ask_how_to_reach_who_died(client: FlaskClient):
    draft = to_reply(client)
    client.post(at(draft, "reponse"), data=DIED)
    client.post(at(draft, "representation"), data=OF_ESTATE)
    page = words(client.get(at(draft, "verifier")).text)
    assert "Liquidation de la succession" in page
    assert "Joindre la personne" not in page


@pytest.mark.parametrize(
    ("page", "told", "untold"),
    [
        ("", "Liquidation de la succession", "Joindre la personne"),
        ("fin-de-la-representation", "qui règle maintenant la succession", "sa plainte elle-même"),
        ("ecrire-a-la-personne", "cette personne règle la succession", "sa plainte elle-même"),
        ("duree-de-la-representation", "sur la foi d’un document", "l’accord de la personne"),
    ],
)
def test_the_staff_read_of_an_estate_and_not_of_somebody_who_may_still_act(
    app: Flask, runtime: Runtime, page: str, told: str, untold: str
):
    number = filed_for(runtime, **ESTATE).number
    shown = words(unescape(signed_in(app, runtime).get(case_path(number, page)).text))
    assert told in shown
    assert untold not in shown


def test_whoever_settles_the_estate_is_written_to_by_their_own_name_and_asked_no_agreement(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime, **ESTATE)
    verified(runtime, receipt.number)
    worked(runtime, clock)
    letter = words(next(text_of(one) for one in mailbox.sent if MOTHER in str(one["To"])))
    assert "Une plainte a été déposée pour une succession que vous réglez." in letter
    assert "Cette plainte est la vôtre" not in letter
    person, code = app.test_client(), code_sent(mailbox)
    person.post("/fr/reprendre-ma-plainte", data={"numero": receipt.number, "code-unique": code})
    page = words(person.get("/fr/reprendre-ma-plainte/choisir").text)
    assert "Vous êtes d’accord?" not in page
    owner = complainant(complaint(runtime, receipt.number).id)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, receipt.number, agree, owner, typed=code)


def test_who_settled_an_estate_is_not_told_that_the_dead_may_still_want_their_help(
    app: Flask, runtime: Runtime
):
    receipt = filed_for(runtime, **ESTATE)
    client = opened(app, receipt.number, receipt.code)
    act(runtime, receipt.number, end_by_agency, officer(), reason="Une autre personne liquide.")
    page = words(client.get(f"/fr/suivi/{receipt.number}").text)
    assert "Vous réglez la succession?" in page
    assert "Si la personne veut encore votre aide" not in page
