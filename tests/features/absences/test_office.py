"""The page of absences: for oneself, and for whoever leads the service."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.features.absences.absent import absences, user_id
from tests.pages.office.people import case_path, sign_in, signed_in, words
from tests.support import FixedClock, add_user, file

PAGE = "/fr/gestion/parks/absences"
TODAY = date(2026, 11, 24)
CLAIRE, PAUL = "claire@parcs.example", "paul@parcs.example"


def send(client: FlaskClient, first: int = 0, last: int = 5, **more: object) -> TestResponse:
    """Send the form for an absence from a first to a last day from today."""
    told: dict[str, object] = {}
    for name, days in (("from", first), ("until", last)):
        day = TODAY + timedelta(days=days)
        told |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return client.post(PAGE, data={**told, **more}, follow_redirects=True)


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an officer of the parks who has a colleague."""
    claire = signed_in(app, runtime)
    add_user(runtime, PAUL)
    return claire


def test_somebody_notes_their_own_absence_and_ends_it(claire: FlaskClient, runtime: Runtime):
    page = words(claire.get(PAGE).text)
    assert "Aucune absence n’est notée." in page
    assert "Qui s’absente?" not in page
    told = {"person": user_id(runtime, CLAIRE), "substitute": user_id(runtime, PAUL)}
    page = words(send(claire, **told).text)
    assert "L’absence est notée." in page
    assert "Claire en cours 24 novembre 2026 29 novembre 2026 Paul Claire" in page
    [one] = absences(runtime)
    assert one.recorded_by == user_id(runtime, CLAIRE)
    ended = claire.post(f"{PAGE}/fin", data={"absence": one.id}, follow_redirects=True)
    assert "Aucune absence n’est notée." in words(ended.text)


def test_the_page_speaks_english(claire: FlaskClient):
    page = words(claire.get("/en/office/parks/absences").text)
    assert "Record an absence" in page
    assert "Last day away" in page


def test_each_mistake_stands_at_its_field_and_what_was_typed_stays(
    claire: FlaskClient, runtime: Runtime
):
    me = user_id(runtime, CLAIRE)
    empty = claire.post(PAGE, data={"person": me, "from-day": "31", "from-month": "février"})
    assert empty.status_code == 422
    assert 'value="février"' in empty.text
    for field in ("from", "until"):
        assert f'id="{field}-e"' in empty.text
    backwards = send(claire, 5, 3, person=me)
    assert backwards.status_code == 422
    assert "Le dernier jour vient avant le premier." in words(backwards.text)


def test_a_circle_is_refused_at_the_substitute(claire: FlaskClient, app: Flask, runtime: Runtime):
    me, paul = user_id(runtime, CLAIRE), user_id(runtime, PAUL)
    send(claire, person=me, substitute=paul)
    pauls = app.test_client()
    sign_in(pauls, PAUL)
    refused = send(pauls, 2, 3, person=paul, substitute=me)
    assert refused.status_code == 422
    assert "son remplacement revient à la personne absente" in words(refused.text)
    assert 'id="substitute-e"' in refused.text


def test_the_head_notes_those_of_the_others_but_not_of_the_top_authority(
    claire: FlaskClient, app: Flask, runtime: Runtime
):
    president = add_user(runtime, "presidente@parcs.example", Role.TOP_AUTHORITY, post="president")
    head = signed_in(app, runtime, "chef@parcs.example", Role.HEAD)
    page = head.get(PAGE).text
    assert "Qui s’absente?" in words(page)
    assert f'<option value="{president}"' not in page.partition('id="substitute"')[0]
    assert "L’absence est notée." in words(send(head, person=user_id(runtime, PAUL)).text)
    assert send(head, person=president).status_code == 403
    assert send(claire, person=user_id(runtime, PAUL)).status_code == 403


def test_the_page_is_of_one_agency(claire: FlaskClient):
    assert claire.get("/fr/gestion/water/absences").status_code == 403


def test_a_substitute_sees_whom_they_replace_and_finds_their_complaints(
    claire: FlaskClient, app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    act(runtime, number, casework.assign, user_id=user_id(runtime, CLAIRE))
    pauls = app.test_client()
    sign_in(pauls, PAUL)
    mine = "/fr/gestion/parks/file?vue=a-moi"
    assert number not in pauls.get(mine).text
    send(claire, person=user_id(runtime, CLAIRE), substitute=user_id(runtime, PAUL))
    assert number in pauls.get(mine).text
    assert "vous remplacez : Claire" in words(pauls.get(PAGE).text)
    clock.moment += timedelta(days=6)
    sign_in(pauls, PAUL)
    assert number not in pauls.get(mine).text


def test_a_complaint_shows_who_of_its_levels_is_away(claire: FlaskClient, runtime: Runtime):
    number = file(runtime).number
    send(claire, person=user_id(runtime, CLAIRE), substitute=user_id(runtime, PAUL))
    page = words(claire.get(case_path(number)).text)
    assert "Claire (absence, remplacement : Paul), Paul" in page


def test_the_form_stops_before_a_line_manager_reads_who_complains(
    claire: FlaskClient, runtime: Runtime
):
    add_user(runtime, "dora@parcs.example", Role.MANAGER, post="director")
    dora, paul = (user_id(runtime, email) for email in ("dora@parcs.example", PAUL))
    told = {"person": user_id(runtime, CLAIRE), "substitute": dora}
    stopped = send(claire, **told)
    assert stopped.status_code == 422
    assert "Cette personne ne lit pas aujourd’hui qui porte plainte." in words(stopped.text)
    assert f'value="{dora}" selected' in stopped.text
    assert absences(runtime) == []
    assert "Cette personne ne lit pas" in send(claire, **told, agreed=paul).text
    assert "L’absence est notée." in send(claire, **told, agreed=dora).text
    [one] = absences(runtime)
    assert one.substitute_id == dora


def test_a_line_manager_who_is_replaced_by_another_lends_nothing_that_is_asked_about(
    claire: FlaskClient, runtime: Runtime
):
    add_user(runtime, "dora@parcs.example", Role.MANAGER, post="director")
    add_user(runtime, "marc@parcs.example", Role.MANAGER, post="director")
    dora = claire.application.test_client()
    sign_in(dora, "dora@parcs.example")
    substitute = user_id(runtime, "marc@parcs.example")
    page = send(dora, person=user_id(runtime, "dora@parcs.example"), substitute=substitute)
    assert "L’absence est notée." in words(page.text)
