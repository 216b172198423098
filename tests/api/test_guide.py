"""The API is described for programs and for people, in both languages, from one source."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from portal.api.application import operations_of
from portal.api.mounted import MOUNTED
from tests.pages.office.people import words


def test_programs_read_it_in_the_language_they_ask_for(client: FlaskClient):
    french, english = (
        client.get("/api/v1/openapi.json", headers={"Accept-Language": language})
        for language in ("fr", "en")
    )
    assert french.json["openapi"].startswith("3.1")
    operation = english.json["paths"]["/api/v1/complaints"]["post"]
    assert operation["summary"] == "File a complaint with the agency"
    assert operation["security"] == [{"oauth": ["complaints:file"]}]
    assert french.json["paths"]["/api/v1/complaints"]["post"]["summary"].startswith("Déposer")
    assert "application/problem+json" in operation["responses"]["422"]["content"]


def test_all_of_it_is_in_the_language_that_is_asked_for(client: FlaskClient):
    asked = {"Accept-Language": "en"}
    document = client.get("/api/v1/openapi.json", headers=asked).json
    flows = document["components"]["securitySchemes"]["oauth"]["flows"]
    scopes = flows["clientCredentials"]["scopes"]
    assert scopes["complaints:file"] == "File complaints"
    page = words(client.get("/en/api").text)
    assert "File complaints" in page
    assert "Déposer" not in page
    told = [one for methods in document["paths"].values() for one in methods.values()]
    assert all(one.get("description", "-").strip() for one in told)
    # What a line is, and that a transfer needs two scopes, is told to people too.
    lines = re.search(r'id="file_lines".*?</details>', client.get("/en/api").text, re.DOTALL)
    assert lines is not None
    assert "<code>key</code>" in lines[0]
    assert "<code>complaint</code>" in lines[0]
    transfer = document["paths"]["/api/v1/complaints/{number}/transfer"]["post"]
    assert transfer["security"] == [{"oauth": ["complaints:transfer", "complaints:personal"]}]


def test_people_read_every_operation_without_a_script(app: Flask, client: FlaskClient):
    for address, title in (
        ("/fr/api", "API pour les systèmes"),
        ("/en/api", "API for the systems"),
    ):
        page = client.get(address).text
        assert title in words(page)
        shown = set(re.findall(r'<details class="c-define" id="([^"]+)"', page))
        assert shown == {*operations_of(app.extensions[MOUNTED].api)}
        assert '<script src="http' not in page
