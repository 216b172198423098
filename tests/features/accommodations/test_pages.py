"""The pages on which an adaptation is asked for, answered, and put in place."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.features.accommodations.rules import Decision
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.accommodations.adapted import HOW, answered, needs, states
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, complaint, signed_in, words
from tests.support import file

ANSWER = "adaptation"


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, needs=("braille", "audio")).number


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an officer of the parks."""
    return signed_in(app, runtime)


def send(client: FlaskClient, runtime: Runtime, number: str, page: str, **form: object):
    version = str(complaint(runtime, number).version)
    return client.post(case_path(number, page), data={"version": version, **form})


def test_the_case_says_at_the_top_what_is_asked_and_by_when(claire: FlaskClient, number: str):
    page = words(claire.get(case_path(number)).text)
    assert "Adaptations demandées par la personne" in page
    assert "Braille : à répondre" in page
    assert "Répondez au plus tard le" in page
    assert "doit aussi lui parvenir sous cette forme : Braille, Audio" in page


def test_the_work_list_says_by_when_it_is_answered(claire: FlaskClient, number: str):
    assert "Adaptation : répondre le" in words(claire.get("/fr/gestion/parks/file?vue=equipe").text)


def test_an_answer_is_read_before_it_leaves(claire: FlaskClient, runtime: Runtime, number: str):
    ids = [str(asked.id) for asked in needs(runtime, number)]
    form = {"needs": ids, "decision": "grant", "body": HOW, "within": "3"}
    preview = send(claire, runtime, number, ANSWER, **form)
    assert HOW in words(preview.text)
    assert set(states(runtime, number)) == {"asked"}
    sent = send(claire, runtime, number, ANSWER, **form, send="yes")
    assert sent.status_code == 303
    assert set(states(runtime, number)) == {"granted"}


def test_what_an_answer_lacks_is_told_beside_what_was_typed(
    claire: FlaskClient, runtime: Runtime, number: str
):
    page = send(claire, runtime, number, ANSWER, body=HOW)
    assert page.status_code == 422
    assert HOW in page.text
    assert "Choisissez au moins une adaptation" in words(page.text)
    assert "Choisissez votre réponse" in words(page.text)
    page = send(claire, runtime, number, ANSWER, decision="grant", needs=["x"], body=" ")
    assert "Choisissez dans la liste quand ce sera en place" in words(page.text)


def test_what_is_granted_is_noted_as_in_place(claire: FlaskClient, runtime: Runtime, number: str):
    answered(runtime, number, Decision.GRANT, within=3)
    ids = [str(asked.id) for asked in needs(runtime, number)]
    assert send(claire, runtime, number, "adaptation-en-place").status_code == 422
    send(claire, runtime, number, "adaptation-en-place", needs=ids)
    assert set(states(runtime, number)) == {"in_place"}


def test_the_staff_notes_what_is_asked_by_phone(claire: FlaskClient, runtime: Runtime):
    number = file(runtime).number
    assert send(claire, runtime, number, "noter-adaptation").status_code == 422
    send(claire, runtime, number, "noter-adaptation", needs=["large_print"])
    assert states(runtime, number) == ["asked"]


def test_who_does_not_know_who_complains_sees_no_need(app: Flask, runtime: Runtime, number: str):
    member(runtime)
    with runtime.transaction() as session:
        session.merge(complaint(runtime, number)).level = 2
    director = signed_in(app, runtime, "luc@parcs.example", Role.MANAGER, post="director")
    page = words(director.get(case_path(number)).text)
    assert "Braille" not in page


def test_the_person_reads_the_answer_and_asks_for_more(app: Flask, runtime: Runtime):
    receipt = file(runtime, needs=("braille",))
    answered(runtime, receipt.number, Decision.REFUSE)
    page = followed_page(app, receipt)
    assert "C’est refusé." in page
    assert HOW in page
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    client.post(f"/fr/suivi/{receipt.number}/adaptations", data={"besoin": ["large_print"]})
    assert states(runtime, receipt.number) == ["refused", "asked"]
    nothing = client.post(f"/fr/suivi/{receipt.number}/adaptations")
    assert nothing.status_code == 422
    assert "Choisissez au moins une adaptation" in words(nothing.text)
