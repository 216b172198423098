"""Whoever does not want single-letter shortcuts turns them off, wherever they sign in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import case_path, sign_in, words
from tests.support import file

PATHS = {"fr": "/fr/preferences", "en": "/en/preferences"}
OFF = '<body class="is-staff" data-shortcuts="off">'
SAID = {
    "fr": ("Les raccourcis clavier sont désactivés.", "Les raccourcis clavier sont actifs."),
    "en": ("Keyboard shortcuts are off.", "Keyboard shortcuts are on."),
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_they_are_on_until_turned_off_and_on_again(
    claire: FlaskClient, app: Flask, runtime: Runtime, language: str
):
    path, (off, on) = PATHS[language], SAID[language]
    number = file(runtime).number
    assert OFF not in claire.get(case_path(number)).text
    assert off in words(claire.post(path, follow_redirects=True).text)
    elsewhere = app.test_client()
    sign_in(elsewhere, "claire@parcs.example")
    page = elsewhere.get(case_path(number)).text
    assert OFF in page
    assert "<kbd>r</kbd>" not in page
    assert on in words(claire.post(path, data={"raccourcis": "yes"}, follow_redirects=True).text)
    assert "<kbd>r</kbd>" in claire.get(case_path(number)).text


def test_nobody_else_is_asked(client: FlaskClient):
    assert "/fr/connexion" in client.get(PATHS["fr"]).location
