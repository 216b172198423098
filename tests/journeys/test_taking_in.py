"""A complaint that came by another way than the portal: written down, routed, and followed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, last
from tests.journeys.browser import Browser
from tests.journeys.steps import followed, to, work
from tests.support import FixedClock, RecordingMailer, add_user

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
CLAIRE, ALINE, PAUL = "claire@parcs.example", "aline@guichet.example", "paul@eaux.example"
ANN = "ann.reed@exemple.org"
NEW = {"fr": "/fr/gestion/{}/nouvelle", "en": "/en/office/{}/new"}
CASE = {"fr": "/fr/gestion/{}/plaintes/{}", "en": "/en/office/{}/complaints/{}"}
LIST = {"fr": "/fr/gestion/{}/file?vue=equipe", "en": "/en/office/{}/list?vue=equipe"}
ROUTE = {"fr": "remettre", "en": "route"}
FRIDAY = date(2026, 11, 20)
WORDS = {
    "fr": {
        "first": ["Reçue le", "Reçue par", "Que s’est-il passé?"],
        "register": "Inscrire la plainte",
        "received": "Reçue le 20 novembre 2026",
        "channels": [", téléphone", ", comptoir", ", poste", ", réseau social"],
        "referred": "Orientée par un employé : Sentiers.",
        "dates": "Voir les nouvelles dates",
        "new date": "Au plus tard le 8 décembre 2026 (10 jours ouvrables)",
        "route": "Remettre la plainte",
        "water": "Service des eaux",
        "letter": "remise au bon organisme",
    },
    "en": {
        "first": ["Came in on", "Came in by", "What happened?"],
        "register": "Register the complaint",
        "received": "Received on 20 November 2026",
        "channels": [", phone", ", counter", ", mail", ", social network"],
        "referred": "Referred by an employee: Trails.",
        "dates": "See the new dates",
        "new date": "No later than 8 December 2026 (10 working days)",
        "route": "Hand over the complaint",
        "water": "Water board",
        "letter": "handed to the right agency",
    },
}
STORY = {
    "fr": "Le compteur est brisé et ma facture d’eau a doublé.",
    "en": "The meter is broken and my water bill has doubled.",
}


@BOTH
@pytest.mark.parametrize("rank", range(4), ids=["phone", "counter", "paper", "social"])
def test_whatever_the_way_one_page_takes_it_in_from_the_day_it_came(
    app: Flask, runtime: Runtime, language: str, rank: int
):
    said, channel = WORDS[language], ("phone", "counter", "post", "social")[rank]
    add_user(runtime, CLAIRE)
    claire = Browser(app).sign_in(CLAIRE, language).open(NEW[language].format("parks"))
    places = [claire.text.index(words) for words in said["first"]]
    assert places == sorted(places)
    number, code = written_down(claire, language, channel, oriente="trails")
    assert said["received"] in claire.text
    case = claire.open(CASE[language].format("parks", number)).text
    for shown in (said["received"], said["channels"][rank], said["referred"]):
        assert shown in case
    filed = complaint(runtime, number)
    assert (filed.channel, filed.received_at.date()) == (channel, FRIDAY)
    assert number in followed(app, language, number, code).text
    assert history_holds(runtime)


@BOTH
def test_the_desk_routes_what_it_took_in_and_its_complainant_follows_it(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    said = WORDS[language]
    add_user(runtime, ALINE, Role.INTAKE, "desk", None)
    add_user(runtime, PAUL, agency="water")
    aline = Browser(app).sign_in(ALINE, language).open(NEW[language].format("desk"))
    number, code = written_down(aline, language, "phone", moyen="email", courriel=ANN)
    assert complaint(runtime, number).agency == "desk"
    assert said["water"] not in followed(app, language, number, code).text

    aline.open(CASE[language].format("desk", number) + f"/{ROUTE[language]}")
    aline.send(said["dates"], receiving="water", reason="C’est une facture d’eau.")
    assert said["new date"] in aline.text
    assert complaint(runtime, number).agency == "desk"
    aline.send(said["route"])
    assert number not in aline.open(LIST[language].format("desk")).text

    paul = Browser(app).sign_in(PAUL, language).open(LIST[language].format("water"))
    assert number in paul.text
    case = paul.open(CASE[language].format("water", number)).text
    assert STORY[language] in case
    assert "C’est une facture d’eau." in case

    citizen = followed(app, language, number, code)
    assert said["water"] in citizen.text
    work(runtime, clock)
    assert any(said["letter"] in letter for letter in subjects(mailbox))
    assert any(number in letter for letter in to(mailbox, ANN))
    assert last(runtime, number, "filed").facts["channel"] == "phone"
    assert complaint(runtime, number).received_at.date() == FRIDAY
    assert history_holds(runtime)


def written_down(browser: Browser, language: str, channel: str, **more: str) -> tuple[str, str]:
    """Fill in the page for a complaint that came last Friday; return its number and its code."""
    day = {"recue-day": "20", "recue-month": "11", "recue-year": "2026"}
    told = {"canal": channel, "langue": language, "recit": STORY[language], "nom": "Ann Reed"}
    hour = {"heure": "16:05"} if channel in ("phone", "counter") else {}
    browser.send(WORDS[language]["register"], **{**told, "moyen": "none", **day, **hour, **more})
    # The subject that the portal found is looked at before it counts.
    subjects = browser.page.text.partition('id="sujet"')[2].partition("</select>")[0]
    subject = re.search(r'value="([^"]+)" selected', subjects)
    if subject:
        browser.send(WORDS[language]["register"], sujet=subject[1], **more)
    number = re.search(r"20\d\d-\d{6}", browser.text)
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", browser.text)
    assert number, browser.text
    assert code, browser.text
    return number[0], code[0]


def subjects(mailbox: RecordingMailer) -> list[str]:
    return [str(letter["Subject"]) for letter in mailbox.sent]
