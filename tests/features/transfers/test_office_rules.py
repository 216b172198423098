"""The desk makes a rule of its decision, sees it listed, and revokes it with a reason."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.transfers.routing_rules import STORY, rules
from tests.features.transfers.transferred import transferred
from tests.pages.office.people import complaint, signed_in, words
from tests.support import file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
ROUTE = {
    "fr": "/fr/gestion/desk/plaintes/{}/remettre",
    "en": "/en/office/desk/complaints/{}/route",
}
LISTED = {"fr": "/fr/gestion/desk/regles", "en": "/en/office/desk/rules"}
REVOKE = {"fr": "retirer", "en": "revoke"}
FINDER = {"fr": "/fr/plainte", "en": "/en/complaint"}
DECIDED = {"fr": "Décision du guichet", "en": "Decision of the intake desk"}
EMPTY = {"fr": "Aucune règle", "en": "No rule"}


@pytest.fixture
def desk(app: Flask, runtime: Runtime):
    return signed_in(app, runtime, "aline@guichet.example", Role.INTAKE, "desk", "desk")


def bounced(runtime: Runtime) -> str:
    number = file(runtime, story=STORY).number
    for agency in ("water", "parks", "desk"):
        transferred(runtime, number, agency)
    return number


@BOTH
def test_a_decision_becomes_a_rule_that_finders_follow_until_it_is_revoked(
    app: Flask, runtime: Runtime, desk, language: str
):
    assert EMPTY[language] in words(desk.get(LISTED[language]).text)
    number = bounced(runtime)
    path = ROUTE[language].format(number)
    page = desk.get(path).text
    assert 'id="rule" value="yes" checked' in page
    typed = {"receiving": "water", "reason": "La conduite est en cause.", "rule": "yes"}
    typed["version"] = str(complaint(runtime, number).version)
    refused = desk.post(path, data=typed)
    assert refused.status_code == 422
    assert 'href="#phrases"' in refused.text
    typed["phrases"] = "conduite piste\nwater main"
    preview = desk.post(path, data=typed).text
    assert "conduite piste" in words(preview)
    desk.post(path, data=typed | {"send": "yes"})

    listed = words(desk.get(LISTED[language]).text)
    assert "water main" in listed
    assert "La conduite est en cause." in listed
    citizen = app.test_client()
    found = citizen.post(FINDER[language], data={"mots": STORY}, follow_redirects=True)
    assert DECIDED[language] in words(found.text)

    place = f"{LISTED[language]}/{rules(runtime)[0].id}/{REVOKE[language]}"
    assert "conduite piste" in words(desk.get(place).text)
    assert desk.post(place, data={"reason": " "}).status_code == 422
    desk.post(place, data={"reason": "Les réseaux ont changé."})
    assert "Les réseaux ont changé." in words(desk.get(LISTED[language]).text)
    assert desk.get(place).status_code == 404
    found = citizen.post(FINDER[language], data={"mots": STORY}, follow_redirects=True)
    assert DECIDED[language] not in words(found.text)


def test_a_decision_is_no_rule_where_the_desk_does_not_want_one(runtime: Runtime, desk):
    number = bounced(runtime)
    typed = {"receiving": "water", "reason": "Voilà.", "send": "yes"}
    typed["version"] = str(complaint(runtime, number).version)
    desk.post(ROUTE["fr"].format(number), data=typed)
    assert complaint(runtime, number).agency == "water"
    assert rules(runtime) == []


def test_what_is_merely_handed_on_offers_no_rule(runtime: Runtime, desk):
    number = file(runtime, "desk", story=STORY).number
    assert 'name="phrases"' not in desk.get(ROUTE["fr"].format(number)).text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_only_the_desk_sees_the_rules(app: Flask, runtime: Runtime, role: Role):
    client = signed_in(app, runtime, "claire@parcs.example", role)
    assert client.get(LISTED["fr"]).status_code in (403, 404)
    assert client.get("/fr/gestion/parks/regles").status_code in (403, 404)


def test_the_desk_reads_that_the_person_agreed_before(runtime: Runtime, desk):
    page = words(desk.get(ROUTE["fr"].format(bounced(runtime))).text)
    assert "La personne a déjà accepté que sa plainte soit remise à un autre organisme" in page
    assert "la dernière fois le 24 novembre" in page
    assert "n’a pas dit si elle accepte" not in page
