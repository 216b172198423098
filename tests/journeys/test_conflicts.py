"""A complaint names the officer who has it: closed to them, one level up, and opened again."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.journeys.browser import Browser
from tests.journeys.steps import followed, office, to, work
from tests.support import FixedClock, RecordingMailer, file

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
CASE = {"fr": "/fr/gestion/parks/plaintes/{}", "en": "/en/office/parks/complaints/{}"}
LIST = {"fr": "/fr/gestion/parks/file?vue=equipe", "en": "/en/office/parks/list?vue=equipe"}
SEND = {"fr": "Envoyer mon message", "en": "Send my message"}
CLOSED = {"fr": "Cette plainte vous est fermée", "en": "This complaint is closed to you"}
SEE = {
    "fr": "À la personne qui dirige le service des plaintes : Zoé Chef.",
    "en": "The head of the complaints service: Zoé Chef.",
}
LET_BACK = {"fr": "lever", "en": "let-back"}
OPEN = {
    "fr": "Rouvrir la plainte à cette personne",
    "en": "Open the complaint to this person again",
}
FOUND = {"fr": "Luc Côté Nom trouvé dans la plainte", "en": "Luc Côté Name found in the complaint"}
BACK = {"fr": "me-retirer", "en": "step-back"}
STEP_BACK = {"fr": "Me retirer de cette plainte", "en": "Step back from this complaint"}
KEEP_OUT = {"fr": "tenir-a-l-ecart", "en": "keep-out"}
KEEP = {"fr": "Tenir cette personne à l’écart", "en": "Keep this person out"}
TOLD = {"fr": "prevenue", "en": "told"}
NOTE = {"fr": "Noter qu’elle est prévenue", "en": "Note that they were told"}
HIGHER = {"fr": "Directrice", "en": "Director"}


def staffed(runtime: Runtime) -> None:
    somebody(runtime, "Luc Côté")
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    somebody(runtime, "Dora Dion", Role.MANAGER, "director")


@BOTH
def test_the_officer_who_is_named_sees_nothing_until_the_head_opens_it_again(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    staffed(runtime)
    receipt = file(runtime, reply_language=language)
    case = CASE[language].format(receipt.number)
    luc, zoe = office(app, "luc.cote@exemple.org"), office(app, "zoe.chef@exemple.org")
    assert receipt.number in luc.open(LIST[language]).text
    citizen = followed(app, language, receipt.number, receipt.code)
    write(citizen, language, "Luc Côté a crié après moi.")
    assert receipt.number not in luc.open(LIST[language]).text
    nowhere = closed_page(luc, case, 404)
    assert nowhere == closed_page(luc, CASE[language].format("2026-999999"), 404)
    work(runtime, clock)
    tell(zoe, case, language)
    closed = closed_page(luc, case)
    assert CLOSED[language] in closed
    assert SEE[language] in closed
    assert "crié" not in closed
    assert any(receipt.number in one for one in to(mailbox, "zoe.chef@exemple.org"))
    assert any(receipt.number in one for one in to(mailbox, "dora.dion@exemple.org"))
    assert complaint(runtime, receipt.number).level == 2
    assert HIGHER[language] in followed(app, language, receipt.number, receipt.code).text

    assert FOUND[language] in zoe.open(case).text
    zoe.open(f"{case}/{LET_BACK[language]}").send(
        OPEN[language], reason="Un homonyme.", concerned=person(zoe)
    )
    assert "Un homonyme." in zoe.text
    assert "crié" in luc.open(case).text
    assert history_holds(runtime)


@BOTH
def test_one_steps_back_and_one_is_kept_out_by_a_colleague(
    app: Flask, runtime: Runtime, language: str
):
    staffed(runtime)
    somebody(runtime, "Anne Roy")
    number = file(runtime).number
    case = CASE[language].format(number)
    luc, anne = office(app, "luc.cote@exemple.org"), office(app, "anne.roy@exemple.org")
    luc.open(f"{case}/{BACK[language]}").send(STEP_BACK[language])
    assert number not in luc.text
    assert CLOSED[language] in closed_page(luc, case)
    somebody(runtime, "Paul Hus")
    paul = office(app, "paul.hus@exemple.org")
    assert paul.open(case)
    anne.open(f"{case}/{KEEP_OUT[language]}")
    anne.send(KEEP[language], concerned=person(anne, "Paul Hus"))
    assert "Paul Hus" in anne.text
    closed_page(paul, case, 404)
    zoe = office(app, "zoe.chef@exemple.org")
    tell(zoe, case, language, "Paul Hus")
    assert CLOSED[language] in closed_page(paul, case)


def tell(head: Browser, case: str, language: str, name: str = "Luc Côté") -> None:
    """Let the head note that somebody was told that a complaint concerns them."""
    head.open(f"{case}/{TOLD[language]}")
    head.send(NOTE[language], concerned=person(head, name))


def closed_page(browser: Browser, path: str, status: int = 403) -> str:
    """Return the words of the page that comes instead of a complaint which does not open."""
    with pytest.raises(AssertionError):
        browser.open(path)
    assert browser.page.status_code == status
    return browser.text


def write(citizen: Browser, language: str, body: str) -> None:
    citizen.open(f"{citizen.path}/message").send(SEND[language], message=body)


def person(browser: Browser, name: str = "Luc Côté") -> str:
    """Return the value of somebody in the list of people of a page."""
    found = re.search(rf'<option value="(\d+)"[^>]*>{name}', browser.page.text)
    assert found is not None
    return found[1]
