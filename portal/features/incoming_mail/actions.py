"""Intake: an e-mail is kept and committed first, and only then is anything made of it.

Whoever brings it is told that it is here after the commit. If the machine stops before, the mail
server has it still and brings it again; if it stops after, the worker goes on where it was. What
comes again is known by what it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.config import Config
from portal.domain.actor import PORTAL, Actor
from portal.features.incoming_mail import actions_added as adding
from portal.features.incoming_mail import actions_reports as reports
from portal.features.incoming_mail.queries import (
    entries_sent,
    kept,
    kept_ids,
    known,
    match_by_number,
    match_by_sender,
)
from portal.features.incoming_mail.records import IncomingEmailRecord
from portal.features.incoming_mail.rules import Match, Place, State, Why, place_of
from portal.gateways.file_store import FileStore
from portal.gateways.incoming_mail import LARGEST, MailKind, ReadMessage
from portal.gateways.incoming_mail.addresses import Addressed, addressed_to
from portal.gateways.incoming_mail.reading import read_message
from portal.gateways.incoming_mail.sameness import digest_of
from portal.jobs import Job, each_run
from portal.jobs import Place as When
from portal.keyring import Keyring

log = structlog.get_logger()

AT_ONCE = 50
_TRIES = 5
_PURPOSE = "incoming e-mail"


class TooLargeError(Exception):
    """A message is larger than one may be."""


class NotOursError(Exception):
    """No address of a message is one at which mail comes in here."""


class Office(Protocol):
    """What intake takes of a running portal."""

    config: Config
    keyring: Keyring
    agencies: Registry
    files: FileStore

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that only looks."""

    def transaction(self, actor: Actor = PORTAL) -> AbstractContextManager[Session]:
        """Open a session to change something."""


@dataclass(frozen=True, slots=True)
class _Recipient:
    """One address of a message, and the digest by which it is known for that one."""

    address: str
    agency: str
    digest: str


def keep_message(office: Office, raw: bytes, recipients: Iterable[str], now: datetime) -> int:
    """Keep a message for each of its recipients, sealed, and commit it; return how many were new.

    Raise TooLargeError, or NotOursError where no recipient is an address of the portal.
    """
    if len(raw) > LARGEST:
        raise TooLargeError
    said = digest_of(raw)
    found = {one.digest: one for one in _recipients(office, said, recipients)}
    if not found:
        raise NotOursError
    with office.reading(PORTAL) as session:
        new = [one for one in found.values() if one.digest not in known(session, list(found))]
    return sum(_keep(office, raw, one, now) for one in new)


def _recipients(office: Office, said: str, recipients: Iterable[str]) -> Iterable[_Recipient]:
    for address in recipients:
        agency = agency_of(office, address)
        if agency is not None:
            digest = office.keyring.hashed(f"{said} {address.strip().lower()}", _PURPOSE)
            yield _Recipient(address.strip(), agency, digest)


def agency_of(office: Office, address: str) -> str | None:
    """Return the agency that an address is of, empty for that of a complaint; None if not ours.

    What is addressed to nobody who is known goes to the intake desk.
    """
    inbox = office.config.inbox
    addressed = addressed_to(inbox, address, office.keyring) if inbox else None
    if addressed is None:
        return None
    if addressed.number is not None:
        return ""
    codes = {agency.code for agency in office.agencies}
    return addressed.agency if addressed.agency in codes else office.agencies.intake_desk.code


def _keep(office: Office, raw: bytes, recipient: _Recipient, now: datetime) -> int:
    key = office.files.put(raw)
    try:
        with office.transaction(PORTAL) as session:
            session.add(
                IncomingEmailRecord(
                    digest=recipient.digest,
                    agency=recipient.agency,
                    received_at=now,
                    state=State.KEPT.value,
                    recipient=recipient.address,
                    file_key=key,
                    size=len(raw),
                )
            )
    except IntegrityError:
        # The same message came at the same moment by another connection: that one keeps it.
        office.files.remove(key)
        return 0
    except BaseException:
        office.files.remove(key)
        raise
    return 1


def work_kept(office: adding.Running, now: datetime) -> int:
    """Make of the e-mails that were kept what they are; return how many were looked at."""
    with office.reading(PORTAL) as session:
        waiting = kept_ids(session, AT_ONCE)
    for email_id in waiting:
        try:
            _work(office, email_id, now)
        except Exception:
            log.exception("e-mail not worked", email=email_id)
            _note_failure(office, email_id)
    _note_written_down(office, now)
    return len(waiting)


def _work(office: adding.Running, email_id: int, now: datetime) -> None:
    with office.reading(PORTAL) as session:
        row = kept(session, email_id)
        if row is None or row.state != State.KEPT.value:
            return
        address, agency, file_key = row.recipient, row.agency, row.file_key
    message = read_message(office.files.get(file_key))
    with office.reading(PORTAL) as session:
        addressed = addressed_to(office.config.inbox, address, office.keyring) or Addressed()
        match = _match(session, office, message, addressed, agency, now)
    place, content = place_of(message, match), adding.content_of(message)
    if message.kind is MailKind.BOUNCE:
        place, agency = reports.note_failing(office, message, place, agency, now)
    if place.state is State.ADDED and place.match is not None:
        content = adding.add_to_complaint(office, place.match, email_id, message)
    own = place.match.agency if place.match is not None else agency
    _settle(office, email_id, place, own or office.agencies.intake_desk.code, message, content)


def _match(
    session: Session,
    office: Office,
    message: ReadMessage,
    addressed: Addressed,
    agency: str,
    now: datetime,
) -> Match | None:
    """Return the complaint that a message may be about; of another agency none is ever named."""
    who = office.keyring.hashed(message.sender, "email") if message.sender else None
    if addressed.number is not None:
        return match_by_number(session, addressed.number, who, now, by_token=True)
    for number in adding.numbers_in(message.subject):
        match = match_by_number(session, number, who, now, by_token=False)
        if match is not None and match.agency == agency:
            return match
    return match_by_sender(session, agency, who) if who else None


def _settle(
    office: Office,
    email_id: int,
    place: Place,
    agency: str,
    message: ReadMessage,
    content: dict[str, Any],
) -> None:
    """Write where a message is now, unless another worker did."""
    with office.transaction(PORTAL) as session:
        row = kept(session, email_id, held=True)
        if row is None or row.state != State.KEPT.value:
            return
        row.state, row.why, row.kind = place.state.value, place.why.value, message.kind.value
        row.agency, row.content = agency, content
        row.complaint_id = place.match.complaint_id if place.match is not None else None


def _note_failure(office: Office, email_id: int) -> None:
    """Count that a message could not be worked; one that never can be is set before somebody."""
    with office.transaction(PORTAL) as session:
        row = kept(session, email_id, held=True)
        if row is None or row.state != State.KEPT.value:
            return
        row.attempts += 1
        if row.attempts >= _TRIES:
            row.state, row.why = State.TO_SORT.value, Why.UNREAD.value
            row.kind = MailKind.MESSAGE.value
            row.agency = row.agency or office.agencies.intake_desk.code


def _note_written_down(office: adding.Running, now: datetime) -> None:
    """See which e-mails somebody has meanwhile written down as complaints."""
    with office.reading(PORTAL) as session:
        sent = entries_sent(session, AT_ONCE)
    for email_id, receipt in sent:
        with office.transaction(PORTAL) as session:
            adding.note_complaint(session, email_id, receipt, now)


JOB: Job[Any] = Job(
    "work incoming e-mail",
    When.BEFORE_CLOCKS,
    each_run(work_kept),
    counted="emails",
    at_once=AT_ONCE,
)
