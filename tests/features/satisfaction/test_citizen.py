"""Whether an answer meets a complainant, and how they were treated: a no offers a review."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework, escalation
from portal.complaints.letters.outbox import send_due
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act, due, history_holds, kinds, last, letters, member
from tests.complaints.closed import conclude
from tests.pages.citizen.journeys import NUMBER
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, RecordingMailer, add_user, file

WHY = "La passerelle n’est pas nommée."
LATER = "Le pont non plus."


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


def test_what_is_said_later_replaces_it_and_no_word_is_lost(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    member(runtime)
    say(client, number, "partie", WHY)
    say(client, number, "partie", WHY)
    assert kinds(runtime, number).count("answer_judged") == 1
    assert "rien ne part sans vous" in client.get(say(client, number, "non", LATER).location).text
    assert kinds(runtime, number).count("answer_judged") == 2
    assert last(runtime, number, "answer_judged").facts["verdict"] == "no"
    told = words(client.get(f"/fr/suivi/{number}").text)
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    for text in (WHY, LATER):
        assert text in told
        assert text in page
    assert history_holds(runtime)


def test_a_yes_after_a_no_stands_and_may_be_turned_back(
    client: FlaskClient, runtime: Runtime, number: str
):
    for verdict in ("non", "oui", "non"):
        say(client, number, verdict, WHY)
    assert kinds(runtime, number).count("answer_judged") == 3
    assert history_holds(runtime)


def test_a_new_answer_is_asked_about_anew(client: FlaskClient, runtime: Runtime, number: str):
    say(client, number, "partie", WHY)
    act(runtime, number, casework.answer, body="Voici pour la passerelle.")
    assert "Cela répond-il à votre plainte?" in client.get(f"/fr/suivi/{number}").text


def test_where_no_review_is_left_a_no_leads_to_the_other_recourses(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    act(runtime, receipt.number, escalation.pass_to_top, question="Que faire?", opinion="")
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


GOOD = {"simplicite": "5", "rapidite": "4", "clarte": "4", "ensemble": "5"}
BAD = GOOD | {"ensemble": "2"}


@pytest.fixture
def page(runtime: Runtime, client: FlaskClient) -> str:
    receipt = file(runtime)
    conclude(runtime, receipt.number)
    return client.post("/fr/suivi", data={"numero": NUMBER, "code": receipt.code}).location


def test_the_follow_up_page_asks_once_the_complaint_is_closed(client: FlaskClient, page: str):
    assert f'href="{page}/avis"' in client.get(page).text
    asked = client.get(f"{page}/avis").text
    assert asked.count("<fieldset") == 4
    assert asked.count('type="radio"') == 20
    assert "checked" not in asked
    assert "<textarea" not in asked


def test_a_good_rating_is_thanked_for_and_never_asked_again(client: FlaskClient, page: str):
    answer = client.post(f"{page}/avis", data=GOOD)
    assert "Merci, votre avis est compté" in answer.text
    assert "Demander une révision" not in answer.text
    assert f'href="{page}/avis"' not in client.get(page).text
    assert "Votre avis est déjà compté" in client.get(f"{page}/avis").text
    assert "Votre avis est déjà compté" in client.post(f"{page}/avis", data=BAD).text


def test_a_bad_rating_offers_a_review_one_click_away_and_nothing_happens_by_itself(
    client: FlaskClient, page: str
):
    text = client.post(f"{page}/avis", data=BAD).text
    link = re.search(rf'href="({page}/reprendre\?voie=revision)"', text)
    assert link is not None
    assert "Ombudsman des exemples" in text
    assert "va au premier palier plus haut où quelqu’un le peut" in text
    form = client.get(link[1].replace("&amp;", "&")).text
    assert 'value="revision" checked' in form
    assert "Votre plainte est fermée" in client.get(page).text


def test_once_no_review_is_open_the_other_recourses_are_named_with_their_time(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    conclude(runtime, receipt.number)
    clock.moment = due(runtime, NUMBER, "reopening") + timedelta(minutes=1)
    page = client.post("/fr/suivi", data={"numero": NUMBER, "code": receipt.code}).location
    text = words(client.post(f"{page}/avis", data=BAD).text)
    assert "D’autres recours vous sont ouverts" in text
    assert "Dans l’année qui suit les faits" in text
    assert "Demander une révision" not in text


@pytest.mark.parametrize("form", [{}, {"ensemble": "6"}, {"ensemble": "mal"}])
def test_nothing_chosen_comes_back_with_what_to_do(
    client: FlaskClient, page: str, form: dict[str, str]
):
    answer = client.post(f"{page}/avis", data=form)
    assert answer.status_code == 422
    assert "Répondez à une des questions" in answer.text
    assert '<a href="#simplicite">' in answer.text


def test_the_page_is_shut_without_the_code_and_before_the_closing(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    path = f"/fr/suivi/{receipt.number}"
    assert client.get(f"{path}/avis").location == f"/fr/suivi?numero={receipt.number}"
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    assert client.get(f"{path}/avis").location == path
    assert client.post(f"{path}/avis", data=GOOD).status_code == 409


def test_the_closing_letter_leads_there_with_the_number_alone(
    runtime: Runtime, mailbox: RecordingMailer
):
    receipt = file(runtime)
    conclude(runtime, receipt.number)
    send_due(runtime, runtime.now())
    text = str(mailbox.sent[-1].get_body(("plain",)).get_content())
    assert f"/fr/suivi/{receipt.number}/avis" in text
    assert receipt.code not in text
