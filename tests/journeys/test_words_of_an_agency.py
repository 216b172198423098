"""An agency writes its own words; they reach whoever complains, and officers begin from them."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import messages
from tests.journeys.browser import Browser
from tests.support import PASSWORD, FixedClock, RecordingMailer, add_user
from tests.support.letters import text_of

REMINDER = {
    "name_fr": "Saison des boues",
    "name_en": "Mud season",
    "text_fr": "Les sentiers sont boueux au printemps.\n\nNous répondons le {answer_day}.",
    "text_en": "Trails are muddy in spring.\n\nWe answer by {answer_day}.",
}
MODEL = {
    "name_fr": "Sentier rouvert",
    "name_en": "Trail open again",
    "text_fr": "Plainte {number} : le sentier est rouvert.",
    "text_en": "Complaint {number}: the trail is open again.",
}


@pytest.fixture
def agency(app: Flask, runtime: Runtime) -> Browser:
    """An administrator of the parks board who has signed in, in a portal that checks tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    return _signed_in(app, runtime, "admin@parks.example", Role.ADMINISTRATOR, None)


def test_the_agency_s_words_reach_each_citizen_in_their_language(
    agency: Browser,
    app: Flask,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
):
    agency.open("/fr/reglages/parks/modeles/+?pour=acknowledgement")
    agency.send("Enregistrer", use="acknowledgement", categories="trail", **REMINDER)
    agency.open("/en/settings/parks/letters/+?pour=answer").send("Save", use="answer", **MODEL)
    agency.open("/fr/reglages/parks/publication").send("Publier")
    runtime.take_up_changes()

    number = _filed_in_english(Browser(app))
    Worker(runtime).run_once(clock.moment)
    letter = text_of(mailbox.sent[0])
    assert "\n\nTrails are muddy in spring.\n\nWe answer by 22\xa0December\xa02026" in letter
    assert "Les sentiers sont boueux" not in letter

    officer = _signed_in(app, runtime, "claire@parcs.example", Role.OFFICER, "office")
    officer.open(f"/fr/gestion/parks/plaintes/{number}/repondre")
    officer.send("Insérer", model="sentier_rouvert", body="Dear hiker,")
    assert messages(runtime, number) == []
    officer.send("Voir la réponse")
    assert f"Dear hiker, Complaint {number}: the trail is open again." in officer.text
    officer.send("Envoyer la réponse")
    [answer] = messages(runtime, number)
    assert answer.body.startswith(f"Dear hiker,\n\nComplaint {number}: the trail")


def _filed_in_english(citizen: Browser) -> str:
    citizen.open("/en/").send("Find the agency", mots="The trail is muddy")
    citizen.send("File a complaint")
    citizen.send("Continue", recit="The trail has been closed for a month.")
    citizen.send("Continue", **{"q-place": "Lake trail"})
    reply = {"qui": "self", "nom": "Ann Reed", "moyen": "email", "langue": "en"}
    citizen.send("Continue", courriel="ann.reed@example.org", **reply)
    citizen.send("Send my complaint")
    return citizen.text.split("Complaint number")[1].split()[0]


def _signed_in(app: Flask, runtime: Runtime, email: str, role: Role, post: str | None) -> Browser:
    add_user(runtime, email, role, post=post)
    browser = Browser(app).open("/fr/connexion")
    return browser.send("Me connecter", email=email, password=PASSWORD)
