"""An employee hands a leaflet out, another one sends somebody: both are counted by their unit."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker import Worker
from tests.journeys.browser import Browser
from tests.journeys.steps import office
from tests.pages.office.people import words
from tests.reporting.figures import page_of, rows
from tests.support import FixedClock, add_user

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
AGENCY = {"fr": "/fr/organismes/parks", "en": "/en/agencies/parks"}
STAFF = {"fr": "personnel", "en": "staff"}
LEAFLET = {"fr": "depliant", "en": "leaflet"}
CHOOSE = {"fr": "Choisir ce service", "en": "Choose this unit"}
COMPLAIN = {"fr": "Porter plainte : Régie des parcs", "en": "File a complaint : Parks board"}
CONTINUE = {"fr": "Continuer", "en": "Continue"}
SEND = {"fr": "Envoyer ma plainte", "en": "Send my complaint"}
NEW = {"fr": "/fr/gestion/parks/nouvelle", "en": "/en/office/parks/new"}
REGISTER = {"fr": "Inscrire la plainte", "en": "Register the complaint"}
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
TOLD = {
    "fr": "Orientée par un dépliant remis : Sentiers.",
    "en": "Referred by a leaflet that was handed out: Trails.",
}
VIEW = {language: page_of("referrals", language) for language in ("fr", "en")}
ROWS = {
    "fr": [["Sentiers", "1", "1", "2", "–", "100 %"], ["Tous les services", "1", "1", "2", "2"]],
    "en": [["Trails", "1", "1", "2", "–", "100%"], ["All units", "1", "1", "2", "2"]],
}


def handed_out(app: Flask, language: str) -> str:
    """Find the leaflet from the agency's page, choose a unit, and return its code's address."""
    employee = Browser(app).open(AGENCY[language])
    staff_page = f"{AGENCY[language]}/{STAFF[language]}"
    assert f'href="{staff_page}"' in employee.page.text
    employee.open(staff_page)
    assert f'href="{AGENCY[language]}/{LEAFLET[language]}"' in employee.page.text
    employee.open(f"{AGENCY[language]}/{LEAFLET[language]}")
    employee.send(CHOOSE[language], depliant="trails")
    found = re.search(r'role="img" aria-label="[^"]*?(http[^"]+)"', employee.page.text)
    assert found is not None
    address = urlsplit(unescape(found[1]))
    return f"{address.path}?{address.query}"


def complained(app: Flask, language: str, address: str) -> str:
    """Follow the address of a leaflet as far as a complaint; return its number."""
    citizen = Browser(app).open(address)
    citizen.send(COMPLAIN[language])
    citizen.send(CONTINUE[language], recit="Le sentier du lac est couvert de boue.")
    citizen.send(CONTINUE[language], **{"q-place": "Sentier du lac"})
    reply = {"qui": "self", "nom": "Michel Gagnon", "moyen": "none", "langue": language}
    citizen.send(CONTINUE[language], **reply)
    citizen.send(SEND[language])
    return _number(citizen)


def registered(app: Flask, language: str) -> None:
    """Write a call down of somebody whom an employee of the trails sent."""
    officer = office(app, "claire@parcs.example").open(NEW[language])
    told = {"canal": "phone", "heure": "", "recit": "Le sentier est fermé."}
    told |= {"moyen": "none", "sujet": "trail"}
    officer.send(REGISTER[language], oriente="trails", **told)
    _number(officer)


@BOTH
def test_both_ways_are_kept_with_the_complaint_and_counted_by_unit(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "vue@parcs.example", Role.HEAD, post=None)
    number = complained(app, language, handed_out(app, language))
    registered(app, language)
    officer = office(app, "claire@parcs.example").open(CASE[language].format(number))
    assert TOLD[language] in words(officer.text)
    while Worker(runtime).run_once(clock.moment).more:
        pass
    head = office(app, "vue@parcs.example").open(f"{VIEW[language]}?periode=2026-T4")
    shown = rows(head.page.text, "orientations")
    expected = ROWS[language]
    assert shown[1:3] == [expected[0], [*expected[1], expected[0][-1]]]


def _number(browser: Browser) -> str:
    found = re.search(r"20\d\d-\d{6}", browser.text)
    assert found is not None, browser.text
    return found[0]
