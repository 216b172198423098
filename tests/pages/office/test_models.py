"""An officer begins from a model: it is put below what is typed, and nothing is sent."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework, following
from portal.domain.actor import complainant
from portal.runtime import Runtime
from tests.pages.office.people import bodies, case_path, change, complaint, signed_in, words
from tests.releases.publishing import publish
from tests.support import file
from tests.support.agencies import PARKS_YAML
from tests.support.letters import LETTERS


@pytest.fixture
def claire(claire: FlaskClient, runtime: Runtime) -> FlaskClient:
    """Claire, whose agency has written texts for its letters."""
    publish(runtime, PARKS_YAML + LETTERS)
    return claire


def inserted(claire: FlaskClient, number: str, model: str, kind: str = "reponse") -> str:
    """Press « Insérer » below a text that was begun; return what stands in the text area."""
    typed = {"body": "Bonjour,\r\n", "model": model, "insert": kind, "version": "1"}
    page = claire.post(case_path(number), data=typed)
    assert page.status_code == 200
    return page.text.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0].strip()


def test_a_model_is_put_below_what_is_typed_with_its_marks_filled_in(
    claire: FlaskClient, runtime: Runtime
):
    number = file(runtime, category="trail").number
    assert inserted(claire, number, "usual") == (
        f"Bonjour,\n\nPlainte {number}, État d’un sentier.\n\n"
        "Réponse promise le 22\xa0décembre\xa02026 (délai d’exemple)."
    )
    assert complaint(runtime, number).version == 1
    assert bodies(runtime, number, "answer") == []


def test_a_model_is_in_the_language_of_the_complainant(claire: FlaskClient, runtime: Runtime):
    number = file(runtime, reply_language="en").number
    assert inserted(claire, number, "usual").startswith(f"Bonjour,\n\nComplaint {number}, Other.")
    # Its name is for whoever chooses it.
    assert "Réponse courante" in claire.get(case_path(number)).text


def test_models_are_those_of_the_category_and_of_what_is_being_written(
    claire: FlaskClient, runtime: Runtime
):
    number = file(runtime, category="welcome").number
    answer = claire.get(case_path(number) + "?ecrire=reponse").text
    question = claire.get(case_path(number) + "?ecrire=question").text
    note = claire.get(case_path(number) + "?ecrire=note").text
    offered = [
        [name for name in ("Réponse courante", "Boue", "Où était-ce") if name in page]
        for page in (answer, question, note)
    ]
    assert offered == [["Réponse courante"], ["Où était-ce"], []]
    assert "Insérer" not in note


@pytest.mark.parametrize("action", ["repondre", "demander"])
def test_models_stand_on_the_page_of_each_action_too(
    claire: FlaskClient, runtime: Runtime, action: str
):
    number = file(runtime).number
    page = words(claire.get(case_path(number, action)).text)
    assert ("Réponse courante" in page, "Où était-ce" in page) == (
        action == "repondre",
        action == "demander",
    )


def test_a_model_that_is_not_offered_leaves_what_is_typed(claire: FlaskClient, runtime: Runtime):
    number = file(runtime).number
    for model, kind in (("mud", "reponse"), ("where", "reponse"), ("gone", "reponse")):
        assert inserted(claire, number, model, kind) == "Bonjour,"


def test_what_is_typed_stays_when_only_a_note_can_still_be_written(
    claire: FlaskClient, runtime: Runtime
):
    number = file(runtime).number
    writer = complainant(complaint(runtime, number).id)
    runtime.change(writer, number, following.withdraw)
    assert inserted(claire, number, "usual") == "Bonjour,"


def test_an_agency_without_models_offers_none(app: Flask, runtime: Runtime):
    number = file(runtime).number
    assert "Insérer" not in signed_in(app, runtime).get(case_path(number)).text


def test_a_day_that_is_no_longer_promised_is_left_out(claire: FlaskClient, runtime: Runtime):
    number = file(runtime).number
    change(runtime, number, casework.answer, body="Le sentier est ouvert.")
    assert inserted(claire, number, "usual").endswith(f"Plainte {number}, Autre sujet.")


@pytest.mark.parametrize(
    ("action", "model", "field", "text"),
    [
        ("prolonger", "report", "reason", "Nous attendons un rapport."),
        ("fermer", "repaired", "reasons-1", "C’est réparé."),
        ("regler", "mud", "body", "La boue sèche."),
    ],
)
def test_each_thing_that_is_written_has_its_own_models(
    claire: FlaskClient, runtime: Runtime, action: str, model: str, field: str, text: str
):
    number = file(runtime, category="trail").number
    page = claire.get(case_path(number, action)).text
    assert f'value="{model}"' in page
    assert 'value="where"' not in page
    typed = {
        "version": "1",
        field: "Bonjour,",
        "model": model,
        "insert": "yes",
        "measure-1": "Oui.",
    }
    page = claire.post(case_path(number, action), data=typed)
    assert page.status_code == 200
    assert f"Bonjour,\n\n{text}</textarea>" in page.text
    assert action == "prolonger" or "Oui.</textarea>" in page.text
    assert complaint(runtime, number).version == 1
