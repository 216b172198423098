"""The head opens a file by own motion, reports and closes it; the top authority reads it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.own_motion.opened import FILLED
from tests.journeys.browser import Browser
from tests.journeys.steps import to, work
from tests.support import FixedClock, RecordingMailer, add_user, file

NEW = {"fr": "/fr/gestion/parks/nouvelle", "en": "/en/office/parks/new"}
REPORTS = {
    "fr": "Nous recommandons de remplacer les bancs avant le printemps.",
    "en": "We recommend that the benches be replaced before spring.",
}
WORDS = {
    "fr": {
        "to the page": "Ouvrir un dossier de sa propre initiative",
        "open": "Ouvrir le dossier",
        "take": "Prendre le dossier en charge",
        "owed": "Remettre le rapport au plus tard le 22 décembre 2026.",
        "look": "Voir le rapport avant de le remettre",
        "deliver": "Remettre le rapport",
        "close": "Fermer le dossier",
        "before": "Relire avant de confirmer",
        "over": "Rien. Le dossier est terminé.",
        "letter": ("Numéro de dossier", "Ouvrir le dossier"),
    },
    "en": {
        "to the page": "Open a file on our own initiative",
        "open": "Open the file",
        "take": "Take the file on",
        "owed": "Deliver the report by 22 December 2026.",
        "look": "See the report before delivering it",
        "deliver": "Deliver the report",
        "close": "Close the file",
        "before": "Read again before confirming",
        "over": "Nothing. The file is finished.",
        "letter": ("Numéro de dossier", "Ouvrir le dossier"),
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_file_is_opened_reported_and_closed_and_nobody_outside_hears_of_it(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    say, report = WORDS[language], REPORTS[language]
    add_user(runtime, "helene@parcs.example", Role.HEAD)
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, "parks", "president")
    alike = file(runtime, reply_by="none", email="").number
    head = Browser(app).sign_in("helene@parcs.example", language).open(NEW[language])
    head.follow(say["to the page"])
    head.send(say["open"], **{**FILLED, "linked": alike})
    assert alike in head.text
    assert say["owed"] in head.text
    head.follow(say["take"]).send(say["take"])
    here = head.path
    head.send(say["look"], body=report)
    head.send(say["deliver"])
    work(runtime, clock)
    [letter] = to(mailbox, "top@parcs.example")
    assert len(mailbox.sent) == 1
    letter = letter.replace("\u00a0", " ")
    assert "ce dossier de sa propre initiative" in letter
    assert all(words in letter for words in say["letter"])
    assert not re.search(r"(?i)ouvrir la plainte|numéro de plainte|open the complaint", letter)
    top = Browser(app).sign_in("top@parcs.example", language).open(here)
    assert report in top.text
    head.follow(say["close"])
    assert not re.search(r"Irrecevable|Inadmissible|Réglée sans|Settled without", head.text)
    [issue] = set(re.findall(r'name="finding-(\d+)"', head.page.text))
    head.send(say["before"], **{f"finding-{issue}": "unfounded", f"reasons-{issue}": report})
    head.send(say["close"])
    assert say["over"] in head.text
    assert len(mailbox.sent) == 1
