"""A citizen asks again over HTTP: the complaint lives again to the top; somebody else reviews."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, escalations, history_holds, kinds
from tests.complaints.closed import WHY, conclude
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, followed, next_date, office, to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

AGAIN = {"fr": "reprendre", "en": "again"}
SEND = {"fr": "Envoyer ma demande", "en": "Send my request"}
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def ask(browser: Browser, language: str, way: str) -> Browser:
    browser.open(f"{browser.path}/{AGAIN[language]}")
    return browser.send(SEND[language], voie=way, raison=WHY)


@BOTH
def test_a_reopened_complaint_is_late_and_climbs_to_the_top_again(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    receipt = file(runtime, reply_language=language)
    for _ in range(2):
        next_date(runtime, receipt.number, clock)
    conclude(runtime, receipt.number)
    citizen = ask(followed(app, language, receipt.number, receipt.code), language, "reprise")
    assert WHY in citizen.text
    for _ in range(3):
        next_date(runtime, receipt.number, clock)
    assert complaint(runtime, receipt.number).holder == "president"
    assert [one.to_level for one in escalations(runtime, receipt.number)] == [2, 3, 2, 3]
    citizen = followed(app, language, receipt.number, receipt.code)
    assert {"fr": "La réponse est en retard", "en": "The answer is late"}[language] in citizen.text
    closing = next(
        one for one in to(mailbox, CITIZEN) if {"fr": "fermée", "en": "closed"}[language] in one
    )
    assert "2027" in closing
    assert history_holds(runtime)


@BOTH
def test_somebody_else_reviews_what_an_officer_answered(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    claire = add_user(runtime, "claire@parcs.example")
    add_user(runtime, "diane@parcs.example", Role.MANAGER, post="director")
    receipt = file(runtime, reply_language=language)
    answer(app, "claire@parcs.example", receipt.number, "Le sentier est ouvert.")
    citizen = followed(app, language, receipt.number, receipt.code)
    ask(citizen, language, "revision")
    work(runtime, clock)
    assert any(receipt.number in one for one in to(mailbox, "diane@parcs.example"))

    refused = office(app, "claire@parcs.example")
    refused.open(f"/fr/gestion/parks/plaintes/{receipt.number}")
    assert "vous avez déjà traité cette plainte" in refused.text
    answer(app, "diane@parcs.example", receipt.number, "Nous avons tout relu.")
    citizen = followed(app, language, receipt.number, receipt.code)
    assert "Nous avons tout relu." in citizen.text
    assert kinds(runtime, receipt.number)[-2:] == ["review_asked", "answered"]
    assert claire != complaint(runtime, receipt.number).assignee_id


def answer(app: Flask, email: str, number: str, body: str) -> None:
    browser = office(app, email)
    browser.open(f"/fr/gestion/parks/plaintes/{number}/repondre")
    browser.send("Voir la réponse", body=body).send("Envoyer")
