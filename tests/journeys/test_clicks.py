"""From the home page to the number it takes few pages, in either language, without script."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.journeys.browser import Browser
from tests.journeys.for_somebody_else import BOTH, COMPLAIN, FIND, GO_ON, SEND, WORDS
from tests.journeys.for_somebody_else import filed as filed_for_somebody_else
from tests.support import FixedClock, RecordingMailer

ORDINARY, FOR_ANOTHER = 9, 12
"""The most pages that are loaded on the way, the home page and that of the number among them."""

STORY = {
    "fr": "Le sentier du lac est fermé depuis un mois.",
    "en": "The lake trail has been closed for a month.",
}


@pytest.fixture
def citizen(app: Flask) -> Browser:
    # Forms carry their tokens here: a page that forgets one fails.
    app.config["WTF_CSRF_ENABLED"] = True
    return Browser(app)


def shows_a_number(citizen: Browser) -> bool:
    return re.search(r"20\d\d-\d{6}", citizen.text) is not None


@BOTH
def test_an_ordinary_complaint_has_its_number_within_nine_pages(citizen: Browser, language: str):
    citizen.open(f"/{language}/").send(FIND[language], mots=WORDS[language])
    citizen.send(COMPLAIN[language]).send(GO_ON[language], recit=STORY[language])
    citizen.send(GO_ON[language], **{"q-place": "Lac"})
    reply = {"qui": "self", "nom": "Michel Gagnon", "moyen": "email", "langue": language}
    citizen.send(GO_ON[language], courriel="m.gagnon@exemple.org", **reply)
    citizen.send(SEND[language])
    assert shows_a_number(citizen)
    assert citizen.loads <= ORDINARY


@BOTH
def test_one_for_somebody_else_has_its_number_within_twelve(
    citizen: Browser, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    filed_for_somebody_else(citizen, language)
    assert shows_a_number(citizen)
    assert citizen.loads <= FOR_ANOTHER


@BOTH
def test_who_is_led_to_no_agency_has_a_number_within_nine_too(citizen: Browser, language: str):
    citizen.open(f"/{language}/").send(
        {"fr": "Commencer sans choisir", "en": "Start without choosing"}[language]
    )
    citizen.send(GO_ON[language], recit=STORY[language])
    reply = {"qui": "anonymous", "moyen": "none", "langue": language}
    citizen.send(GO_ON[language], **reply).send(SEND[language])
    assert shows_a_number(citizen)
    assert citizen.loads <= ORDINARY
