"""« Cela répond-il à votre plainte? » : a no leads to the review, filled in, or to what is left."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.escalation import passing_up
from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.services.cases import act, history_holds, kinds, last, letters, member
from tests.support import file
from tests.web.office.people import case_path, signed_in, words

WHY = "La passerelle n’est pas nommée."


@pytest.fixture
def number(runtime: Runtime, client: FlaskClient) -> str:
    receipt = file(runtime)
    act(runtime, receipt.number, casework.answer, body="Le sentier est ouvert.")
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return receipt.number


def say(client: FlaskClient, number: str, verdict: str, why: str = ""):
    form = {"repond": verdict, "pourquoi": why}
    return client.post(f"/fr/suivi/{number}/reponse", data=form)


def test_a_no_leads_to_a_review_filled_in_with_why(
    client: FlaskClient, runtime: Runtime, number: str
):
    member(runtime)
    page = f"/fr/suivi/{number}"
    assert "Cela répond-il à votre plainte?" in client.get(page).text
    answer = say(client, number, "non", WHY)
    assert answer.location == f"{page}/reprendre?voie=revision"
    form = client.get(answer.location).text
    assert WHY in form
    assert "rien ne part sans vous" in form
    assert kinds(runtime, number)[-1] == "answer_judged"
    assert last(runtime, number, "answer_judged").facts["verdict"] == "no"
    assert ("answer_judged", "officer.office.parks@exemple.org") in letters(runtime, number)
    assert history_holds(runtime)


def test_a_yes_is_noted_and_asked_no_more(client: FlaskClient, runtime: Runtime, number: str):
    assert say(client, number, "oui").location == f"/fr/suivi/{number}"
    page = client.get(f"/fr/suivi/{number}").text
    assert "Cela répond-il à votre plainte?" not in page
    assert "Vous avez dit si la réponse vous convient" in page
    assert "answer_judged" not in [template for template, _ in letters(runtime, number)]
    say(client, number, "non", WHY)
    assert kinds(runtime, number).count("answer_judged") == 1


def test_a_new_answer_is_asked_about_anew(client: FlaskClient, runtime: Runtime, number: str):
    say(client, number, "partie", WHY)
    act(runtime, number, casework.answer, body="Voici pour la passerelle.")
    assert "Cela répond-il à votre plainte?" in client.get(f"/fr/suivi/{number}").text


def test_where_no_review_is_left_a_no_leads_to_the_other_recourses(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    act(runtime, receipt.number, passing_up.pass_to_top, question="Que faire?", opinion="")
    act(runtime, receipt.number, casework.answer, body="Non.")
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    assert say(client, receipt.number, "non").location == f"/fr/suivi/{receipt.number}#recours"


@pytest.mark.parametrize(("verdict", "why"), [("", WHY), ("peut-être", WHY), ("non", "a" * 4001)])
def test_what_is_to_correct_comes_back(client: FlaskClient, number: str, verdict: str, why: str):
    answer = say(client, number, verdict, why)
    assert answer.status_code == 422
    assert why in answer.text


def test_the_officer_reads_what_was_said_and_why(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    say(client, number, "partie", WHY)
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Cela répond-il à la plainte? En partie." in page
    assert WHY in page


def test_before_an_answer_nothing_is_asked_or_kept(client: FlaskClient, runtime: Runtime):
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    path = f"/fr/suivi/{receipt.number}"
    assert client.get(f"{path}/reponse").location == path
    assert say(client, receipt.number, "non").status_code == 409
