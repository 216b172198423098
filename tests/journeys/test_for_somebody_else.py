"""Somebody complains for a parent until a day, who then takes the complaint over."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.representatives.represented import MOTHER, code_sent
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, FOLLOW, followed, office, to, work
from tests.support import FixedClock, RecordingMailer, add_user

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
WORDS = {"fr": "Le sentier est couvert de boue", "en": "The trail is covered with mud"}
FIND = {"fr": "Trouver", "en": "Find the agency"}
COMPLAIN = {"fr": "Porter plainte : Régie des parcs", "en": "Complain"}
GO_ON = {"fr": "Continuer", "en": "Continue"}
SEND = {"fr": "Envoyer ma plainte", "en": "Send my complaint"}
STEP = {
    "fr": "Vous portez plainte pour une autre personne",
    "en": "You are complaining for somebody",
}
UNTIL = {"fr": "Jusqu’au 30 novembre 2026", "en": "Until 30 November 2026"}
ACTS = {"fr": "Vous agissez pour une autre personne", "en": "You act for somebody else"}
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
IN_GENERAL = {"fr": "Répondez en termes généraux", "en": "Answer in general terms"}
ANSWER = {"fr": "repondre", "en": "answer"}
SEE = {"fr": "Voir la réponse", "en": "See the answer"}
PROOF = {"fr": "verifier-la-preuve", "en": "check-proof"}
NOTE = {"fr": "Noter la décision", "en": "Note the decision"}
REFUSED = {"fr": "Votre preuve n’est pas acceptée", "en": "Your proof is not accepted"}
OVER = {"fr": "Votre rôle est terminé", "en": "Your role is over"}
PASSED = {"fr": "La date de fin est passée.", "en": "The end date has passed."}
TAKE = {"fr": "/fr/reprendre-ma-plainte", "en": "/en/take-over-my-complaint"}
TAKE_IT = {"fr": "Reprendre ma plainte", "en": "Take over my complaint"}
HERS = {"fr": "Vous suivez maintenant votre plainte", "en": "You now follow your complaint"}
TAKEN = {"fr": "Vous avez repris votre plainte", "en": "You took your complaint over"}
WHY = "La procuration n’est pas signée."


def filed(son: Browser, language: str) -> tuple[str, str]:
    """File for a parent, without a proof, until the end of the month."""
    son.open(f"/{language}/").send(FIND[language], mots=WORDS[language])
    son.send(COMPLAIN[language]).send(GO_ON[language], recit=WORDS[language])
    son.send(GO_ON[language], **{"q-place": "Lac"})
    reply = {"qui": "other", "nom-autre": "Rita Gagnon", "accord": "yes", "nom": "Luc Gagnon"}
    son.send(GO_ON[language], moyen="email", courriel=CITIZEN, langue=language, **reply)
    assert STEP[language] in son.text
    said = {"qualite": "friend", "role": "whole", "jusqua": "day", "preuve": "none"}
    said |= {"dernier-jour-day": "30", "dernier-jour-month": "11", "dernier-jour-year": "2026"}
    son.send(GO_ON[language], **said, **{"preuve-raison": "coming", "son-courriel": MOTHER})
    assert UNTIL[language] in son.text
    son.send(SEND[language])
    assert ACTS[language] in son.text
    return found(r"20\d\d-\d{6}", son), found(r"[A-Z2-9]{4}-[A-Z2-9]{4}", son)


def found(pattern: str, browser: Browser) -> str:
    match = re.search(pattern, browser.text)
    assert match is not None, browser.text
    return match[0]


@BOTH
def test_a_son_complains_until_a_day_and_his_mother_takes_it_over(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    # Forms carry their tokens here: a page that forgets one fails.
    app.config["WTF_CSRF_ENABLED"] = True
    add_user(runtime, "claire@parcs.example")
    son = Browser(app)
    number, code = filed(son, language)

    claire, case = office(app, "claire@parcs.example"), CASE[language].format(number)
    assert IN_GENERAL[language] in claire.open(case).text
    claire.open(f"{case}/{ANSWER[language]}").send(SEE[language], body="Merci. On s’en occupe.")
    assert IN_GENERAL[language] in claire.text
    claire.open(f"{case}/{PROOF[language]}").send(NOTE[language], judged="no", reason=WHY)
    page = followed(app, language, number, code)
    assert REFUSED[language] in page.text
    assert WHY in page.text

    clock.moment = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    work(runtime, clock)
    assert any(PASSED[language] in letter for letter in to(mailbox, CITIZEN))
    shut = Browser(app).open(FOLLOW[language]).shut("", numero=number, code=code)
    assert OVER[language] in shut.text

    rita = Browser(app).open(TAKE[language])
    rita.send(GO_ON[language], numero=number, **{"code-unique": code_sent(mailbox)})
    rita.send(TAKE_IT[language], moyen="email", courriel=MOTHER, lecture="non")
    assert HERS[language] in rita.text
    new = found(r"[A-Z2-9]{4}-[A-Z2-9]{4}", rita)
    hers = followed(app, language, number, new)
    assert TAKEN[language] in hers.text
    assert history_holds(runtime)
