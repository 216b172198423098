"""Steps that journeys have in common."""

from __future__ import annotations

import re

from flask import Flask

from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import complaint
from tests.journeys.browser import Browser
from tests.support import PASSWORD, FixedClock, RecordingMailer
from tests.support.letters import text_of

CITIZEN = "m.gagnon@exemple.org"
FOLLOW = {"fr": "/fr/suivi", "en": "/en/follow"}


def work(runtime: Runtime, clock: FixedClock) -> None:
    """Let the worker do everything that is due, letters included."""
    while Worker(runtime).run_once(clock.moment).more:
        pass


def next_date(runtime: Runtime, number: str, clock: FixedClock) -> None:
    """Let the date promised to the citizen pass."""
    due = complaint(runtime, number).due_at
    assert due is not None
    clock.moment = due
    work(runtime, clock)


def to(mailbox: RecordingMailer, address: str) -> list[str]:
    """Return the words of every letter to an address, oldest first."""
    return [
        text_of(letter) for letter in mailbox.sent if letter["To"].addresses[0].addr_spec == address
    ]


def link_in(letter: str) -> str:
    """Return the first address of a letter that opens something, without its host."""
    opens = r"(?:lien|link|(?:reprendre|resume)(?:/brouillons|/drafts)?)"
    found = re.search(rf"https?://[^/\s]+(/(?:fr|en)/{opens}/\d+/\S+)", letter)
    assert found, letter
    return found[1]


def followed(app: Flask, language: str, number: str, code: str) -> Browser:
    """Open a complaint as its complainant does, by its number and code."""
    browser = Browser(app).open(FOLLOW[language])
    return browser.send("", numero=number, code=code)


def office(app: Flask, email: str) -> Browser:
    """Open the office as somebody who signs in."""
    return Browser(app).open("/fr/connexion").send("", email=email, password=PASSWORD)
