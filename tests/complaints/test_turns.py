"""The top authority answers and closes what is with it, and nothing before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from portal.complaints.handling import casework, escalation
from portal.domain.actor import Actor
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import NotItsTurnError
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, issues, kinds, member
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, on_both


@pytest.fixture
def top(runtime: Runtime) -> Actor:
    """The top authority of the parks."""
    return member(runtime, Role.TOP_AUTHORITY, post="president")


def pass_up(runtime: Runtime, number: str) -> None:
    act(runtime, number, escalation.pass_to_top, question="Rembourser?", opinion="Oui.")


@on_both
def test_it_answers_only_what_is_with_it(runtime: Runtime):
    above = member(runtime, Role.TOP_AUTHORITY, post="president")
    number = file(runtime).number
    with pytest.raises(NotItsTurnError):
        act(runtime, number, casework.answer, above, body="Voici.")
    assert "answered" not in kinds(runtime, number)
    pass_up(runtime, number)
    act(runtime, number, casework.answer, above, body="Voici.")
    assert complaint(runtime, number).status == "answered"


def test_it_does_not_close_what_the_service_answered(runtime: Runtime, top: Actor):
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Voici.")
    found = tuple(
        IssueFinding(one.id, Finding.UNFOUNDED, "Les relevés le montrent.")
        for one in issues(runtime, number)
    )
    with pytest.raises(NotItsTurnError):
        act(runtime, number, casework.close, top, findings=found)


def test_whoever_works_in_the_service_as_well_answers_at_any_level(runtime: Runtime, top: Actor):
    number = file(runtime).number
    officer = member(runtime)
    both = replace(officer, memberships=(*top.memberships, *officer.memberships))
    act(runtime, number, casework.answer, both, body="Voici.")
    assert complaint(runtime, number).status == "answered"


def test_the_page_says_whose_turn_it_is_and_offers_no_answer_before(app: Flask, runtime: Runtime):
    number = file(runtime).number
    client = signed_in(app, runtime, "haut@parcs.example", Role.TOP_AUTHORITY, post="president")
    page = client.get(case_path(number))
    assert "Rien pour vous. Qui répond à la personne : " in words(page.text)
    assert "Vous répondez une fois la plainte rendue à votre palier." in words(page.text)
    assert "/repondre" not in page.text
    assert "/fermer" not in page.text
    english = words(client.get(f"/en/office/parks/complaints/{number}").text)
    assert "You answer once the complaint has come to your level." in english
    typed = {"version": str(complaint(runtime, number).version), "body": "Voici.", "send": "yes"}
    refused = client.post(case_path(number, "repondre"), data=typed)
    assert refused.status_code == 409
    assert "Ce n’est pas encore à la plus haute autorité de répondre" in words(refused.text)
    assert "Voici." in refused.text
    pass_up(runtime, number)
    assert "/repondre" in client.get(case_path(number)).text
