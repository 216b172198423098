"""Before a text leaves, over HTTP in both languages: read, taken back, then sent exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.complaints.cases import complaint, due, history_holds, kinds, last
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, followed, to, work
from tests.releases.publishing import publish
from tests.support import FixedClock, RecordingMailer, add_user, file
from tests.support.agencies import PARKS_YAML

CLAIRE, ANNE = "claire@parcs.example", "anne@parcs.example"
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
LIST = {"fr": "/fr/gestion/parks/file?vue=a-relire", "en": "/en/office/parks/list?vue=a-relire"}
READ = {"fr": "relire", "en": "second-reading"}
WORDS = {
    "fr": {
        "preview": "Voir la réponse avant l’envoi",
        "hand": "Confier à la deuxième lecture",
        "read": "Confirmer ma lecture",
        "send": "Envoyer la réponse",
        "cancel": "Annuler l’envoi",
        "leaves": "La réponse part à 10 h 01 min 00 s.",
        "hint": "Mot du métier : Nonobstant . Plus simple : malgré",
    },
    "en": {
        "preview": "See the answer before",
        "hand": "Hand to the second reader",
        "read": "Confirm my reading",
        "send": "Send the answer",
        "cancel": "Cancel sending",
        "leaves": "The answer leaves at 10:01:00 a.m.",
        "hint": "Word of the trade: notwithstanding . Plainer: despite",
    },
}
BODIES = {
    "fr": ("Nonobstant la pluie, le sentier rouvre.", "Malgré la pluie, le sentier rouvre."),
    "en": ("Open notwithstanding the rain.", "The trail is open despite the rain."),
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_is_read_by_a_colleague_taken_back_and_sent_once(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    runtime.config.hold_seconds = 60
    publish(runtime, PARKS_YAML + "second_reader: {answers: always}\n")
    add_user(runtime, CLAIRE)
    add_user(runtime, ANNE)
    receipt = file(runtime, reply_language=language)
    said, (first, better) = WORDS[language], BODIES[language]
    case = CASE[language].format(receipt.number)
    claire = Browser(app).sign_in(CLAIRE, language)
    anne = Browser(app).sign_in(ANNE, language)

    claire.open(case).send(said["preview"], body=first)
    assert said["hint"] in claire.text
    claire.send(said["hand"])
    assert receipt.number in anne.open(LIST[language]).text
    anne.open(f"{case}/{READ[language]}")
    anne.send(said["read"], verdict="renvoyer", remark="Plus simple, svp.")
    work(runtime, clock)
    assert any(receipt.number in letter for letter in to(mailbox, CLAIRE))

    assert "Plus simple, svp." in claire.open(case).text
    assert first in claire.page.text
    claire.send(said["preview"], body=better).send(said["hand"])
    anne.open(f"{case}/{READ[language]}").send(said["read"], verdict="envoyer")
    assert said["leaves"] in anne.text
    anne.send(said["cancel"])
    claire.open(case).send(said["preview"], body=better).send(said["hand"])
    anne.open(f"{case}/{READ[language]}").send(said["read"], verdict="envoyer")

    clock.moment += timedelta(seconds=59)
    work(runtime, clock)
    citizen = followed(app, language, receipt.number, receipt.code)
    assert better not in citizen.text
    assert len(to(mailbox, CITIZEN)) == 1
    clock.moment += timedelta(seconds=1)
    for _ in range(2):
        work(runtime, clock)
    citizen = followed(app, language, receipt.number, receipt.code)
    assert citizen.text.count(better) == 1
    assert "Plus simple, svp." not in citizen.text
    assert len(to(mailbox, CITIZEN)) == 2
    assert last(runtime, receipt.number, "answered").facts["hints"] == 0
    assert history_holds(runtime)


MORE = {
    "fr": {
        "extend": ("prolonger", "Prolonger le délai"),
        "close": ("fermer", "Fermer la plainte"),
        "see": "Voir la lettre",
        "told": "nouvelle date, le",
        "leaves": "La décision qui prolonge le délai part à",
        "closes": "La décision qui ferme la plainte part à",
        "concluded": "votre plainte est fermée",
    },
    "en": {
        "extend": ("extend", "Extend the time"),
        "close": ("close", "Close the complaint"),
        "see": "See the letter",
        "told": "new date,",
        "leaves": "The decision to extend the time to answer leaves at",
        "closes": "The decision to close the complaint leaves at",
        "concluded": "your complaint is closed",
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_extension_keeps_its_date_and_a_closing_waits_like_an_answer(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    runtime.config.hold_seconds = 60
    add_user(runtime, CLAIRE)
    receipt = file(runtime, reply_language=language)
    number, said, more = receipt.number, WORDS[language], MORE[language]
    case = CASE[language].format(number)
    promised = due(runtime, number)
    clock.moment = promised - timedelta(seconds=30)
    work(runtime, clock)
    claire = Browser(app).sign_in(CLAIRE, language)

    path, extend = more["extend"]
    claire.open(f"{case}/{path}").send(more["see"], amount="3", reason="Le rapport tarde.")
    assert more["told"] in claire.text
    claire.send(extend)
    assert more["leaves"] in claire.text
    claire.send(said["cancel"])
    assert "Le rapport tarde.</textarea>" in claire.page.text
    claire.send(more["see"], amount="3").send(extend)
    clock.moment = promised + timedelta(seconds=15)
    work(runtime, clock)
    assert "Le rapport tarde." not in followed(app, language, number, receipt.code).text
    clock.moment = promised + timedelta(seconds=45)
    work(runtime, clock)
    assert due(runtime, number) > promised
    assert "escalated" not in kinds(runtime, number)
    assert "Le rapport tarde." in followed(app, language, number, receipt.code).text

    claire.open(case).send(said["preview"], body=BODIES[language][1]).send(said["send"])
    clock.moment += timedelta(seconds=60)
    path, close = more["close"]
    found = {"finding-1": "founded", "remedies-1": "none", "reasons-1": "Le pont était brisé."}
    claire.open(case).open(f"{case}/{path}").send(more["see"], **found)
    assert more["concluded"] in claire.text
    claire.send(close)
    assert more["closes"] in claire.text
    clock.moment += timedelta(seconds=60)
    for _ in range(2):
        work(runtime, clock)
    assert complaint(runtime, number).closed_at == clock.moment
    assert "Le pont était brisé." in followed(app, language, number, receipt.code).text
    assert sum(number in letter for letter in to(mailbox, CITIZEN)) == 4
    assert history_holds(runtime)
