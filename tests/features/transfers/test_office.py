"""The page by which an officer proposes a complaint to another agency."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.actor import complainant
from portal.domain.role import Role
from portal.features.transfers.actions_refusing import refuse
from portal.runtime import Runtime
from tests.complaints.cases import act, messages
from tests.features.transfers.transferred import WHY, agree, propose, transfers
from tests.pages.office.people import case_path, complaint, signed_in, words
from tests.support import file


def sent(client: FlaskClient, number: str, **form: object):
    data = {"receiving": "water", "reason": WHY, "version": "1", **form}
    return client.post(case_path(number, "transferer"), data=data)


def test_both_dates_are_stated_before_anything_is_proposed(app: Flask, runtime: Runtime):
    number = file(runtime).number
    page = words(sent(signed_in(app, runtime), number).text)
    assert "Date promise à la personne 22 décembre 2026" in page
    assert "Au plus tard le 8 décembre 2026 (10 jours ouvrables)" in page
    assert "de lui-même après le 26 novembre 2026" in page
    assert transfers(runtime, number) == []


def test_an_agency_and_a_reason_are_needed_and_what_was_typed_stays(app: Flask, runtime: Runtime):
    number = file(runtime).number
    client = signed_in(app, runtime)
    answer = sent(client, number, receiving="parks", send="yes")
    assert answer.status_code == 422
    assert 'href="#receiving"' in answer.text
    assert WHY in answer.text
    assert 'href="#reason"' in sent(client, number, reason=" ", send="yes").text


def test_notes_are_chosen_one_by_one_and_none_beforehand(app: Flask, runtime: Runtime):
    number = file(runtime).number
    for body in ("La première.", "La seconde."):
        act(runtime, number, casework.add_note, body=body)
    client = signed_in(app, runtime)
    page = client.get(case_path(number, "transferer")).text
    assert "La première." in page
    assert 'type="checkbox" name="notes"' in page
    assert " checked" not in page
    first = next(one.id for one in messages(runtime, number) if one.body == "La première.")
    version = str(complaint(runtime, number).version)
    sent(client, number, notes=[str(first)], version=version, send="yes")
    assert transfers(runtime, number)[0].notes == [first]


def test_the_case_says_to_whom_it_is_proposed_and_offers_it_no_second_time(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    client = signed_in(app, runtime)
    assert sent(client, number, send="yes").status_code == 303
    page = client.get(case_path(number)).text
    assert "Transfert proposé" in page
    assert "/transferer" not in page
    assert sent(client, number, version="", send="yes").status_code == 409


def test_the_receiving_agency_reads_why_and_what_was_held_back(app: Flask, runtime: Runtime):
    number = file(runtime).number
    propose(runtime, number)
    agree(runtime, number, "name")
    office = signed_in(app, runtime, "paul@eaux.example", agency="water")
    page = words(office.get(case_path(number, "", "water")).text)
    assert WHY in page
    assert "Retenu par la personne les coordonnées" in page


def test_a_manager_is_not_offered_it(app: Flask, runtime: Runtime):
    number = file(runtime).number
    manager = signed_in(app, runtime, role=Role.MANAGER)
    assert "/transferer" not in manager.get(case_path(number)).text
    assert manager.get(case_path(number, "transferer")).status_code == 403


def test_whoever_proposes_again_what_was_refused_reads_that_it_goes_by_a_yes_alone(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    propose(runtime, number)
    runtime.change(complainant(complaint(runtime, number).id), number, refuse)
    client = signed_in(app, runtime)
    form = words(client.get(case_path(number, "transferer")).text)
    assert "La personne a déjà refusé cet organisme : Service des eaux." in form
    version = str(complaint(runtime, number).version)
    preview = words(sent(client, number, version=version).text)
    assert "le transfert se fait seulement si elle l’accepte" in preview
    assert sent(client, number, version=version, send="yes").status_code == 303
    page = words(client.get(case_path(number)).text)
    assert "la plainte n’y part que si elle l’accepte" in page
    assert "se fait de lui-même" not in page
