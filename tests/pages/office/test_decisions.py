from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework, escalation
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.conflicts_of_interest.actions import declare
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
from tests.support import FixedClock, add_user, file

DIRECTION = "/fr/gestion/parks/direction"


@pytest.fixture
def passed(runtime: Runtime) -> str:
    """The number of a complaint that the service passed to the top authority."""
    number = file(runtime, story="Le camping était fermé.").number
    add_user(runtime, "above@parcs.example", Role.TOP_AUTHORITY, post="president")
    change(
        runtime,
        number,
        escalation.pass_to_top,
        question="Rembourser 480 $?",
        opinion="Oui.\n\nLa faute est la nôtre.",
    )
    return number


def president(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")


def decide(client: FlaskClient, runtime: Runtime, number: str, **form: str) -> int:
    version = str(complaint(runtime, number).version)
    answer = client.post(case_path(number, "decider"), data={"version": version, **form})
    return answer.status_code


def test_the_page_says_what_is_asked_and_what_the_service_thinks(
    app: Flask, runtime: Runtime, passed: str
):
    page = words(president(app, runtime).get(DIRECTION).text)
    assert "1 plainte attend votre décision" in page
    assert "Ce qu’on vous demande : Rembourser 480 $?" in page
    assert "Avis du service : Oui. La faute est la nôtre." in page
    assert "transmise par le service le 24 novembre" in page


def test_a_complaint_that_climbed_by_itself_asks_for_an_answer(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    file(runtime)
    for _ in range(2):
        clock.moment += timedelta(days=35)
        let_dates_pass(runtime)
    page = words(president(app, runtime).get(DIRECTION).text)
    assert "1 plainte attend votre décision" in page
    assert "transmise automatiquement" in page
    assert "jours ouvrables de retard" in page
    assert "Répondre à la personne" in page


def test_nothing_to_decide_is_said_in_so_many_words(app: Flask, runtime: Runtime):
    file(runtime)
    assert "Rien n’attend votre décision" in president(app, runtime).get(DIRECTION).text


def test_only_who_decides_opens_the_page(app: Flask, runtime: Runtime):
    assert signed_in(app, runtime).get(DIRECTION).status_code == 403


@pytest.mark.parametrize(
    ("form", "decision"),
    [
        ({"choice": "autoriser"}, "Autorisé."),
        ({"choice": "refuser", "instruction": "Pas de reçu."}, "Refusé.\n\nPas de reçu."),
        (
            {"choice": "consigne", "instruction": "Demandez le reçu."},
            "Retourné avec une consigne.\n\nDemandez le reçu.",
        ),
    ],
)
def test_a_decision_goes_to_the_service_and_leaves_the_page(
    app: Flask, runtime: Runtime, passed: str, form: dict[str, str], decision: str
):
    top = president(app, runtime)
    assert decide(top, runtime, passed, **form) == 303
    assert bodies(runtime, passed, "decision") == [decision]
    page = top.get(DIRECTION).text
    assert "Rien n’attend votre décision" in page
    assert passed in page.split("que le service exécute")[1]


@pytest.mark.parametrize("form", [{}, {"choice": "refuser"}, {"choice": "consigne"}])
def test_a_decision_without_its_words_is_asked_for_again(
    app: Flask, runtime: Runtime, passed: str, form: dict[str, str]
):
    assert decide(president(app, runtime), runtime, passed, **form) == 422
    assert bodies(runtime, passed, "decision") == []


def test_a_complaint_that_is_passed_again_waits_again(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    for _ in range(2):
        clock.moment += timedelta(days=35)
        let_dates_pass(runtime)
    said = {"choice": "consigne", "instruction": "Répondez."}
    assert decide(president(app, runtime), runtime, number, **said) == 303
    assert complaint(runtime, number).level == 3


def test_an_answered_complaint_waits_for_nobody(app: Flask, runtime: Runtime, passed: str):
    change(runtime, passed, casework.answer, body="Remboursé.")
    assert "Rien n’attend votre décision" in president(app, runtime).get(DIRECTION).text


def test_the_four_numbers_are_those_of_the_agency_alone(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    clock.moment -= timedelta(days=35)
    file(runtime)
    clock.moment += timedelta(days=35)
    let_dates_pass(runtime)
    file(runtime), file(runtime, "water")
    page = words(president(app, runtime).get(DIRECTION).text)
    assert "Reçues 1 1 dans tout le mois précédent" in page
    assert "En retard aujourd’hui 1" in page
    assert "Ouvertes aujourd’hui 2" in page


def test_nothing_is_passed_to_a_top_where_nobody_acts(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    form = {"version": str(complaint(runtime, number).version), "question": "Rembourser?"}
    refused = claire.post(case_path(number, "transmettre"), data=form)
    assert refused.status_code == 422
    assert "Personne ne peut agir comme" in words(refused.text)
    assert "Rembourser?</textarea>" in refused.text
    assert "Transmettre la plainte" not in refused.text
    assert complaint(runtime, number).level == 1
    add_user(runtime, "paule@parcs.example", Role.TOP_AUTHORITY, post="president")
    assert claire.post(case_path(number, "transmettre"), data=form).status_code == 303
    assert complaint(runtime, number).level == 3


@pytest.mark.parametrize(
    ("why", "said", "is_mended_by_administrators"),
    [
        ("vacant", "le poste est vacant", True),
        ("kept_out", "est tenu à l’écart de cette plainte", False),
    ],
)
def test_no_button_passes_it_to_a_top_where_nobody_acts_and_why_is_said(
    app: Flask, runtime: Runtime, why: str, said: str, is_mended_by_administrators: bool
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    if why == "kept_out":
        paule = add_user(runtime, "paule@parcs.example", Role.TOP_AUTHORITY, post="president")
        runtime.change(PORTAL, number, partial(declare, user_id=paule))
    page = claire.get(case_path(number, "transmettre")).text
    told = words(page)
    assert said in told
    assert "Transmettre la plainte" not in told
    assert "La plainte passe directement" not in told
    assert ("pourvoir le poste" in told) is is_mended_by_administrators
    assert "poste vacant" not in told


def test_where_nobody_asked_anything_nothing_is_allowed_or_refused(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    for _ in range(2):
        clock.moment += timedelta(days=35)
        let_dates_pass(runtime)
    client = president(app, runtime)
    page = words(client.get(case_path(number, "decider")).text)
    assert "Retourner avec une consigne" in page
    assert "ce qui est demandé" not in page
    assert decide(client, runtime, number, choice="autoriser") == 422
    assert decide(client, runtime, number, choice="consigne", instruction="Répondez.") == 303
