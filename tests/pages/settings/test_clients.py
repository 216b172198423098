"""Administrators let other systems use the API: made, shown once, listed, revoked."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.queries.api_clients import clients_of
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.api.calling import basic
from tests.pages.office.people import signed_in, words

PAGE = "/fr/reglages/parks/acces"
FORM = {"name": "Registre des parcs", "scopes": ["complaints:file", "complaints:read"]}


def once(page: str) -> str:
    found = re.search(r'name="une-fois" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_client_is_made_shown_once_listed_and_revoked(
    app: Flask, runtime: Runtime, admin: FlaskClient
):
    assert "par l’API" in admin.get("/fr/reglages/parks").text
    empty = admin.get(PAGE).text
    form = {**FORM, "une-fois": once(empty)}
    page = admin.post(PAGE, data=form).text
    client_id, secret = re.findall(r'<code class="u-pick">([^<]+)</code>', page)
    given = app.test_client().post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=basic(client_id, secret),
    )
    assert given.json["scope"] == "complaints:file complaints:read"

    again = admin.post(PAGE, data=form)
    assert again.status_code == 409
    assert "déjà créé" in words(again.text)
    assert len(runtime.read(PORTAL, clients_of, "parks")) == 1

    listed = admin.get(PAGE).text
    assert secret not in listed
    assert "Registre des parcs" in listed
    assert "Registre des parcs" in admin.get("/en/settings/parks/access").text

    answer = admin.post(f"{PAGE}/{client_id}/retirer", follow_redirects=True)
    assert "n’entre plus" in words(answer.text)
    [client] = runtime.read(PORTAL, clients_of, "parks")
    assert client.revoked_at == runtime.now()
    assert admin.get(f"{PAGE}/{client_id}/retirer").status_code == 404


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(admin: FlaskClient):
    answer = admin.post(PAGE, data={"name": "", "scopes": ["complaints:personal"]})
    assert answer.status_code == 422
    assert "il faut aussi lire les plaintes" in words(answer.text)
    assert 'value="complaints:personal" checked' in answer.text


def test_nobody_reaches_the_clients_of_another_agency(
    app: Flask, runtime: Runtime, admin: FlaskClient
):
    stranger = signed_in(app, runtime, "a@eaux.example", Role.ADMINISTRATOR, "water", None)
    admin.post(PAGE, data=FORM)
    [client] = runtime.read(PORTAL, clients_of, "parks")
    assert stranger.get(PAGE).status_code == 403
    there = "/fr/reglages/water/acces"
    assert stranger.post(f"{there}/{client.client_id}/retirer").status_code == 404
    assert "Registre" not in stranger.get(there).text
