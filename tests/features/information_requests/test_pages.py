"""The pages on which the complaints service asks somebody of the agency, and they answer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.information_requests.asking_inside import (
    QUESTION,
    ask,
    be_silent,
    give,
    requests,
    withdraw,
)
from tests.pages.office.people import case_path, change, complaint, sign_in, signed_in, words
from tests.support import FixedClock, file

LIST = "/fr/gestion/parks/demandes"
PRESIDENT = "top_authority.president.parks@exemple.org"
ASK = "renseignements"
FORM = {"asked": "post:director", "question": QUESTION, "within": "5"}


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, name="Odile Zouave", story="Odile Zouave : le sentier est fermé.").number


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an officer of the parks."""
    return signed_in(app, runtime)


@pytest.fixture
def director(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "luc@parcs.example", Role.MANAGER, post="director")


def send(client: FlaskClient, runtime: Runtime, number: str, **form: object):
    """Send the form of a request, with the version that the page carries."""
    version = str(complaint(runtime, number).version)
    released = ["subject", "story"]
    data = {**FORM, "released": released, "version": version, **form}
    return client.post(case_path(number, ASK), data=data)


def test_the_form_offers_who_works_there_and_each_day_up_to_the_agencys_own(
    claire: FlaskClient, director: FlaskClient, number: str
):
    page = claire.get(case_path(number, ASK)).text
    assert "Poste : Directrice, Luc" in words(page)
    assert "président" not in words(page).lower().replace("présidente", "")
    assert "Présidente" not in page  # nobody works there
    days = re.findall(r'<option value="\d">([^<]+)</option>', page)
    assert words(" ".join(days)).startswith("1er décembre 2026 (5 jours ouvrables) 30 novembre")
    assert re.findall(r'id="released[^"]*" value="(\w+)" checked', page) == ["subject", "story"]


def test_the_preview_shows_exactly_what_will_be_seen_and_sends_nothing(
    claire: FlaskClient, director: FlaskClient, runtime: Runtime, number: str
):
    page = words(send(claire, runtime, number).text)
    assert "[…] […] : le sentier est fermé." in page
    assert QUESTION in page
    assert requests(runtime, number) == []
    back = send(claire, runtime, number, change="yes", send="yes", released=["name"])
    assert back.status_code == 200
    assert re.findall(r'value="(\w+)" checked', back.text) == ["name"]
    assert QUESTION in back.text


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("asked", "", "Choisissez une personne ou un poste"),
        ("asked", "post:president", "Choisissez une personne ou un poste"),
        ("asked", "person:999", "Choisissez une personne ou un poste"),
        ("question", " ", "Écrivez ce que vous demandez"),
        ("within", "6", "Choisissez un des délais"),
    ],
)
def test_each_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    claire: FlaskClient,
    director: FlaskClient,
    runtime: Runtime,
    number: str,
    field: str,
    value: str,
    problem: str,
):
    answer = send(claire, runtime, number, **{"question": "Pourquoi zibeline?", field: value})
    assert answer.status_code == 422
    assert problem in words(answer.text)
    assert f'href="#{field}"' in answer.text
    assert field == "question" or "Pourquoi zibeline?" in answer.text


def test_from_asking_to_answering(
    claire: FlaskClient, director: FlaskClient, runtime: Runtime, number: str
):
    assert "Mes demandes" not in director.get("/fr/gestion/parks/file").text
    assert send(claire, runtime, number, send="yes").status_code == 303
    page = words(claire.get(case_path(number)).text)
    assert "Demande envoyée." in page
    assert "Directrice 5 jours" in page
    assert "Réponse attendue au plus tard le 1er décembre 2026." in page
    assert "Renseignements demandés à l’interne" in page
    assert "Renseignements attendus le 1er déc" in words(
        claire.get("/fr/gestion/parks/file?vue=equipe").text
    )
    assert "Mes demandes 1" in words(director.get("/fr/gestion/parks/file").text)
    listed = director.get(LIST).text
    assert QUESTION in words(listed)
    path = re.findall(rf'href="({LIST}/\d+)"', listed)[0]
    asked = words(director.get(path).text)
    assert "[…] […] : le sentier est fermé." in asked
    assert "Zouave" not in asked
    assert director.post(path, data={"body": " "}).status_code == 422
    done = director.post(path, data={"body": "C’est la ville."})
    assert done.location == LIST
    assert "Réponse envoyée" in director.get(LIST).text
    assert "Rien ne vous est demandé" in director.get(LIST).text
    page = words(claire.get(case_path(number)).text)
    assert "C’est la ville." in page
    assert "Renseignements reçus" in page
    assert 'id="rq"' not in claire.get(case_path(number)).text


def test_an_answer_that_comes_too_late_to_be_sent_is_still_shown(
    director: FlaskClient, runtime: Runtime, number: str
):
    request = ask(runtime, number)
    withdraw(runtime, number, request)
    answer = director.post(f"{LIST}/{request}", data={"body": "Trop tard, zibeline."})
    assert answer.status_code == 409
    assert "Trop tard, zibeline." in answer.text
    assert "Rien n’est plus attendu de vous" in words(answer.text)


def test_an_officer_takes_a_request_back_with_a_reason(
    claire: FlaskClient, director: FlaskClient, runtime: Runtime, number: str
):
    request = ask(runtime, number)
    page = case_path(number, "retirer-demande")
    assert QUESTION in words(claire.get(f"{page}?request={request}").text)
    version = str(complaint(runtime, number).version)
    form = {"request": str(request), "version": version, "reason": " "}
    assert claire.post(page, data=form).status_code == 422
    assert claire.post(page, data={**form, "reason": "Trouvé."}).status_code == 303
    page = words(claire.get(case_path(number)).text)
    assert "Trouvé." in page
    assert "Retirer cette demande" not in page


def test_what_is_late_says_so_and_who_was_silent(
    claire: FlaskClient, director: FlaskClient, runtime: Runtime, number: str, clock: FixedClock
):
    member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    ask(runtime, number)
    be_silent(runtime, number, clock)
    sign_in(claire, "claire@parcs.example")  # a session does not last for days
    page = words(claire.get(case_path(number)).text)
    assert "Présidente 1 jour ouvrable de retard" in page
    assert "Réponse attendue depuis le 1er décembre 2026." in page
    assert "Sans réponse d’abord : Directrice." in page
    assert "Renseignements en retard" in words(claire.get("/fr/gestion/parks/file?vue=equipe").text)


def about_the_date(client: FlaskClient, path: str) -> list[str]:
    """Return every sentence of a page that says until when, or since when, a request waits."""
    page = client.get(path).text
    own_part = re.search(r'id="rq".*?</section>', page, re.DOTALL)
    text = words(own_part[0] if own_part else page.partition("Historique")[0])
    return re.findall(r"\d+ jours?(?: ouvrables? de retard)?|Réponse attendue [^.]*\.", text)


def test_a_late_request_has_one_date_for_each_who_reads_it(
    claire: FlaskClient,
    director: FlaskClient,
    app: Flask,
    runtime: Runtime,
    number: str,
    clock: FixedClock,
):
    president = app.test_client()
    member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    request = ask(runtime, number)
    be_silent(runtime, number, clock)
    first, own = "depuis le 1er décembre 2026.", "au plus tard le 9 décembre 2026."
    theirs = f"{LIST}/{request}"
    for client, email, path, dates in (
        (claire, "claire@parcs.example", case_path(number), ["1 jour ouvrable de retard", first]),
        (claire, "claire@parcs.example", case_path(number, "retirer-demande"), [first]),
        (director, "luc@parcs.example", theirs, ["1 jour ouvrable de retard", first]),
        (president, PRESIDENT, theirs, ["5 jours", own]),
    ):
        sign_in(client, email)  # a session does not last for days
        told = about_the_date(client, path)
        assert told == [one if "jour" in one else f"Réponse attendue {one}" for one in dates], path
    for client, tag in ((director, "1 jour ouvrable de retard"), (president, "5 jours")):
        assert tag in words(client.get(LIST).text)


def test_the_work_list_says_late_even_when_the_answer_is_due_before_the_next_level_is(
    claire: FlaskClient, director: FlaskClient, runtime: Runtime, number: str, clock: FixedClock
):
    member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    change(runtime, number, casework.record_first_contact)
    clock.moment += timedelta(days=22)  # six working days before the answer is due
    ask(runtime, number)
    be_silent(runtime, number, clock)
    sign_in(claire, "claire@parcs.example")
    assert "Renseignements en retard" in words(claire.get("/fr/gestion/parks/file?vue=equipe").text)


def test_the_list_and_the_page_are_english_in_english(
    director: FlaskClient, runtime: Runtime, number: str
):
    request = ask(runtime, number)
    listed = words(director.get("/en/office/parks/requests").text)
    assert "Information asked of you" in listed
    page = words(director.get(f"/en/office/parks/requests/{request}").text)
    assert "Answer expected by 1 December 2026." in page
    assert "What you are shown of the complaint" in page


def test_the_citizen_reads_one_plain_line_and_no_date_of_it(
    app: Flask, runtime: Runtime, director: FlaskClient
):
    receipt = file(runtime)
    before = app.test_client()
    before.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    days = words(before.get(f"/fr/suivi/{receipt.number}").text).count("2026")
    request = ask(runtime, receipt.number)
    give(runtime, receipt.number, request, member(runtime, Role.MANAGER, "parks", "director"))
    page = words(before.get(f"/fr/suivi/{receipt.number}").text)
    assert page.count("Des renseignements ont été demandés à l’organisme") == 1
    assert page.count("2026") == days + 1  # when it was asked
    for text in (QUESTION, "Moi.", "Demande de renseignements"):
        assert text not in page
