"""« À faire maintenant » says to each reader what is theirs to do, and who does the rest."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework, escalation
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act, member
from tests.pages.office.people import case_path, change, let_dates_pass, signed_in, words
from tests.support import FixedClock, add_user, file

READERS = {
    "officer": (Role.OFFICER, "parks", "office"),
    "head": (Role.HEAD, "parks", None),
    "director": (Role.MANAGER, "parks", "director"),
    "top": (Role.TOP_AUTHORITY, "parks", "president"),
    "auditor": (Role.AUDITOR, None, None),
}


def reading(app: Flask, runtime: Runtime, reader: str) -> FlaskClient:
    role, agency, post = READERS[reader]
    return signed_in(app, runtime, f"{reader}@parcs.example", role, agency, post)


def to_do(client: FlaskClient, number: str, language: str = "fr") -> str:
    """Return what the reader of a complaint is told to do now."""
    path = case_path(number) if language == "fr" else f"/en/office/parks/complaints/{number}"
    found = re.search(r'id="nx">.*?</h2><p>(.*?)</p>', client.get(path).text, re.DOTALL)
    assert found is not None
    return words(found[1])


@pytest.fixture
def passed(runtime: Runtime) -> str:
    """The number of a complaint that the service passed up with a question."""
    number = file(runtime).number
    change(runtime, number, casework.record_first_contact)
    add_user(runtime, "above@parcs.example", Role.TOP_AUTHORITY, post="president")
    change(runtime, number, escalation.pass_to_top, question="Rembourser 480 $?", opinion="Oui.")
    return number


ASKED = {
    "officer": "Attendre la décision de la plus haute autorité, puis répondre à la personne.",
    "head": "Attendre la décision de la plus haute autorité, puis répondre à la personne.",
    "top": "Décider de la question posée. Le service des plaintes répond ensuite.",
    "auditor": "Rien pour vous : la plus haute autorité doit décider.",
}
DECIDED = {
    "officer": "Répondre à la personne selon la décision de la plus haute autorité.",
    "head": "Répondre à la personne selon la décision de la plus haute autorité.",
    "top": "Rien pour vous : le service des plaintes répond selon la décision.",
    "auditor": "Rien pour vous : le service des plaintes répond selon la décision.",
}


@pytest.mark.parametrize("reader", ASKED)
def test_after_a_question_to_the_top_one_decides_and_the_other_answers(
    app: Flask, runtime: Runtime, passed: str, reader: str
):
    client = reading(app, runtime, reader)
    by = "Le délai court jusqu’au 22 décembre 2026."
    assert to_do(client, passed).startswith(f"{ASKED[reader]} {by}")
    president = member(runtime, Role.TOP_AUTHORITY, post="top")
    act(runtime, passed, partial(escalation.decide, instruction="Oui, rembourser."), president)
    assert to_do(client, passed).startswith(f"{DECIDED[reader]} {by}")
    change(runtime, passed, casework.answer, body="Vous serez remboursé.")
    assert "décision" not in to_do(client, passed)


def test_once_every_date_passed_the_question_is_still_somebodys(
    app: Flask, runtime: Runtime, passed: str, clock: FixedClock
):
    clock.moment += timedelta(days=60)
    let_dates_pass(runtime)
    said = to_do(reading(app, runtime, "officer"), passed)
    late = "Toutes les dates promises sont passées, la première le 22 décembre 2026."
    assert said == f"{ASKED['officer']} {late}"


def test_in_english_each_reads_their_own_task_as_well(app: Flask, runtime: Runtime, passed: str):
    officer = to_do(reading(app, runtime, "officer"), passed, "en")
    top = to_do(reading(app, runtime, "top"), passed, "en")
    assert officer.startswith("Wait for the decision of the top authority, then answer")
    assert top.startswith("Decide on the question asked. The complaints service answers then.")


@pytest.mark.parametrize("reader", ["director", "auditor"])
def test_nobody_is_told_to_close_who_may_not(
    app: Flask, runtime: Runtime, clock: FixedClock, reader: str
):
    number = climbed(runtime, clock)
    change(runtime, number, casework.answer, body="Le sentier est rouvert.")
    said = to_do(reading(app, runtime, reader), number)
    assert said.startswith("Rien pour vous : le service des plaintes ferme la plainte")
    assert "Date prévue :" in said
    assert to_do(reading(app, runtime, "officer"), number).startswith("Fermer la plainte")


def climbed(runtime: Runtime, clock: FixedClock) -> str:
    """Return the number of a complaint that went up to the director, because nobody answered."""
    member(runtime, Role.MANAGER, post="director")
    number = file(runtime).number
    clock.moment += timedelta(days=35)
    let_dates_pass(runtime)
    return number


def test_whoever_may_answer_and_not_note_a_first_contact_reads_that_they_answer(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = climbed(runtime, clock)
    assert to_do(reading(app, runtime, "director"), number).startswith("Répondre à la personne")
    officer = to_do(reading(app, runtime, "officer"), number)
    assert officer.startswith("Parler ou écrire vous-même")
    auditor = to_do(reading(app, runtime, "auditor"), number)
    assert auditor.startswith("Rien pour vous. Qui répond à la personne : Directrice.")
