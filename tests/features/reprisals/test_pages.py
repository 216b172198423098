"""What each side sees of reprisals: from the complainant's report to what the head did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework, following
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.reprisals.actions_dates import keep_dates
from portal.features.reprisals.queries import files_of
from portal.reporting.counting import rebuild
from portal.runtime import Runtime
from tests.features.reprisals.reported import kept
from tests.pages.office.people import (
    case_path,
    change,
    complaint,
    signed_in,
    words,
)
from tests.reporting.figures import whole
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


def worklist(client: FlaskClient) -> str:
    return words(client.get("/fr/gestion/parks/file").text)


def waiting(client: FlaskClient) -> str:
    return words(client.get("/fr/gestion/parks/confidentiel").text)


def test_the_form_says_who_reads_it_and_by_when_they_act(client: FlaskClient, number: str):
    french = words(client.get(f"/fr/suivi/{number}/represailles").text)
    english = words(client.get(f"/en/follow/{number}/reprisals").text)
    assert "un premier geste au plus tard le 25 novembre 2026. (délai d’exemple)" in french
    assert "take a first step by 25 November 2026. (sample deadline)" in english


def test_the_follow_up_page_and_withdrawing_lead_to_it(client: FlaskClient, number: str):
    for page in ("", "/retirer"):
        text = client.get(f"/fr/suivi/{number}{page}").text
        assert f'href="/fr/suivi/{number}/represailles"' in text


def test_the_page_of_the_top_authority_says_that_a_report_waits(
    app: Flask, runtime: Runtime, client: FlaskClient, number: str
):
    top = signed_in(app, runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    assert "Tout est à jour" in words(top.get("/fr/gestion/parks/direction").text)
    report(client, number)
    page = words(top.get("/fr/gestion/parks/direction").text)
    assert "1 signalement attend un geste de votre part" in page
    assert "Tout est à jour" not in page
    assert number not in page


def test_nothing_written_and_too_much_are_told_at_the_field(client: FlaskClient, number: str):
    empty, long = report(client, number, " "), report(client, number, "a" * 4001)
    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Dites ce qui se passe" in empty.text
    assert "a" * 4001 in long.text


def test_without_the_code_nobody_reports(app: Flask, runtime: Runtime, number: str):
    answer = report(app.test_client(), number)
    assert answer.status_code == 401
    with runtime.reading(PORTAL) as session:
        assert files_of(session, runtime.keyring, number) == []


def test_the_complainant_reads_what_follows_and_who_knows(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    head(app, runtime)
    report(client, number, **{"une-fois": "x"}), report(client, number, **{"une-fois": "x"})
    assert [one.body for one in kept(runtime, number).reports] == [WORDS]
    text = words(client.get(f"/fr/suivi/{number}").text)
    assert "Votre signalement est envoyé à la personne qui dirige le service des plaintes." in text
    assert "Votre signalement est reçu. Prochain geste : au plus tard le 25 novembre 2026." in text
    assert "seules la personne qui dirige le service des plaintes et la plus haute autorité" in text
    assert "La personne à qui vous l’avez dit" not in text
    assert "Premier geste contre les représailles" in text
    assert WORDS in text
    english = words(client.get(f"/en/follow/{number}").text)
    assert "Your report has been received. Next step: by 25 November 2026." in english
    assert "The time limit starts from the report: 24 November 2026 at 10:00 a.m." in english


def test_the_head_sees_it_first_acts_and_asks_again(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    anne = head(app, runtime)
    assert "attend un geste" not in worklist(anne)
    assert "Aucun signalement n’attend un geste" in waiting(anne)
    report(client, number)
    assert "1 signalement attend un geste de votre part" in worklist(anne)
    assert f"25 novembre 2026 {number} Le sentier est fermé" in waiting(anne)
    page = words(anne.get(case_path(number)).text)
    assert "À faire au plus tard le 25 novembre 2026. Noter le premier geste" in page
    assert WORDS in page
    assert WORDS in words(anne.get(case_path(number, "proteger")).text)
    assert anne.post(case_path(number, "proteger"), data={"body": " "}).status_code == 422
    done = anne.post(case_path(number, "proteger"), data={"body": DONE, "version": "0"})
    assert done.status_code == 303
    page = words(anne.get(case_path(number)).text)
    assert "Noter le suivi après 30 jours" in page
    assert DONE in page
    page = words(client.get(f"/fr/suivi/{number}").text)
    assert "Un geste a été posé après votre signalement" in page
    assert DONE not in page


def test_whoever_does_not_protect_gets_no_page_of_it(app: Flask, runtime: Runtime, number: str):
    claire = signed_in(app, runtime)
    for path in ("/fr/gestion/parks/confidentiel", case_path(number, "proteger")):
        assert claire.get(path).status_code == 403
    assert "confidentiel" not in claire.get("/fr/gestion/parks/file").text


def test_a_report_about_the_head_is_not_shown_to_the_head(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    anne = head(app, runtime)
    top = signed_in(app, runtime, "pdg@parcs.example", Role.TOP_AUTHORITY, post="president")
    report(client, number, against="head")
    text = words(client.get(f"/fr/suivi/{number}").text)
    assert "seule la plus haute autorité peut lire ce signalement" in text
    for page in (case_path(number), "/fr/gestion/parks/confidentiel", "/fr/gestion/parks/file"):
        assert WORDS not in anne.get(page).text
        assert "attend un geste" not in anne.get(page).text.replace("n’attend un geste", "")
    assert WORDS in words(top.get(case_path(number)).text)


def test_a_report_about_the_top_authority_stays_with_its_author_who_is_told_where_to_turn(
    client: FlaskClient, runtime: Runtime, number: str
):
    answer = report(client, number, against="top")
    assert answer.status_code == 422
    page = words(answer.text)
    assert "Personne dans l’organisme ne peut juger la plus haute autorité" in page
    assert "Adressez-vous à un organisme indépendant" in page
    assert WORDS in page
    assert "Votre signalement est reçu" not in client.get(f"/fr/suivi/{number}").text


def test_who_notes_one_about_the_top_authority_is_told_and_keeps_the_words(
    app: Flask, runtime: Runtime, number: str
):
    claire = signed_in(app, runtime)
    sent = {"body": WORDS, "against": "top", "version": "0"}
    answer = claire.post(case_path(number, "represailles"), data=sent)
    assert answer.status_code == 422
    assert "Donnez à la personne l’adresse d’un organisme indépendant" in words(answer.text)
    assert WORDS in answer.text


def test_with_nobody_there_the_complainant_is_told_so(client: FlaskClient, number: str):
    answer = report(client, number)
    page = words(client.get(answer.location).text)
    assert "personne n’est là pour le lire en ce moment" in page


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_whoever_is_told_on_the_telephone_notes_it_and_the_complainant_reads_that(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str, role: Role
):
    member = signed_in(app, runtime, "luc@parcs.example", role)
    answer = member.post(case_path(number, "represailles"), data={"body": WORDS, "version": "0"})
    assert answer.status_code == 303
    page = words(client.get(f"/fr/suivi/{number}").text)
    assert WORDS in page
    assert "La personne à qui vous l’avez dit le sait aussi." in page
    assert WORDS not in member.get(case_path(number)).text


def test_a_date_that_passed_is_said_to_both_sides(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    code = {"numero": receipt.number, "code": receipt.code}
    client.post("/fr/suivi", data=code)
    report(client, receipt.number)
    clock.moment += timedelta(days=2)
    keep_dates(runtime, clock.moment)
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
    change(runtime, number, following.withdraw)
    assert not complaint(runtime, number).is_open
    assert "Le sentier est fermé" in waiting(head(app, runtime))


def test_no_figure_counts_reports(app: Flask, client: FlaskClient, runtime: Runtime, number: str):
    anne = head(app, runtime)

    def figures() -> list[str]:
        with runtime.transaction() as session:
            rebuild(session)
        pages = ("/fr/portrait?periode=2026-T4", "/fr/statistiques?periode=2026-T4")
        return [words(whole(anne, page)) for page in pages]

    before = figures()
    report(client, number)
    assert figures() == before
