"""Whoever acts on a complaint reads which promised dates that ends, before and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.complaints.handling import casework, escalation
from portal.domain.role import Role
from portal.features.urgency import actions as urgency
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, member
from tests.pages.office.people import case_path, complaint, signed_in, words
from tests.support import FixedClock, file

URGENT = "Premier geste pour une plainte urgente, au plus tard le 25 novembre 2026"
CONTACT = "Prise en charge par une personne, au plus tard le 26 novembre 2026"


def urgent(runtime: Runtime) -> str:
    number = file(runtime).number
    act(runtime, number, urgency.confirm, why="Une famille sans chauffage.")
    return number


def sent(client, number: str, action: str, version: int, **form: str) -> str:
    """Send the form of an action; return the page of the complaint that comes then."""
    answer = client.post(case_path(number, action), data={"version": str(version), **form})
    assert answer.status_code == 303, answer.text
    return words(client.get(answer.location).text)


def test_a_first_contact_says_which_dates_it_ends_before_after_and_in_the_history(
    app: Flask, runtime: Runtime
):
    number, client = urgent(runtime), signed_in(app, runtime)
    case = words(client.get(case_path(number)).text)
    assert "Un premier contact, une question, une réponse ou une décision tient cette date" in case
    form = words(client.get(case_path(number, "premier-contact")).text)
    assert f"Date tenue, qui ne court plus ensuite : {CONTACT}." in form
    assert f"Date tenue, qui ne court plus ensuite : {URGENT}." in form
    assert "Courent toujours, aux mêmes dates : Réponse, au plus tard le 22 décembre 2026." in form
    page = sent(
        client, number, "premier-contact", complaint(runtime, number).version, contact="phone"
    )
    assert f"Date tenue, qui ne court plus : {CONTACT}." in page
    assert f"Date tenue, qui ne court plus : {URGENT}." in page
    assert "Date tenue : au plus tard le 25 novembre 2026." in page
    assert "0 jour ouvrable après la réception. Date tenue." in page


def test_an_act_that_is_noted_says_that_the_first_contact_is_still_owed(
    app: Flask, runtime: Runtime
):
    number, client = urgent(runtime), signed_in(app, runtime)
    form = words(client.get(case_path(number, "geste-urgent")).text)
    assert f"Date tenue, qui ne court plus ensuite : {URGENT}." in form
    assert f"Courent toujours, aux mêmes dates : {CONTACT}; Réponse, au plus tard le" in form
    version = complaint(runtime, number).version
    page = sent(client, number, "geste-urgent", version, body="La ville est appelée.")
    assert f"Premier geste noté. Date tenue, qui ne court plus : {URGENT}." in page
    english = client.get(f"/en/office/parks/complaints/{number}").text
    assert "Date kept: by 25 November 2026." in words(english)


def test_what_comes_late_is_said_to_be(app: Flask, runtime: Runtime, clock: FixedClock):
    member(runtime, Role.MANAGER, post="director")
    number = urgent(runtime)
    clock.moment += timedelta(days=9)
    run_clocks(runtime, clock.moment)
    client = signed_in(app, runtime)
    form = words(client.get(case_path(number, "premier-contact")).text)
    assert (
        f"Date déjà passée, qui ne court plus ensuite : {CONTACT}. Le retard reste compté." in form
    )
    page = sent(
        client, number, "premier-contact", complaint(runtime, number).version, contact="phone"
    )
    assert f"Fait en retard, la date ne court plus : {CONTACT}." in page
    assert "En retard : c’était au plus tard le 25 novembre 2026." in page


@pytest.mark.parametrize("action", ["repondre", "demander"])
def test_a_question_and_an_answer_say_it_as_well(app: Flask, runtime: Runtime, action: str):
    number = urgent(runtime)
    form = words(signed_in(app, runtime).get(case_path(number, action)).text)
    assert f"Date tenue, qui ne court plus ensuite : {CONTACT}." in form
    assert f"Date tenue, qui ne court plus ensuite : {URGENT}." in form
    answer = "Réponse, au plus tard le 22 décembre 2026."
    goes_on = "Courent toujours, aux mêmes dates"
    ends = "Date tenue, qui ne court plus ensuite" if action == "repondre" else goes_on
    assert f"{ends} : {answer}" in form
    assert (goes_on in form) is (action == "demander")


def test_a_decision_says_it_and_what_ends_nothing_says_nothing(app: Flask, runtime: Runtime):
    member(runtime, Role.TOP_AUTHORITY, post="president")
    number = urgent(runtime)
    act(runtime, number, escalation.pass_to_top, question="Que faire?", opinion="")
    top = signed_in(app, runtime, "pia@parcs.example", Role.TOP_AUTHORITY, post="president")
    assert URGENT in words(top.get(case_path(number, "decider")).text)
    act(runtime, number, casework.ask_complainant, body="Où êtes-vous?")
    client = signed_in(app, runtime)
    assert "qui ne court plus" not in words(client.get(case_path(number, "demander")).text)
