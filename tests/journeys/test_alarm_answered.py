"""An alarm over HTTP: raised by the worker, read by the head, answered with a recommendation."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.alarms.raised import alarms, receive_monthly, rule
from tests.features.recommendations.recommended import TITLE, recommend, team
from tests.journeys.browser import Browser
from tests.journeys.steps import work
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, add_user, file

LIST = {"fr": "/fr/gestion/parks/alertes", "en": "/en/office/parks/alarms"}
ALL = {"fr": "/fr/portrait/alertes", "en": "/en/overview/alarms"}
FIGURES = {
    "fr": "12 plaintes reçues dans le mois, contre 2 d’habitude.",
    "en": "12 complaints received in the month, against 2 usually.",
}
ACROSS = {"fr": "RDP (12, contre 2 d’habitude)", "en": "RDP (12, against 2 usually)"}
NOTE = {"fr": "Noter la réponse", "en": "Note the answer"}
WAITING = {"fr": "3 alertes attendent une réponse", "en": "3 alarms are waiting for an answer"}
FIRST_PAGE = {"fr": "/fr/portrait", "en": "/en/overview"}
COMPARED = {"fr": "juillet 2026 à octobre 2026", "en": "July 2026 to October 2026"}
CLOSED = {"fr": "Alerte fermée", "en": "Alarm closed"}
CHOICE = {
    "fr": f"1 : {TITLE} (24 novembre 2026; Attend une réponse)",
    "en": f"1: {TITLE} (24 November 2026; Awaiting a reply)",
}
TOLD = {"fr": "Écrit à :", "en": "Written to:"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_alarm_is_told_read_and_answered(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    rule(runtime)
    people = team(runtime)
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    one = recommend(runtime, file(runtime).number, people.writer)
    for agency in ("parks", "water"):
        receive_monthly(runtime, agency, usual=2, now=12)
    work(runtime, clock)
    assert [alarm.rule for alarm in alarms(runtime)] == ["rising_theme"] * 2 + ["rising_everywhere"]
    told = [str(letter["Subject"]) for letter in mailbox.sent if "Alert" in str(letter["Subject"])]
    assert len(told) == 3
    head = Browser(app).sign_in(people.head.name, language).open(LIST[language])
    assert FIGURES[language] in head.text
    analyst = Browser(app).sign_in("ana@portrait.example", language).open(FIRST_PAGE[language])
    assert WAITING[language] in analyst.text
    head.open(f"{LIST[language]}/{alarms(runtime)[0].id}")
    assert COMPARED[language] in head.text
    assert TOLD[language] in head.text
    assert CHOICE[language] in words(head.text)
    # Nothing is noted while nobody says what is done.
    head.corrected(NOTE[language], reason="L’horaire sera affiché.")
    assert "L’horaire sera affiché." in head.text
    head.send(
        NOTE[language], step="measure", recommendation=str(one), reason="L’horaire sera affiché."
    )
    assert "L’horaire sera affiché." in head.text
    head.send(NOTE[language], step="closed", reason="L’horaire est affiché.")
    assert CLOSED[language] in head.text
    analyst.open(ALL[language])
    assert ACROSS[language] in analyst.text
    analyst.open(f"{LIST[language]}/{alarms(runtime)[0].id}")
    assert "L’horaire est affiché." in analyst.text
    assert TITLE not in analyst.text
    analyst.open(f"{ALL[language]}/{alarms(runtime)[2].id}")
    analyst.send(NOTE[language], step="explained", reason="Les deux organismes en parlent.")
    assert "Les deux organismes en parlent." in analyst.text
