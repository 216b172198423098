"""Complaints made for somebody else, as tests begin with them."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling.filing import Receipt
from portal.domain.actor import PORTAL
from portal.features.representatives.actions_ending import Reached, invite
from portal.features.representatives.records import RepresentationRecord
from portal.features.representatives.rules import Representation
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import act
from tests.pages.citizen.journeys import REPLY, at, to_reply
from tests.support import FixedClock, RecordingMailer, file, officer
from tests.support.letters import text_of

MOTHER = "rita@exemple.org"
"""The address of the person for whom the complaint is made."""
SON = "m.gagnon@exemple.org"
"""The address of whoever makes it."""


FOR_MOTHER = {**REPLY, "qui": "other", "nom-autre": "Rita Gagnon", "accord": "yes"}
SAID = {"qualite": "mandate", "role": "whole", "jusqua": "end", "preuve": "none"}
SAID |= {"preuve-raison": "another", "preuve-mots": "Le notaire est absent."}


REACHED = Reached(MOTHER, "", "Rappelée au numéro du dossier.")
"""How she is reached, once somebody of the agency verified it."""


def verified(runtime: Runtime, number: str) -> None:
    """Let somebody of the agency verify how she is reached, who gets a code by it."""
    act(runtime, number, invite, officer(), reached=REACHED)


def said(**otherwise: object) -> Representation:
    """Return what somebody says who complains for his mother, until the complaint ends."""
    ordinary: dict[str, object] = {
        "represents_as": "mandate",
        "represents_for": "whole",
        "represents_until": "end",
        "represents_proof": "none",
        "represents_why": "coming",
        "represented_email": MOTHER,
    }
    return Representation(**{**ordinary, **otherwise})  # type: ignore[arg-type]


def until(day: int, month: int, year: int) -> dict[str, object]:
    """Return what is said of a last day."""
    typed = tuple(str(part) for part in (day, month, year))
    return {"represents_until": "day", "represents_until_day": typed}


def filed_for(runtime: Runtime, category: str | None = None, **otherwise: object) -> Receipt:
    """File a complaint for his mother, and what is said of that otherwise."""
    person = {"filed_for": "other", "other_name": "Rita Gagnon", "agreement": "yes"}
    return file(runtime, category=category, parts=[said(**otherwise)], **person)


def said_of(runtime: Runtime) -> RepresentationRecord:
    """Return what was said of the one representation there is."""
    with runtime.reading(PORTAL) as session:
        return session.scalars(select(RepresentationRecord)).one()


def asked(client: FlaskClient) -> str:
    """Go as far as the page that asks who files for another person."""
    draft = to_reply(client)
    response = client.post(at(draft, "reponse"), data=FOR_MOTHER)
    assert response.location == at(draft, "representation")
    return draft


def opened(app: Flask, number: str, code: str) -> FlaskClient:
    """Return a browser in which a complaint was opened, or tried, by its number and a code."""
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": number, "code": code})
    return client


def worked(runtime: Runtime, clock: FixedClock) -> None:
    """Let the worker do everything that is due, letters included."""
    while Worker(runtime).run_once(clock.moment).more:
        pass


def codes_sent(mailbox: RecordingMailer) -> list[str]:
    """Return the codes that were sent to the mother, the oldest first."""
    sent = [text_of(letter) for letter in mailbox.sent if MOTHER in str(letter["To"])]
    return [
        code for text in sent for code in re.findall(r"\b(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}\b", text)
    ]


def code_sent(mailbox: RecordingMailer) -> str:
    """Return the newest code that was sent to the mother."""
    codes = codes_sent(mailbox)
    assert codes, mailbox.sent
    return codes[-1]


def take_over(client: FlaskClient, number: str, code: str, reading: str = "non") -> str:
    """Take a complaint over with a code, and return the new access code that is shown."""
    client.post("/fr/reprendre-ma-plainte", data={"numero": number, "code-unique": code})
    form = {"moyen": "email", "courriel": MOTHER, "lecture": reading}
    client.post("/fr/reprendre-ma-plainte/choisir", data=form)
    page = client.get("/fr/reprendre-ma-plainte/code").text
    found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", page)
    assert found is not None, page
    return found[0]
