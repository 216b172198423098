"""Somebody who cannot read ordinary print asks for another form, and gets it or is told why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.journeys.steps import CITIZEN, followed, office, to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
TOP = {"fr": "Adaptations demandées par la personne", "en": "Accommodations that the person asked"}
LATE = {"fr": "La date prévue, le", "en": "has passed"}
ANSWER = {"fr": "adaptation", "en": "accommodation"}
READ = {"fr": "Voir ce que la personne lira", "en": "See what the person will read"}
SEND = {"fr": "Envoyer la réponse", "en": "Send the answer"}
GRANTED = {"fr": "C’est accordé.", "en": "It is granted."}
LETTER = {"fr": "L’organisme accorde ce que", "en": "The agency grants what"}
PLACE = {"fr": "adaptation-en-place", "en": "accommodation-in-place"}
NOTE = {"fr": "Noter que c’est en place", "en": "Note that it is in place"}
IN_PLACE = {"fr": "C’est en place.", "en": "It is in place."}
HOW = "Une copie en braille part par la poste."


@BOTH
def test_a_need_is_answered_put_in_place_and_never_waits_in_silence(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "zoe@parcs.example", Role.HEAD, post=None)
    receipt = file(runtime, needs=("braille",), reply_language=language)
    claire = office(app, "claire@parcs.example")
    case = CASE[language].format(receipt.number)
    assert TOP[language] in claire.open(case).text
    clock.moment += timedelta(days=10)
    work(runtime, clock)
    clock.moment += timedelta(days=1)
    work(runtime, clock)
    assert any(receipt.number in letter for letter in to(mailbox, "zoe@parcs.example"))
    claire = office(app, "claire@parcs.example")
    assert LATE[language] in claire.open(case).text
    claire.open(f"{case}/{ANSWER[language]}")
    claire.send(READ[language], decision="grant", body=HOW, within="3")
    assert HOW in claire.text
    claire.send(SEND[language])
    work(runtime, clock)
    letters = [letter for letter in to(mailbox, CITIZEN) if LETTER[language] in letter]
    assert letters
    assert all("raille" not in letter for letter in letters)
    citizen = followed(app, language, receipt.number, receipt.code)
    assert GRANTED[language] in citizen.text
    assert HOW in citizen.text
    claire.open(f"{case}/{PLACE[language]}").send(NOTE[language])
    citizen = followed(app, language, receipt.number, receipt.code)
    assert IN_PLACE[language] in citizen.text
    assert history_holds(runtime)
