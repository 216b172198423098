"""What each side sees of reprisals: from the complainant's report to what the head did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.reporting.counting import rebuild
from portal.runtime import Runtime
from tests.pages.office.people import (
    bodies,
    case_path,
    change,
    complaint,
    let_dates_pass,
    signed_in,
    words,
)
from tests.support import FixedClock, file

WORDS = "Depuis ma plainte, on me refuse l’entrée du parc."
DONE = "J’ai parlé à la personne et au chef de l’unité."


@pytest.fixture
def number(app: Flask, runtime: Runtime, client: FlaskClient) -> str:
    """A complaint that its complainant has opened with its code."""
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return receipt.number


def report(client: FlaskClient, number: str, body: str = WORDS, **more: str):
    return client.post(f"/fr/suivi/{number}/represailles", data={"faits": body, **more})


def head(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "anne@parcs.example", Role.HEAD, post=None)


def worklist(client: FlaskClient, view: str = "equipe") -> str:
    return words(client.get(f"/fr/gestion/parks/file?vue={view}").text)


def test_the_form_says_who_reads_it_and_by_when_they_act(client: FlaskClient, number: str):
    french = words(client.get(f"/fr/suivi/{number}/represailles").text)
    english = words(client.get(f"/en/follow/{number}/reprisals").text)
    assert "un premier geste au plus tard le 25 novembre 2026. (délai d’exemple)" in french
    assert "take a first step by 25 November 2026. (sample deadline)" in english


def test_the_follow_up_page_and_withdrawing_lead_to_it(client: FlaskClient, number: str):
    for page in ("", "/retirer"):
        text = client.get(f"/fr/suivi/{number}{page}").text
        assert f'href="/fr/suivi/{number}/represailles"' in text


def test_nothing_written_and_too_much_are_told_at_the_field(client: FlaskClient, number: str):
    empty, long = report(client, number, " "), report(client, number, "a" * 4001)
    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Dites ce qui se passe" in empty.text
    assert "a" * 4001 in long.text


def test_without_the_code_nobody_reports(app: Flask, number: str):
    answer = report(app.test_client(), number)
    assert answer.status_code == 303
    assert answer.location.startswith("/fr/suivi?")


def test_the_complainant_reads_what_follows(client: FlaskClient, runtime: Runtime, number: str):
    report(client, number, **{"une-fois": "x"}), report(client, number, **{"une-fois": "x"})
    assert bodies(runtime, number, "reprisal") == [WORDS]
    text = words(client.get(f"/fr/suivi/{number}").text)
    assert "Votre signalement est envoyé." in text
    assert "Votre signalement est reçu. Prochain geste : au plus tard le 25 novembre 2026." in text
    assert "Premier geste contre les représailles : 25 novembre 2026" in text
    assert WORDS in text
    english = words(client.get(f"/en/follow/{number}").text)
    assert "Your report is received. Next step: by 25 November 2026." in english
    assert "Time runs from the report: 24 November 2026 at 10:00 a.m." in english


def test_the_head_sees_it_first_acts_and_asks_again(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    anne = head(app, runtime)
    assert "Représailles" not in worklist(anne)
    report(client, number)
    listed = worklist(anne, "represailles")
    assert "Représailles 1 À moi" in listed
    assert "1 jour Le sentier est fermé" in listed.replace("Échéance ", "")
    page = words(anne.get(case_path(number)).text)
    assert "À faire au plus tard le 25 novembre 2026. Noter le premier geste" in page
    assert WORDS in page
    assert WORDS in words(anne.get(case_path(number, "proteger")).text)
    assert anne.post(case_path(number, "proteger"), data={"body": " "}).status_code == 422
    version = str(complaint(runtime, number).version)
    done = anne.post(case_path(number, "proteger"), data={"body": DONE, "version": version})
    assert done.status_code == 303
    page = words(anne.get(case_path(number)).text)
    assert "Noter le suivi après 30 jours" in page
    assert DONE in page
    page = words(client.get(f"/fr/suivi/{number}").text)
    assert "Un geste a été posé après votre signalement" in page
    assert DONE not in page


def test_an_officer_sees_that_there_is_a_report_and_not_what_it_says(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    report(client, number)
    claire = signed_in(app, runtime)
    assert "Représailles signalées" in worklist(claire)
    page = words(claire.get(case_path(number)).text)
    assert "Seules la personne qui dirige le service et la plus haute autorité lisent" in page
    assert WORDS not in page
    assert "Noter le premier geste" not in page
    assert claire.get(case_path(number, "proteger")).status_code == 403


def test_a_manager_who_may_be_complained_of_sees_nothing_of_it(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    report(client, number)
    manager = signed_in(app, runtime, "chef@parcs.example", Role.MANAGER, post="director")
    assert "présailles" not in worklist(manager).replace("Noter un signalement de représailles", "")
    assert worklist(manager, "represailles") == worklist(manager, "equipe")
    page = words(manager.get(case_path(number)).text)
    assert "présailles" not in page.replace("Noter un signalement de représailles", "")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_whoever_is_told_on_the_telephone_notes_it(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str, role: Role
):
    member = signed_in(app, runtime, "luc@parcs.example", role)
    version = str(complaint(runtime, number).version)
    member.post(case_path(number, "represailles"), data={"body": WORDS, "version": version})
    assert WORDS in bodies(runtime, number, "reprisal")
    assert WORDS in words(client.get(f"/fr/suivi/{number}").text)


def test_a_date_that_passed_is_said_to_both_sides(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    code = {"numero": receipt.number, "code": receipt.code}
    client.post("/fr/suivi", data=code)
    report(client, receipt.number)
    clock.moment += timedelta(days=2)
    let_dates_pass(runtime)
    office = words(head(app, runtime).get(case_path(receipt.number)).text)
    assert "La date promise est passée : le 25 novembre 2026." in office
    client.post("/fr/suivi", data=code)
    page = words(client.get(f"/fr/suivi/{receipt.number}").text)
    assert "après votre signalement est passée : le 25 novembre 2026." in page
    assert "n’a pas été posé à temps" in page


def test_a_closed_complaint_stays_in_the_list_until_the_last_time_of_asking(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    report(client, number)
    change(runtime, number, casework.record_first_contact)
    client.post(f"/fr/suivi/{number}/retirer", data={})
    assert not complaint(runtime, number).is_open
    anne = head(app, runtime)
    assert "Le sentier est fermé" in worklist(anne, "represailles")
    assert "Le sentier est fermé" not in worklist(anne, "equipe")


def test_the_portrait_counts_reports_and_the_public_is_not_shown_them(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    anne = head(app, runtime)

    def portrait() -> str:
        with runtime.transaction() as session:
            rebuild(session)
        return words(anne.get("/fr/portrait/vue?periode=2026-T4").text)

    assert "Aucun signalement de représailles" in portrait()
    report(client, number)
    assert "1 signalement de représailles" in portrait()
    assert "signalement" not in words(client.get("/fr/statistiques?periode=2026-T4").text)
