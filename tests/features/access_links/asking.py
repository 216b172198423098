"""Asking for a link as somebody without a code does, and the link that comes."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.domain.actor import PORTAL
from portal.domain.portal_services import Delivery, Message
from portal.features.access_links.records import AccessLinkRecord
from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from portal.worker import Worker
from tests.support import FixedClock, RecordingMailer
from tests.support.letters import text_of
from tests.support.statements import sent_by

LOST, ASKED = "/fr/suivi/code-perdu", "/fr/suivi/code-perdu/demande"
EMAIL = "m.gagnon@exemple.org"


class Texts:
    """Delivers text messages, and keeps them."""

    def __init__(self) -> None:
        self.taken: list[Message] = []

    @hookimpl
    def deliver_message(self, message: Message) -> Delivery:
        self.taken.append(message)
        return Delivery.SENT


def ask(client: FlaskClient, number: str, email: str = EMAIL, **form: str) -> TestResponse:
    """Ask for a link to a complaint."""
    said = {"numero": number, "moyen": "email", "courriel": email, **form}
    return client.post(LOST, data=said)


def run(runtime: Runtime, clock: FixedClock) -> None:
    """Let the worker answer, and letters leave."""
    while Worker(runtime).run_once(clock.moment).more:
        pass


def links_in(mailbox: RecordingMailer, part: str = "lien") -> list[str]:
    """Return the addresses of links in the letters that left, oldest first."""
    found = [
        re.findall(rf"https?://\S+?(/(?:fr|en)/{part}/\d+/\S+)", text_of(letter))
        for letter in mailbox.sent
    ]
    return [links[0] for links in found if links]


def kept(runtime: Runtime) -> list[AccessLinkRecord]:
    """Return the links to complaints that are kept."""
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(AccessLinkRecord).order_by(AccessLinkRecord.id)))


def asked_of(runtime: Runtime, do: Callable[[], object]) -> list[str]:
    """Return what is sent to the database for one request, and for no other reason.

    Whether something was put in force is asked once a second, by whichever request comes.
    """
    return [sent for sent in sent_by(runtime, do) if "agency_release" not in sent]
