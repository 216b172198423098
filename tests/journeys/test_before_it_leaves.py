"""Before an answer leaves, over HTTP in both languages: read twice, taken back, then sent once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.conftest import AGENCIES
from tests.journeys.browser import Browser
from tests.journeys.test_asking_again import followed
from tests.journeys.test_up_to_the_top import CITIZEN, to, work
from tests.services.cases import history_holds, last
from tests.services.settings.test_calendar_moves import publish
from tests.support import FixedClock, RecordingMailer, add_user, file

CLAIRE, ANNE = "claire@parcs.example", "anne@parcs.example"
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
LIST = {"fr": "/fr/gestion/parks/file?vue=a-relire", "en": "/en/office/parks/list?vue=a-relire"}
READ = {"fr": "relire", "en": "second-reading"}
WORDS = {
    "fr": {
        "preview": "Voir la réponse avant l’envoi",
        "hand": "Confier à la deuxième lecture",
        "read": "Confirmer ma lecture",
        "cancel": "Annuler l’envoi",
        "leaves": "La réponse part à 10 h 01 min 00 s.",
        "hint": "Mot du métier : Nonobstant . Plus simple : malgré",
    },
    "en": {
        "preview": "See the answer before",
        "hand": "Hand to the second reader",
        "read": "Confirm my reading",
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
    parks = (AGENCIES / "parks.yaml").read_text(encoding="utf-8")
    publish(runtime, parks + "second_reader: {answers: always}\n")
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
