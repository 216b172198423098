"""The desk of e-mails: somebody says what each is, and may take it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from portal.complaints.handling import documents
from portal.complaints.handling.documents import DocumentRefusedError
from portal.complaints.kept_drafts import DraftContent, new_draft_id
from portal.complaints.registering import keep_entry
from portal.db.engine import Database
from portal.domain.actor import Actor
from portal.domain.complaint import Channel, ReplyBy
from portal.features.incoming_mail import actions_added as adding
from portal.features.incoming_mail.queries import Email, kept
from portal.features.incoming_mail.records import IncomingEmailRecord
from portal.features.incoming_mail.rules import (
    Match,
    SortedMeanwhileError,
    State,
)
from portal.gateways.incoming_mail import Attached
from portal.gateways.incoming_mail.reading import read_message
from portal.words.small_words import language_of

LONGEST_STORY = 4000
"""How much of a text fits into the form; a longer one is a document as well."""


class Desk(adding.Running, Protocol):
    """A running portal whose staff sorts e-mails."""

    database: Database


def confirm(office: Desk, actor: Actor, email: Email, now: datetime) -> None:
    """Add an e-mail to the complaint that it is proposed for."""
    if email.complaint_id is None or email.number is None or email.state != State.TO_SORT:
        raise SortedMeanwhileError
    message = read_message(office.files.get(email.file_key))
    match = Match(email.complaint_id, email.number, email.agency, True, False, False, False)
    content = adding.add_to_complaint(office, match, email.id, message)
    with office.transaction(actor) as session:
        row = _held(session, email, (State.TO_SORT,))
        row.content = content
        _sorted(row, State.ADDED, actor, now)


def leave_aside(office: Desk, actor: Actor, email: Email, now: datetime) -> None:
    """Say that an e-mail is no complaint; it stays where it can be read and taken back."""
    with office.transaction(actor) as session:
        _sorted(_held(session, email, (State.TO_SORT,)), State.NOT_COMPLAINT, actor, now)


def take_back(office: Desk, actor: Actor, email: Email, now: datetime) -> None:
    """Put an e-mail back among those to sort."""
    with office.transaction(actor) as session:
        row = _held(session, email, (State.NOT_COMPLAINT, State.SET_ASIDE))
        _sorted(row, State.TO_SORT, actor, now)


def begin_entry(office: Desk, actor: Actor, email: Email, day: tuple[str, str, str]) -> str:
    """Begin to write a complaint down from an e-mail; return the id of what was begun.

    It is filled in as far as the e-mail says: the words, who wrote and when, and the documents. The
    e-mail waits until it is sent.
    """
    assert actor.user_id is not None, "an employee writes it down"
    entry, now = new_draft_id(), email.received_at
    with office.transaction(actor) as session:
        row = _held(session, email, (State.TO_SORT,))
        row.entry = entry
    message = read_message(office.files.get(email.file_key))
    language = language_of(message.text.lower().split(), "fr")
    keep_entry(
        office.database,
        draft_id=entry,
        user_id=actor.user_id,
        place={"agency": email.agency, "category": None, "language": language},
        content=DraftContent(
            story=message.text[:LONGEST_STORY],
            name=message.sender_name,
            email=message.sender,
            reply_by=ReplyBy.EMAIL.value if message.sender else "",
            reply_language=language,
            channel=Channel.EMAIL.value,
            received=day,
        ),
        now=now,
    )
    whole = Attached("courriel.txt", message.text.encode())
    also = (whole,) if len(message.text) > LONGEST_STORY else ()
    for attached in (*also, *message.documents):
        _attach(office, actor, entry, attached, now)
    return entry


def _attach(office: Desk, actor: Actor, entry: str, attached: Attached, now: datetime) -> None:
    """Give a document to what was begun; one that is refused stays with the e-mail."""
    limits = office.agencies.portal.attachments
    try:
        checked = documents.checked_document(
            attached.name, attached.content, limits, office.plugins.verdict
        )
        key = office.files.put(checked.content)
        stored = documents.StoredDocument.of(checked, key)
        with office.transaction(actor) as session:
            documents.add_to_draft(session, entry, stored, limits, now)
    except DocumentRefusedError:
        return


def _held(session: Session, email: Email, states: Collection[State]) -> IncomingEmailRecord:
    row = kept(session, email.id, held=True)
    if row is None or row.state not in states:
        raise SortedMeanwhileError
    return row


def _sorted(row: IncomingEmailRecord, state: State, actor: Actor, now: datetime) -> None:
    row.state, row.sorted_at, row.sorted_by = state.value, now, actor.user_id
