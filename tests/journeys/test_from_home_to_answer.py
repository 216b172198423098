"""A citizen and an officer, both without script, from the first word to the closing."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import complaint, history_holds
from tests.journeys.browser import Browser
from tests.support import FixedClock, RecordingMailer, add_user

OFFICER = {"email": "claire@parcs.example", "password": "correct horse battery"}


@pytest.fixture
def citizen(app: Flask) -> Browser:
    # Forms carry their tokens here: a page that forgets one fails.
    app.config["WTF_CSRF_ENABLED"] = True
    return Browser(app)


@pytest.fixture
def officer(app: Flask, runtime: Runtime) -> Browser:
    add_user(runtime, OFFICER["email"])
    return Browser(app)


def filed_in_french(citizen: Browser) -> tuple[str, str]:
    """File a complaint to the parks, from home to receipt; return its number and code."""
    citizen.open("/fr/").send("Trouver", mots="Le sentier est couvert de boue")
    citizen.send("Porter plainte : Régie des parcs")
    citizen.send("Continuer", recit="Le sentier du lac est fermé depuis un mois.")
    citizen.send("Continuer", **{"q-place": "Sentier du lac"})
    reply = {"qui": "self", "nom": "Michel Gagnon", "moyen": "email", "langue": "fr"}
    citizen.send("Continuer", courriel="m.gagnon@exemple.org", **reply)
    citizen.send("Envoyer ma plainte")
    return _found(r"20\d\d-\d{6}", citizen), _found(r"[A-Z2-9]{4}-[A-Z2-9]{4}", citizen)


def test_a_citizen_files_in_french_and_follows_the_complaint(citizen: Browser, runtime: Runtime):
    number, code = filed_in_french(citizen)
    assert "Votre plainte est envoyée" in citizen.text
    assert "22 décembre 2026" in citizen.text  # 20 working days
    citizen.open("/fr/suivi").send("Voir ma plainte", numero=number, code=code.lower())
    assert citizen.path == f"/fr/suivi/{number}"
    assert "Régie des parcs" in citizen.text
    assert complaint(runtime, number).category == "trail"


def test_an_officer_answers_and_closes_and_the_citizen_reads_it(
    citizen: Browser,
    officer: Browser,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
):
    number, code = filed_in_french(citizen)
    case = f"/fr/gestion/parks/plaintes/{number}"
    officer.open("/fr/connexion").send("Me connecter", **OFFICER)
    officer.open(f"{case}/premier-contact").send("Prendre la plainte en charge", contact="phone")
    officer.open(f"{case}/repondre").send("Voir la réponse", body="Le sentier est rouvert.")
    assert "Ombudsman des exemples" in officer.text
    officer.send("Envoyer")
    assert complaint(runtime, number).status == "answered"

    officer.open(f"{case}/fermer")
    found = {
        "finding-1": "founded",
        "remedies-1": "none",
        "reasons-1": "Le sentier est resté fermé trop longtemps.",
    }
    officer.send("Voir la lettre", **found).send("Fermer la plainte")
    assert complaint(runtime, number).status == "closed"

    citizen.open("/fr/suivi").send("Voir ma plainte", numero=number, code=code)
    assert "Le sentier est rouvert." in citizen.text
    assert "Ombudsman des exemples" in citizen.text
    Worker(runtime).run_once(clock.moment)
    assert len(mailbox.sent) == 4  # received, taken in charge, answered, closed
    assert history_holds(runtime)


def test_a_citizen_writes_in_english_to_the_water_board(citizen: Browser, runtime: Runtime):
    citizen.open("/en/").send("Find the agency", mots="My water bill is wrong")
    citizen.send("File a complaint")
    citizen.send("Continue", recit="The meter was never read.")
    reply = {"qui": "self", "nom": "Ann Reed", "moyen": "email", "langue": "en"}
    citizen.send("Continue", courriel="ann.reed@example.org", **reply)
    citizen.send("Send my complaint")
    number = _found(r"20\d\d-\d{6}", citizen)
    code = _found(r"[A-Z2-9]{4}-[A-Z2-9]{4}", citizen)
    filed = complaint(runtime, number)
    assert (filed.agency, filed.language, filed.story) == (
        "water",
        "en",
        "The meter was never read.",
    )
    citizen.open("/en/follow").send("See my complaint", numero=number, code=code)
    assert "Water board" in citizen.text
    assert not re.search(r"\b(plainte|votre|Service des eaux)\b", citizen.text)


def test_another_citizens_code_does_not_open_the_complaint(citizen: Browser, app: Flask):
    number, _ = filed_in_french(citizen)
    _, code = filed_in_french(Browser(app))
    page = app.test_client().get(f"/fr/suivi/{number}", follow_redirects=True)
    assert "Le sentier du lac" not in page.text
    stranger = Browser(app).open("/fr/suivi")
    with pytest.raises(AssertionError, match="ne vont pas ensemble"):
        stranger.send("Voir ma plainte", numero=number, code=code)


def test_an_officer_of_another_agency_does_not_find_the_complaint(
    citizen: Browser, app: Flask, runtime: Runtime
):
    number, _ = filed_in_french(citizen)
    add_user(runtime, "ann@water.example", agency="water")
    stranger = Browser(app).open("/fr/connexion")
    stranger.send("Me connecter", email="ann@water.example", password=OFFICER["password"])
    for agency in ("parks", "water"):
        with pytest.raises(AssertionError):
            stranger.open(f"/fr/gestion/{agency}/plaintes/{number}")
        assert stranger.page.status_code in (403, 404)
        assert "Gagnon" not in stranger.page.text


def _found(pattern: str, browser: Browser) -> str:
    found = re.search(pattern, browser.text)
    assert found is not None, browser.text
    return found[0]
