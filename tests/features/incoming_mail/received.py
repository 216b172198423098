"""E-mails of the tests: to an agency or to a complaint, and what became of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.domain.actor import PORTAL
from portal.features.incoming_mail.actions import keep_message, work_kept
from portal.features.incoming_mail.records import IncomingEmailRecord
from portal.gateways.incoming_mail.addresses import agency_address, reply_address
from portal.runtime import Runtime
from tests.mail.expected import STORIES, Story
from tests.mail.writing import plain

INBOX = "plaintes@plaintes.example"
PERSON = Story("Michel Gagnon", "m.gagnon@exemple.org", "Re: ma plainte", ("Voici la date.",), "fr")
STRANGER = STORIES[0]


def open_inbox(runtime: Runtime) -> None:
    """Let mail come in."""
    runtime.config = runtime.config.model_copy(update={"inbox": INBOX})


def to_agency(agency: str = "parks") -> str:
    """Return the address of an agency."""
    return agency_address(INBOX, agency)


def to_complaint(runtime: Runtime, number: str) -> str:
    """Return the address of a complaint, as its letters say it."""
    return reply_address(INBOX, number, runtime.keyring)


def receive(runtime: Runtime, raw: bytes, recipient: str, now: datetime | None = None) -> int:
    """Take a message and make of it what it is; return how many were new."""
    new = keep_message(runtime, raw, [recipient], now or runtime.now())
    while work_kept(runtime, runtime.now()):
        pass
    return new


def emails(runtime: Runtime) -> list[IncomingEmailRecord]:
    """Return every e-mail in the order in which they came."""
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(IncomingEmailRecord).order_by(IncomingEmailRecord.id)))


def message(story: Story = PERSON, text: str | None = None, **changed: str | None) -> bytes:
    """Return a message of somebody."""
    return plain(story, text, **changed)
