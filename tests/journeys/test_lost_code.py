"""Somebody lost the code of a complaint, and of a draft on another device; script is off."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.complaints.cases import history_holds, kinds, outbox_rows
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, FOLLOW, followed, link_in, to, work
from tests.support import FixedClock, RecordingMailer, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
WORDS = {
    "fr": {
        "lost": "Recevoir un lien ou une lettre",
        "ask": "Envoyer ma demande",
        "asked": "Votre demande est reçue",
        "open": "Ouvrir ma plainte",
        "opened": "Votre plainte est ouverte",
        "offer": "Obtenir un nouveau code",
        "note": "Notez-le maintenant",
        "spent": "Ce lien ne sert plus",
        "again": "Demander un autre lien",
        "renewed": "Le code d’avant ne l’ouvre plus",
        "told": "Page de suivi ouverte par un lien ou un code à usage unique",
        "page": "Numéro de plainte",
    },
    "en": {
        "lost": "Get a link or a letter",
        "ask": "Send my request",
        "asked": "Your request was received",
        "open": "Open my complaint",
        "opened": "Your complaint is open",
        "offer": "Get a new code",
        "note": "Write it down now",
        "spent": "This link no longer works",
        "again": "Ask for another link",
        "renewed": "The previous code no longer opens",
        "told": "Follow-up page opened by a link or a one-time code",
        "page": "Complaint number",
    },
}
DRAFT = {
    "fr": {
        "page": "/fr/plainte",
        "later": "Enregistrer et finir plus tard",
        "send": "M’envoyer un lien",
        "open": "Reprendre ce brouillon",
        "resume": "/fr/reprendre",
        "again": "Recevoir un lien",
        "spent": "Ce lien ne sert plus",
        "asked": "Votre demande est reçue",
    },
    "en": {
        "page": "/en/complaint",
        "later": "Save and finish later",
        "send": "Send me a link",
        "open": "Resume this draft",
        "resume": "/en/resume",
        "again": "Get a link",
        "spent": "This link no longer works",
        "asked": "Your request was received",
    },
}
HOME = "12, rue des Érables\nVille-Exemple (Québec) H0H 0H0"
STORY = "Le sentier du lac est fermé depuis un mois."


def press(browser: Browser, words: str) -> Browser:
    """Press a button that is a link."""
    found = re.search(
        rf'<a class="c-btn[^"]*" href="([^"]+)">{re.escape(words)}', browser.page.text
    )
    assert found, words
    return browser.open(unescape(found[1]))


def gone(browser: Browser, path: str) -> str:
    """Open an address that opens nothing any more."""
    browser.page = browser._client.get(path)
    assert browser.page.status_code == 410
    return browser.text


@BOTH
def test_somebody_who_lost_the_code_opens_the_complaint_and_gets_a_new_one(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    said = WORDS[language]
    receipt = file(runtime, reply_language=language)
    browser = press(Browser(app).open(f"{FOLLOW[language]}?numero={receipt.number}"), said["lost"])
    browser.send(said["ask"], moyen="email", courriel=CITIZEN)
    assert said["asked"] in browser.text
    work(runtime, clock)
    link = link_in(to(mailbox, CITIZEN)[-1])

    there = Browser(app).open(link).send(said["open"])
    assert said["opened"] in there.text
    assert "/lien/" not in there.path
    assert "/link/" not in there.path
    assert said["told"] in there.text
    press(there, said["offer"]).send(said["offer"])
    assert said["note"] in there.text
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", there.text)
    assert code
    work(runtime, clock)
    told = to(mailbox, CITIZEN)[-1]
    assert said["renewed"] in " ".join(told.split())
    assert code[0] not in told

    assert said["told"] in followed(app, language, receipt.number, code[0]).text
    refused = Browser(app).open(FOLLOW[language])
    refused.corrected("", numero=receipt.number, code=receipt.code)
    assert said["spent"] in gone(Browser(app), link)
    assert kinds(runtime, receipt.number)[-3:] == ["link_sent", "link_used", "code_renewed"]
    assert history_holds(runtime)


@BOTH
def test_somebody_without_email_gets_a_letter_with_a_code(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    said = WORDS[language]
    number = file(runtime, reply_language=language, reply_by="post", email="", address=HOME).number
    browser = press(Browser(app).open(f"{FOLLOW[language]}?numero={number}"), said["lost"])
    browser.send(said["ask"], moyen="post", **{"code-postal": "h0h0h0"})
    assert said["asked"] in browser.text
    work(runtime, clock)
    code = outbox_rows(runtime)[-1].sealed["key"]
    there = Browser(app).open(FOLLOW[language]).send("", numero=number, code=code)
    assert said["told"] in there.text
    press(there, said["offer"]).send(said["offer"])
    assert said["note"] in there.text


@BOTH
def test_a_complaint_that_was_interrupted_is_resumed_on_another_device(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    said = DRAFT[language]
    here = Browser(app).open(f"/{language}/").send("", mots=STORY)
    choose = {"fr": "organisme", "en": "agency"}[language]
    draft = here.path.split("/")[3]
    here.open(f"{said['page']}/{draft}/{choose}")
    here._client.post(here.path, data={"organisme": "parks", "categorie": "trail"})
    story = {"fr": "recit", "en": "story"}[language]
    here.open(f"{said['page']}/{draft}/{story}")
    here.send(said["later"], recit=STORY)
    here.send(said["send"], courriel="odile@exemple.org")
    assert "odile@exemple.org" in here.text
    work(runtime, clock)
    first = link_in(to(mailbox, "odile@exemple.org")[-1])

    there = press(Browser(app).open(said["resume"]), said["again"])
    clock.moment = clock.moment.replace(minute=40)
    there.send(said["send"], courriel="odile@exemple.org")
    assert said["asked"] in there.text
    work(runtime, clock)
    second = link_in(to(mailbox, "odile@exemple.org")[-1])
    assert said["spent"] in gone(there, first)
    there.open(second).send(said["open"])
    assert "/reprendre/" not in there.path
    assert "/resume/" not in there.path
    assert STORY in there.open(f"{said['page']}/{draft}/{story}").text
    assert said["spent"] in gone(there, second)
