"""The ordinary way of a complaint through the pages, for tests to leave where they like."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.complaints.handling.filing import Receipt
from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.support import file

NUMBER = "2026-000001"
"""The number of the first complaint of a test."""

WORDS = "Le sentier est couvert de boue"
STORY = "Le sentier du lac est fermé depuis un mois.\nPersonne ne répond au téléphone."
ANSWERS = {"q-place": "Sentier du lac", "q-since-day": "1", "q-since-month": "11"}
ANSWERS |= {"q-since-year": "2026", "pour-sujet": "parks/trail"}
REPLY = {"qui": "self", "nom": "Michel Gagnon", "moyen": "email", "langue": "fr"}
REPLY |= {"courriel": "m.gagnon@exemple.org"}


def begin(client: FlaskClient, **form: str) -> str:
    """Type the first words and return the draft that they begin."""
    response = client.post("/fr/plainte", data=form or {"mots": WORDS})
    assert response.status_code == 303
    return response.location.split("/")[3]


def at(draft: str, page: str) -> str:
    """Return the address of one of the draft's pages."""
    return f"/fr/plainte/{draft}/{page}"


def post(client: FlaskClient, draft: str, page: str, **form: Any) -> TestResponse:
    """Send a page of the draft."""
    return client.post(at(draft, page), data=form)


def to_reply(client: FlaskClient, agency: str = "parks", category: str = "trail") -> str:
    """Go as far as the page about the reply."""
    draft = begin(client)
    post(client, draft, "organisme", organisme=agency, categorie=category)
    post(client, draft, "recit", recit=STORY)
    client.post(at(draft, "questions"), data=ANSWERS)
    return draft


def to_check(client: FlaskClient, **reply: str) -> str:
    """Go as far as the check page."""
    draft = to_reply(client)
    client.post(at(draft, "reponse"), data={**REPLY, **reply})
    return draft


def sent(client: FlaskClient, **reply: str) -> str:
    """Send an ordinary complaint and return the text of its confirmation."""
    draft = to_check(client, **reply)
    assert post(client, draft, "verifier").status_code == 303
    return client.get(at(draft, "envoyee")).text


def number_in(text: str) -> str:
    """Return the complaint number on a page."""
    match = re.search(r"20\d\d-\d{6}", text)
    assert match is not None
    return match[0]


def code_in(text: str) -> str:
    """Return the access code on the confirmation page."""
    match = re.search(r"<dd>([A-Z2-9]{4}-[A-Z2-9]{4})</dd>", text)
    assert match is not None
    return match[1]


def resume_code_of(client: FlaskClient, draft: str) -> str:
    """Return the resume code that the page of a saved draft shows."""
    text = client.get(at(draft, "enregistrer")).text
    return text.split("<dd>")[1].split("</dd>")[0]


def followed_page(app: Flask, receipt: Receipt) -> str:
    """Return what the follow-up page of a complaint says to who has its number and code."""
    client = app.test_client()
    form = {"numero": receipt.number, "code": receipt.code}
    return words(client.get(client.post("/fr/suivi", data=form).location).text)


def opened(client: FlaskClient, runtime: Runtime, **content: object) -> str:
    """File a complaint and open it with its number and code; return its address."""
    receipt = file(runtime, **content)
    form = {"numero": receipt.number, "code": receipt.code}
    return client.post("/fr/suivi", data=form).location
