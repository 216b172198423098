"""What both sides read and do while the time for an answer stands still, from question to cap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.complaints.handling.filing import Receipt
from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import clocks, kinds, staffed, templates, told
from tests.pages.office.people import case_path, complaint, sign_in, signed_in, words
from tests.support import TUESDAY, FixedClock, file

QUESTION = "Quel est le relevé de votre compteur?"
ASKED = {"body": QUESTION, "pause": "meter", "version": "2"}
OFFERED = "Le délai s’arrête : Relevé du compteur, 5 jours ouvrables au plus"
SAMPLE = "Le délai s’arrête : Vos factures, 3 jours ouvrables au plus (délai d’exemple)"
TOLD = "Il repart dès que vous répondez, ou de lui-même après le 1er décembre 2026."


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, "water").number


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, agency="water")


def asking(number: str) -> str:
    return case_path(number, "demander", "water")


def asked(claire: FlaskClient, runtime: Runtime, number: str, **form: str) -> None:
    version = str(complaint(runtime, number).version)
    sent = {**ASKED, "send": "yes", "version": version, **form}
    assert claire.post(asking(number), data=sent).status_code == 303


def let_go_on(claire: FlaskClient, runtime: Runtime, number: str) -> TestResponse:
    version = str(complaint(runtime, number).version)
    return claire.post(case_path(number, "reprendre", "water"), data={"version": version})


def opened(app: Flask, receipt: Receipt, path: str = "fr/suivi") -> tuple[FlaskClient, str]:
    """The follow-up page, opened again with the code: a browser does not keep it for days."""
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return citizen, words(citizen.get(f"/{path}/{receipt.number}").text)


def test_the_question_s_page_offers_each_reason_with_its_cap(claire: FlaskClient, number: str):
    page = words(claire.get(asking(number)).text)
    for offered in ("Le délai continue", OFFERED, SAMPLE):
        assert offered in page
    composer = words(claire.get(case_path(number, agency="water") + "?ecrire=question").text)
    assert OFFERED in composer


def test_where_no_reason_is_listed_nothing_is_offered(app: Flask, runtime: Runtime):
    number = file(runtime, "parks").number
    page = words(signed_in(app, runtime).get(case_path(number, "demander")).text)
    assert "Pendant que nous attendons" not in page
    assert "Le délai promis continue de courir pendant ce temps." in page


def test_the_preview_says_until_when_at_most_and_sends_nothing(
    claire: FlaskClient, runtime: Runtime, number: str
):
    page = claire.post(asking(number), data=ASKED)
    shown = words(page.text)
    assert "Suspendu dès l’envoi. Relevé du compteur." in shown
    assert "ou de lui-même après le 1er décembre 2026." in shown
    assert 'name="pause" value="meter"' in page.text
    assert "asked" not in kinds(runtime, number)


def test_changing_the_text_keeps_the_choice(claire: FlaskClient, number: str):
    path = case_path(number, agency="water")
    back = claire.post(path, data={**ASKED, "kind": "question"}).text
    assert 'value="meter" checked' in back
    note = claire.post(path, data={**ASKED, "kind": "note"}).text
    assert '<input type="hidden" name="pause" value="meter">' in note


@pytest.mark.parametrize(
    ("pause", "sentence"),
    [
        ("holidays", "Choisissez un des motifs de la liste"),
        ("meter", "Le délai a déjà été suspendu pour ce motif"),
    ],
)
def test_a_reason_that_cannot_stop_it_is_refused_at_its_field(
    claire: FlaskClient, runtime: Runtime, number: str, pause: str, sentence: str
):
    asked(claire, runtime, number)
    assert let_go_on(claire, runtime, number).status_code == 303
    page = claire.post(asking(number), data={**ASKED, "pause": pause})
    assert page.status_code == 422
    assert sentence in words(page.text)
    assert 'id="pause-e"' in page.text
    assert QUESTION in page.text


def test_what_stands_still_is_not_stopped_again(claire: FlaskClient, runtime: Runtime, number: str):
    asked(claire, runtime, number)
    page = claire.post(asking(number), data={**ASKED, "pause": "bills"})
    assert page.status_code == 422
    assert "Le délai est déjà suspendu" in words(page.text)


def test_the_file_says_what_is_waited_for_since_when_and_until_when(
    claire: FlaskClient, runtime: Runtime, number: str
):
    asked(claire, runtime, number)
    page = words(claire.get(case_path(number, agency="water")).text)
    assert "Le délai est suspendu : Relevé du compteur." in page
    assert "Sans réponse, il repart de lui-même après le 1er décembre 2026." in page
    assert "Le délai est suspendu depuis le 24 novembre 2026" in page
    assert "Délai de réponse suspendu" in page
    assert "Prolonger le délai" not in page
    assert "Faire repartir le délai" in page


def test_the_work_list_marks_it(claire: FlaskClient, runtime: Runtime, number: str):
    asked(claire, runtime, number)
    page = words(claire.get("/fr/gestion/water/file?vue=equipe").text)
    assert "Délai suspendu" in page
    assert "Dossier à compléter" not in page


def test_an_officer_lets_it_go_on_and_reads_the_date_before(
    claire: FlaskClient, runtime: Runtime, number: str, clock: FixedClock
):
    asked(claire, runtime, number)
    clock.moment = TUESDAY + timedelta(days=2)
    sign_in(claire, "claire@parcs.example")
    path = case_path(number, "reprendre", "water")
    assert "Au plus tard le 9 décembre 2026" in words(claire.get(path).text)
    assert let_go_on(claire, runtime, number).status_code == 303
    page = words(claire.get(case_path(number, agency="water")).text)
    assert "Délai de réponse reparti" in page
    assert "Nouvelle date promise : 9 décembre 2026" in page
    assert let_go_on(claire, runtime, number).status_code == 409
    assert "Aucun délai n’est suspendu." in words(claire.get(path).text)


def test_a_manager_neither_stops_it_nor_lets_it_go_on(app: Flask, runtime: Runtime, number: str):
    chief = signed_in(app, runtime, "chef@eaux.example", Role.MANAGER, "water", "chief")
    assert chief.get(case_path(number, "reprendre", "water")).status_code == 403


@pytest.mark.parametrize(
    ("path", "first", "then"),
    [
        ("fr/suivi", TOLD, "Le délai de réponse est reparti"),
        (
            "en/follow",
            "It resumes as soon as you reply, or by itself after 1 December 2026.",
            "The time to answer has resumed",
        ),
    ],
)
def test_from_the_question_to_the_answer_that_is_late_after_all(
    app: Flask,
    runtime: Runtime,
    claire: FlaskClient,
    clock: FixedClock,
    path: str,
    first: str,
    then: str,
):
    """Asked with a pause, no reply: it goes on by itself, is told, and climbs at the new date."""
    staffed(runtime, "water")
    receipt = file(runtime, "water")
    number = receipt.number

    def page() -> str:
        return opened(app, receipt, path)[1]

    asked(claire, runtime, number)
    assert first in page()
    assert QUESTION in page()
    [answer] = clocks(runtime, number, "answer")
    assert answer.due_at is None
    # The cap has passed; nobody climbed, and both sides know the new date.
    clock.moment = TUESDAY + timedelta(days=8)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 1
    assert then in page()
    assert first not in page()
    assert {"resumed", "resumed_by_itself"} <= {kind for kind, _ in told(runtime, number)}
    # The old date has passed and the new one has not.
    clock.moment = TUESDAY + timedelta(days=15)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 1
    clock.moment = TUESDAY + timedelta(days=22)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 2
    assert "late" in templates(runtime, number)


def test_what_the_person_writes_lets_it_go_on(
    app: Flask, runtime: Runtime, claire: FlaskClient, clock: FixedClock
):
    receipt = file(runtime, "water")
    asked(claire, runtime, receipt.number)
    clock.moment = TUESDAY + timedelta(days=2)
    citizen, page = opened(app, receipt)
    assert TOLD in page
    citizen.post(f"/fr/suivi/{receipt.number}/message", data={"message": "4 812 m³"})
    page = opened(app, receipt)[1]
    assert "Votre réponse est arrivée. Nouvelle date : au plus tard le 9 décembre 2026." in page
    assert TOLD not in page


def test_the_page_on_dates_lists_what_the_time_stops_for(app: Flask):
    client = app.test_client()
    page = words(client.get("/fr/organismes/water/dates").text)
    assert "Relevé du compteur : une fois, 5 jours ouvrables au plus" in page
    assert "Vos factures : 2 fois, 3 jours ouvrables au plus chaque fois (délai d’exemple)" in page
    assert "cette date-là ne change jamais" in page
    assert "ne suspend aucun délai" in words(client.get("/fr/organismes/parks/dates").text)
    assert "once, 5 working days at most" in words(client.get("/en/agencies/water/dates").text)
