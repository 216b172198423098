"""A message joins a complaint: its words as those of the person, its documents checked like all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from portal.agencies.portal_plugins import PortalPlugins
from portal.agencies.registry import Registry
from portal.complaints.handling import documents, following
from portal.complaints.handling.documents import DocumentRefusedError, SentAlreadyError
from portal.complaints.handling.filing import Receipt
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, complaint_by_number
from portal.config import Config
from portal.domain.actor import Actor, complainant
from portal.domain.errors import UnknownComplaintError
from portal.domain.number import read_any_number
from portal.features.incoming_mail.queries import kept
from portal.features.incoming_mail.rules import Match, State
from portal.gateways.file_store import FileStore
from portal.gateways.incoming_mail import Attached, ReadMessage
from portal.keyring import Keyring

_NUMBER = re.compile(r"\b20\d\d[-‐‑–—. \u00a0]?\d{6,9}\b")
_MOST_NUMBERS, _MOST_KEPT = 3, 200_000


class Running(Protocol):
    """A running portal, as far as what comes in needs it."""

    config: Config
    keyring: Keyring
    agencies: Registry
    files: FileStore
    plugins: PortalPlugins

    def reading(self, actor: Actor) -> Any:
        """Open a session that only looks."""

    def transaction(self, actor: Actor = ...) -> Any:
        """Open a session to change something."""

    def change(self, actor: Actor, number: str, act: Any) -> Any:
        """Do something with a complaint, under its lock."""


def numbers_in(subject: str) -> Iterator[str]:
    """Return the numbers of complaints that a subject has."""
    for written in _NUMBER.findall(subject)[:_MOST_NUMBERS]:
        number = read_any_number(written)
        if number is not None:
            yield number


def content_of(message: ReadMessage) -> dict[str, Any]:
    """Return what is kept of a message beside its original, to be listed and read."""
    return {
        "sender": message.sender,
        "name": message.sender_name,
        "subject": message.subject,
        "text": message.text[:_MOST_KEPT],
        "whole": message.whole[:_MOST_KEPT] if message.whole != message.text else "",
        "documents": [one.name for one in message.documents],
        "unopened": list(message.unopened),
        "refused": [],
    }


def add_to_complaint(
    office: Running, match: Match, email_id: int, message: ReadMessage
) -> dict[str, Any]:
    """Add a message to a complaint in the name of its person; return what is kept of it.

    Done twice it is added once, wherever the machine stopped in between: its mark is its own.
    """
    actor = complainant(match.complaint_id)
    if message.text:

        def write(work: Work, complaint: ComplaintRecord) -> None:
            following.write_message(work, complaint, message.text, f"e-mail {email_id}")

        office.change(actor, match.number, write)
    refused = [
        [one.name, reason]
        for one in message.documents
        if (reason := _take(office, actor, match.number, one)) is not None
    ]
    return {**content_of(message), "refused": refused}


def _take(office: Running, actor: Actor, number: str, attached: Attached) -> str | None:
    """Give a document to a complaint; return why it is refused, None where it is kept."""
    limits = office.agencies.portal.attachments
    try:
        checked = documents.checked_document(
            attached.name, attached.content, limits, office.plugins.verdict
        )
    except DocumentRefusedError as error:
        return error.reason.value
    key = office.files.put(checked.content)
    stored = documents.StoredDocument.of(checked, key)

    def add(work: Work, complaint: ComplaintRecord) -> None:
        documents.add_to_complaint(work, complaint, stored, limits)

    try:
        office.change(actor, number, add)
    except SentAlreadyError:
        office.files.remove(key)
    except DocumentRefusedError as error:
        office.files.remove(key)
        return error.reason.value
    except BaseException:
        office.files.remove(key)
        raise
    return None


def note_complaint(session: Session, email_id: int, receipt: Any, now: datetime) -> None:
    """Note that an e-mail became the complaint of a receipt."""
    row = kept(session, email_id, held=True)
    if row is None or row.state != State.TO_SORT.value or not receipt:
        return
    try:
        complaint = complaint_by_number(session, Receipt.read(receipt).number)
    except UnknownComplaintError:
        return
    row.state, row.complaint_id, row.sorted_at = State.COMPLAINT.value, complaint.id, now
