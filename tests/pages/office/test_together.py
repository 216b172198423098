"""The same is done with several complaints: after a page that lists them, and each for itself."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.pages.office.work_list import bulk_actions
from portal.runtime import Runtime
from tests.complaints.cases import kinds
from tests.features.absences.absent import user_id
from tests.pages.office.people import change, complaint, signed_in, words
from tests.support import add_user, file, on_both

LIST, TOGETHER = "/fr/gestion/parks/file", "/fr/gestion/parks/file/ensemble"


@pytest.fixture
def numbers(runtime: Runtime) -> list[str]:
    return [file(runtime).number for _ in range(3)]


def asked(client: FlaskClient, what: str, numbers: list[str], **more: object) -> str:
    """Return the page that lists the chosen complaints."""
    return client.get(TOGETHER, query_string={"faire": what, "plainte": numbers, **more}).text


def sent(client: FlaskClient, page: str, **more: object):
    """Send the form of a page, with what it carries."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    data: dict[str, object] = {}
    for name, value in hidden:
        data[name] = [*data.get(name, []), value]  # type: ignore[misc]
    return client.post(TOGETHER, data={**data, **more})


@on_both
def test_several_complaints_are_assigned_at_once(
    claire: FlaskClient, runtime: Runtime, numbers: list[str]
):
    paul = add_user(runtime, "paul@parcs.example")
    page = asked(claire, "attribuer", numbers[:2], retour=f"{LIST}?vue=equipe")
    assert numbers[0] in page
    assert numbers[1] in page
    assert numbers[2] not in page
    answer = sent(claire, page, assignee=paul)
    assert answer.location == f"{LIST}?vue=equipe"
    assert "2 plaintes changées." in words(claire.get(answer.location).text)
    assert [complaint(runtime, number).assignee_id for number in numbers] == [paul, paul, None]


def test_the_list_offers_it_and_the_boxes_carry_the_numbers(
    claire: FlaskClient, numbers: list[str]
):
    page = claire.get(f"{LIST}?vue=equipe").text
    for number in numbers:
        assert f'name="plainte" value="{number}"' in page
    assert "Attribuer les plaintes choisies" in page


def test_with_none_chosen_the_list_comes_back_and_says_so(claire: FlaskClient):
    answer = claire.get(
        TOGETHER, query_string={"faire": "note", "retour": LIST}, follow_redirects=True
    )
    assert "Choisissez au moins une plainte" in words(answer.text)


def test_the_way_back_stays_within_the_portal(claire: FlaskClient):
    answer = claire.get(TOGETHER, query_string={"retour": "https://ailleurs.example/"})
    assert answer.location == LIST


def test_a_note_and_a_category_are_given_to_each(
    claire: FlaskClient, runtime: Runtime, numbers: list[str]
):
    sent(claire, asked(claire, "note", numbers), body="Même panne.")
    sent(claire, asked(claire, "categorie", numbers), category="trail")
    for number in numbers:
        assert kinds(runtime, number)[-2:] == ["noted", "reclassified"]
        assert complaint(runtime, number).category == "trail"


@pytest.mark.parametrize(
    ("what", "problem"),
    [
        ("attribuer", "Choisissez une personne"),
        ("categorie", "Choisissez une catégorie"),
        ("note", "Écrivez le texte"),
    ],
)
def test_what_is_missing_is_said_and_the_choice_stays(
    claire: FlaskClient, numbers: list[str], what: str, problem: str
):
    refused = sent(claire, asked(claire, what, numbers))
    assert refused.status_code == 422
    assert problem in words(refused.text)
    assert all(number in refused.text for number in numbers)


@on_both
def test_what_somebody_changed_meanwhile_stays_and_is_named(
    claire: FlaskClient, runtime: Runtime, numbers: list[str]
):
    page = asked(claire, "note", numbers)
    change(runtime, numbers[1], casework.add_note, body="Attention.")
    refused = sent(claire, page, body="Même panne.")
    assert refused.status_code == 409
    text = words(refused.text)
    assert "1 plainte n’a pas changé" in text
    assert "2 plaintes changées." in text
    assert "Même panne." in refused.text
    assert [kinds(runtime, number).count("noted") for number in numbers] == [1, 1, 1]
    again = sent(claire, refused.text, body="Même panne.")
    assert again.status_code == 303
    assert kinds(runtime, numbers[1]).count("noted") == 2


def test_another_agencys_complaints_are_neither_listed_nor_changed(
    claire: FlaskClient, runtime: Runtime, numbers: list[str]
):
    other = file(runtime, "water").number
    page = asked(claire, "note", [numbers[0], other])
    assert f"/plaintes/{numbers[0]}" in page
    assert f"/plaintes/{other}" not in page
    data = {"faire": "note", "plainte": [other], f"version-{other}": 1, "body": "Vue."}
    claire.post(TOGETHER, data=data)
    assert "noted" not in kinds(runtime, other)


def test_only_what_one_may_do_is_offered(app: Flask, runtime: Runtime, numbers: list[str]):
    manager = signed_in(app, runtime, "chef@parcs.example", Role.MANAGER)
    page = manager.get(f"{LIST}?vue=equipe").text
    assert "Ajouter une note aux plaintes choisies" in page
    assert "Attribuer les plaintes choisies" not in page
    data = {"faire": "attribuer", "plainte": numbers, "assignee": 1}
    manager.post(TOGETHER, data=data)
    assert complaint(runtime, numbers[0]).assignee_id is None
    auditor = signed_in(app, runtime, "audit@portail.example", Role.AUDITOR, None, None)
    assert 'name="plainte"' not in auditor.get(f"{LIST}?vue=equipe").text


def test_nobody_is_given_a_complaint_who_does_not_handle_any(
    claire: FlaskClient, runtime: Runtime, numbers: list[str]
):
    add_user(runtime, "analyste@portail.example", Role.ANALYST, None, None)
    analyst = user_id(runtime, "analyste@portail.example")
    refused = sent(claire, asked(claire, "attribuer", numbers), assignee=analyst)
    assert refused.status_code == 409
    assert "Choisissez une personne qui traite les plaintes" in words(refused.text)


def test_what_is_too_much_at_once_is_said_and_not_left_out_in_silence(
    claire: FlaskClient, numbers: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bulk_actions, "ROWS_A_PAGE", 2)
    page = asked(claire, "note", numbers)
    assert "1 plainte choisie ne changera pas" in words(page)
    assert f'name="plainte" value="{numbers[2]}"' not in page


def test_a_note_for_complaints_that_nobody_sees_any_more_is_not_lost(claire: FlaskClient):
    data = {"faire": "note", "plainte": "2026-999999", "body": "Voir la patrouille."}
    answer = claire.post(TOGETHER, data=data)
    assert answer.status_code == 422
    assert "Voir la patrouille.</textarea>" in answer.text
