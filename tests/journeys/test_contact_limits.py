"""Contact is limited for a time: proposed, decided, read by the person, reviewed, and lifted."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN, followed, office, to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
REGISTER = {"fr": "/fr/gestion/parks/limites", "en": "/en/office/parks/limits"}
LIMIT = {"fr": "limiter-les-contacts", "en": "limit-contact"}
SEE = {"fr": "Voir ce que la personne lira", "en": "See what the person will read"}
PROPOSE = {"fr": "Proposer cette limite", "en": "Propose this limit"}
DECIDE = {"fr": "decider-de-la-limite", "en": "decide-limit"}
SAVE = {"fr": "Enregistrer ma décision", "en": "Save my decision"}
WAITS = {"fr": "1 limite attend une décision", "en": "1 limit waits for a decision"}
IN_FORCE = {"fr": "1 en vigueur", "en": "1 in force"}
LIMITED = {
    "fr": "Vos échanges avec l’organisme sont limités pour un temps",
    "en": "Your contact with the agency is limited for a time",
}
UNTIL = {"fr": "24 février 2027", "en": "24 February 2027"}
ASK = {"fr": "limite", "en": "limit"}
SEND = {"fr": "Envoyer ma demande", "en": "Send my request"}
REVIEW = {"fr": "reviser-la-limite", "en": "review-limit"}
ANSWER = {"fr": "Envoyer ma décision", "en": "Send my decision"}
WRITE = {"fr": "Envoyer mon message", "en": "Send my message"}
ENDED = {"fr": "La limite de contact a pris fin", "en": "The limit on contact ended"}
FACTS = "Quarante appels en trois jours, malgré deux avis."


@BOTH
def test_a_limit_is_proposed_decided_told_reviewed_and_ended(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "zoe@parcs.example", Role.HEAD, post=None)
    add_user(runtime, "ada@parcs.example", Role.TOP_AUTHORITY, post="president")
    receipt = file(runtime, reply_language=language)
    case = CASE[language].format(receipt.number)

    claire = office(app, "claire@parcs.example")
    claire.open(f"{case}/{LIMIT[language]}")
    claire.send(SEE[language], means="weekly", facts=FACTS, lasts="3")
    assert FACTS in claire.text
    assert UNTIL[language] in claire.text
    claire.send(PROPOSE[language])
    assert LIMITED[language] not in opened(app, language, receipt).text

    zoe = office(app, "zoe@parcs.example")
    assert WAITS[language] in zoe.open(REGISTER[language]).text
    zoe.open(f"{case}/{DECIDE[language]}").send(SAVE[language], agreed="yes")
    assert IN_FORCE[language] in zoe.open(REGISTER[language]).text
    work(runtime, clock)
    told = [" ".join(one.split()) for one in to(mailbox, CITIZEN)]
    day = UNTIL[language].removesuffix(" 2027")
    assert any(day in one and FACTS not in one for one in told)

    citizen = opened(app, language, receipt)
    assert LIMITED[language] in citizen.text
    assert FACTS in citizen.text
    citizen.open(f"{citizen.path}/message").send(WRITE[language], message="Je continue d’écrire.")
    citizen.open(f"{citizen.path}/{ASK[language]}").send(SEND[language], motifs="Je suis sourde.")
    work(runtime, clock)
    assert any(receipt.number in one for one in to(mailbox, "ada@parcs.example"))

    ada = office(app, "ada@parcs.example").open(f"{case}/{REVIEW[language]}")
    assert "Je suis sourde." in ada.text
    ada.send(ANSWER[language], agreed="no", reason="Écrire vous est nécessaire.")
    citizen = opened(app, language, receipt)
    assert LIMITED[language] not in citizen.text
    assert "Écrire vous est nécessaire." in citizen.text
    assert "Je continue d’écrire." in citizen.text
    assert ENDED[language] in citizen.text
    assert history_holds(runtime)


def opened(app: Flask, language: str, receipt) -> Browser:
    return followed(app, language, receipt.number, receipt.code)
