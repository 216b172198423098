"""Filing for a parent until a day, as journeys share it, and the words of its pages."""

from __future__ import annotations

import re

import pytest

from tests.features.representatives.represented import MOTHER
from tests.journeys.browser import Browser
from tests.journeys.steps import CITIZEN

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
WORDS = {"fr": "Le sentier est couvert de boue", "en": "The trail is covered with mud"}
FIND = {"fr": "Trouver", "en": "Find the agency"}
COMPLAIN = {"fr": "Porter plainte : Régie des parcs", "en": "File a complaint"}
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
TAKE_IT = {"fr": "Suivre ma plainte moi-même", "en": "Follow my complaint myself"}
HERS = {"fr": "Vous suivez maintenant votre plainte", "en": "You now follow your complaint"}
TAKEN = {
    "fr": "Vous suivez maintenant votre plainte vous-même",
    "en": "You now follow your complaint yourself",
}
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
