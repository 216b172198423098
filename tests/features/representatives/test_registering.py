"""Somebody calls, comes or writes for another person: it is written down with the same results."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.features.representatives.rules import Proof, Quality, Scope
from portal.runtime import Runtime
from tests.complaints.cases import documents_of, history_holds, kinds
from tests.features.representatives.represented import (
    MOTHER,
    code_sent,
    opened,
    said_of,
    take_over,
    verified,
    worked,
)
from tests.pages.office.people import signed_in, words
from tests.pages.office.written_down import form, number_on, send
from tests.support import FixedClock, RecordingMailer

PDF = b"%PDF-1.4\n%%EOF\n"
FOR_RITA = {"nom": "Michel Gagnon", "nom-autre": "Rita Gagnon", "accord": "yes"}
FOR_RITA |= {"qualite": "child", "role": "whole", "preuve": "oral", "son-courriel": MOTHER}


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def test_a_call_for_another_person_has_the_same_results(
    app: Flask,
    claire: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
):
    page = send(claire, form(claire), **FOR_RITA)
    number = number_on(claire.get(page.location).text)
    assert "Vous portez plainte pour une autre personne." in words(claire.get(page.location).text)
    record = said_of(runtime)
    assert (record.said["quality"], record.said["scope"]) == (Quality.CHILD, Scope.WHOLE)
    assert record.proof == Proof.ORAL
    assert "represented" in kinds(runtime, number)
    worked(runtime, clock)
    # Whoever called said where she is reached: somebody verifies it, and the code is good then.
    verified(runtime, number)
    new_code = take_over(app.test_client(), number, code_sent(mailbox))
    assert opened(app, number, new_code).get(f"/fr/suivi/{number}").status_code == 200
    assert history_holds(runtime)


def test_the_proof_that_came_with_a_letter_is_the_proof(claire: FlaskClient, runtime: Runtime):
    said = {**FOR_RITA, "preuve": "attached", "preuve-document": (BytesIO(PDF), "mandat.pdf")}
    page = send(claire, form(claire), **said)
    number = number_on(claire.get(page.location).text)
    assert documents_of(runtime, number) == ["mandat.pdf"]
    assert said_of(runtime).proof == Proof.ATTACHED
    address = f"/fr/gestion/parks/plaintes/{number}/verifier-la-preuve"
    assert "Remis comme preuve" in words(claire.get(address).text)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"nom-autre": ""}, "nom-autre"),
        ({"nom": ""}, "nom"),
        ({"accord": ""}, "accord"),
        ({"accord": "no"}, "accord-raison"),
        ({"qualite": ""}, "qualite"),
        ({"preuve": ""}, "preuve"),
        ({"preuve": "attached"}, "preuve-document"),
        ({"preuve": "none"}, "preuve-raison"),
        ({"son-courriel": ""}, "son-courriel"),
        ({"son-courriel": "rita@"}, "son-courriel"),
        ({"qualite": "executor"}, "preuve"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(
    claire: FlaskClient, more: dict[str, str], field: str
):
    response = send(claire, form(claire), **{**FOR_RITA, **more})
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text
    for typed in {**FOR_RITA, **more}.values():
        if typed in ("Rita Gagnon", "Michel Gagnon", MOTHER, "rita@"):
            assert typed in response.text


def test_whoever_complains_for_themself_is_asked_nothing_more(
    claire: FlaskClient, runtime: Runtime
):
    page = send(claire, form(claire))
    assert page.status_code == 303
    number = number_on(claire.get(page.location).text)
    assert "represented" not in kinds(runtime, number)
