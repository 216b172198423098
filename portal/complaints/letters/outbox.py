"""Letters leave the outbox: each is leased, worded, sent and marked, and tried again for days.

Whatever else waits to be sent is leased and marked by the same functions.

A letter is marked as sent after the mail server took it. A crash in between sends it once more
under the same Message-ID; none is ever lost.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.names_in_letters import names_for
from portal.agencies.portal_plugins import PortalPlugins
from portal.agencies.registry import Registry
from portal.complaints.letters.left_to_others import leave_alarms, tell_unread
from portal.complaints.letters.outcomes import BATCH, Outcome, SentCount
from portal.complaints.letters.readers import Facts, NobodyReadsItError, for_reader
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import Leased, MessageRecord, OutboxRecord
from portal.complaints.work import Office
from portal.config import Config
from portal.domain.actor import PORTAL
from portal.domain.complaint import facts_of
from portal.domain.mail_address import for_servers
from portal.domain.portal_services import PHONE, Delivery, Message
from portal.domain.text import Text
from portal.gateways.incoming_mail.addresses import reply_address
from portal.gateways.incoming_mail.kinds import OUR_LETTER
from portal.gateways.mailer import MailDelayedError, Mailer, MailRefusedError
from portal.keyring import Keyring
from portal.words.letters.to_staff import Digest
from portal.words.letters.writing import Names, WordedLetter, Wordings

log = structlog.get_logger()

LEASE = timedelta(minutes=1)
"""How long a worker has for the rows it took, before another takes them again."""

_RENEWED_AFTER = LEASE / 3
"""How much of it passes before a worker that still sends says so."""

_AS_IT_IS = {"synchronize_session": False}

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *(timedelta(hours=12),) * 5,
)
"""How long a letter waits after each try that failed; after one more it is given up."""

FURTHEST = max(LEASE, *DELAYS)
"""A letter waits no longer: one that would was leased or put off by a clock that ran ahead."""


class UnreadableAddressError(Exception):
    """What stands where an e-mail address should be is not one."""


class PostOffice(Office, Protocol):
    """What sending takes besides: the portal's settings and keys, a mailer and plugins."""

    config: Config
    keyring: Keyring
    mailer: Mailer
    plugins: PortalPlugins


class Lease:
    """Rows that a worker took, until a moment that it puts off while it is still at work."""

    def __init__(
        self, office: Office, record: type[Leased], until: datetime, rows: set[int]
    ) -> None:
        self._office, self._record, self._until, self.left = office, record, until, rows
        self._renewed_at = time.monotonic()

    def holds(self, row_id: int) -> bool:
        """Tell whether a row is still this worker's; a slow server may have kept it too long."""
        passed = timedelta(seconds=time.monotonic() - self._renewed_at)
        if passed >= _RENEWED_AFTER:
            self._renew(passed)
        return row_id in self.left

    def _renew(self, passed: timedelta) -> None:
        """Put the moment off for the rows that no other worker has taken meanwhile."""
        until, record = self._until + passed, self._record
        ours = update(record).where(
            record.id.in_(self.left), record.not_before == self._until, ~record.done
        )
        with self._office.transaction(PORTAL) as session:
            kept = session.scalars(
                ours.values(not_before=until).returning(record.id), execution_options=_AS_IT_IS
            )
            self.left &= set(kept)
        self._until, self._renewed_at = until, time.monotonic()


def is_due(record: type[Leased], now: datetime, furthest: timedelta) -> tuple[Any, ...]:
    """Return what tells that a row's time has come: nothing waits longer than `furthest`.

    After the machine's clock ran ahead and was set back, the time of what it put off has come.
    """
    is_time = or_(record.not_before <= now, record.not_before > now + furthest)
    return (~record.done, is_time)


def take_due(
    session: Session,
    record: type[Leased],
    now: datetime,
    furthest: timedelta,
    at_most: int,
    *which: ColumnElement[bool],
) -> list[int]:
    """Take the rows whose time has come, oldest first, so that no other worker takes them."""
    waiting = is_due(record, now, furthest)
    oldest = select(record.id).where(*waiting, *which)
    oldest = oldest.order_by(record.not_before, record.id).limit(at_most)
    chosen = list(session.scalars(oldest.with_for_update(skip_locked=True)))
    taken = update(record).where(record.id.in_(chosen), *waiting)
    leased = taken.values(not_before=now + LEASE, attempts=record.attempts + 1)
    session.execute(leased, execution_options=_AS_IT_IS)
    return chosen


def mark(session: Session, record: type[Leased], row_id: int, **changes: Any) -> bool:
    """Write what became of a row, unless that is known already; tell whether it was not."""
    waits = update(record).where(record.id == row_id, ~record.done)
    written = waits.values(**changes).returning(record.id)
    return session.execute(written, execution_options=_AS_IT_IS).first() is not None


def due_letters(session: Session, now: datetime, at_most: int = BATCH) -> list[int]:
    """Take the letters whose time has come, oldest first, so that no other worker takes them."""
    return take_due(session, OutboxRecord, now, FURTHEST, at_most)


def send_due(office: PostOffice, now: datetime) -> SentCount:
    """Send a batch of the letters that are due, each marked in its own transaction."""
    with office.transaction(PORTAL) as session:
        taken = due_letters(session, now)
    lease, outcomes = Lease(office, OutboxRecord, now + LEASE, set(taken)), []
    for letter_id in taken:
        if lease.holds(letter_id):
            outcomes.append(_send(office, letter_id, now))
            lease.left.discard(letter_id)
    return SentCount(**{outcome.value: outcomes.count(outcome) for outcome in Outcome})


def _send(office: PostOffice, letter_id: int, now: datetime) -> Outcome:
    """Send one letter; whatever goes wrong with it stays with it."""
    try:
        with office.reading(PORTAL) as session:
            message = envelope(session, office, letter_id, now)
        _hand_over(office, message)
    except NobodyReadsItError as error:
        return _held_back(office, letter_id, error, now)
    except (MailRefusedError, UnreadableAddressError) as error:
        return _not_sent(office, letter_id, now, error, for_good=True)
    except Exception as error:  # noqa: BLE001  # stays with the letter, and is tried again
        return _not_sent(office, letter_id, now, error, for_good=False)
    _mark(office, letter_id, done=True, sent_at=now, problem=None)
    return Outcome.SENT


def _held_back(
    office: PostOffice, letter_id: int, error: NobodyReadsItError, now: datetime
) -> Outcome:
    """Mark a letter whose reader may not open what it is about; others are told what they must."""
    log.info("letter held back", letter=letter_id)
    problem = "its reader may not open what it is about"
    with office.transaction(PORTAL) as session:
        if not mark(session, OutboxRecord, letter_id, done=True, problem=problem):
            return Outcome.HELD_BACK
        if error.user_id is None:
            tell_unread(session, office.features, error.told, now)
        else:
            leave_alarms(session, office.features, error.told, error.user_id, now)
    return Outcome.HELD_BACK


def _hand_over(office: PostOffice, message: EmailMessage | Message) -> None:
    if isinstance(message, EmailMessage):
        return office.mailer.send(message)
    delivery = office.plugins.deliver(message)
    if delivery is Delivery.NEVER:
        raise MailRefusedError("the number takes no messages")
    if delivery is Delivery.LATER:
        raise MailDelayedError("no plugin delivered it")
    return None


def _not_sent(
    office: PostOffice, letter_id: int, now: datetime, error: Exception, *, for_good: bool
) -> Outcome:
    problem = _problem(error)
    with office.reading(PORTAL) as session:
        attempts = session.scalar(select(OutboxRecord.attempts).where(OutboxRecord.id == letter_id))
    tried = attempts or 1
    log.warning("letter not sent", letter=letter_id, attempts=tried, problem=problem)
    if for_good or tried > len(DELAYS):
        _mark(office, letter_id, done=True, failed_at=now, problem=problem)
        return Outcome.FAILED
    _mark(office, letter_id, not_before=now + DELAYS[tried - 1], problem=problem)
    return Outcome.DELAYED


def _problem(error: Exception) -> str:
    """Return what went wrong without personal data: only our own errors are quoted."""
    ours = isinstance(error, MailRefusedError | MailDelayedError | UnreadableAddressError)
    return str(error) if ours else f"could not be written: {type(error).__name__}"


def _mark(office: PostOffice, letter_id: int, **changes: Any) -> None:
    """Write what became of a letter, unless it is already known to have left."""
    with office.transaction(PORTAL) as session:
        mark(session, OutboxRecord, letter_id, **changes)


# A letter becomes an e-mail or a text: worded in its language, addressed.


def envelope(
    session: Session, office: PostOffice, letter_id: int, now: datetime
) -> EmailMessage | Message:
    """Return the e-mail or the text for a letter of the outbox; the same however often made.

    Raise NobodyReadsItError for one to the staff that tells its reader nothing they may open.
    """
    row = session.get_one(OutboxRecord, letter_id)
    config, agencies, letters = office.config, office.agencies, office.features.letters
    if row.complaint_id is None:
        return _of_several(session, office, row, now)
    complaint = session.get_one(ComplaintRecord, row.complaint_id)
    agency = agencies.agency(complaint.agency)
    params: Facts = {**facts_in(row), "agency": agency.code}
    params = {**params, **_full_answer(session, complaint, row.params)}
    if letters.is_about_complaint(row.template):
        params = for_reader(session, office, row, {"kind": row.template, **params}, now)
    middle = agency.letters.middle(row.template, complaint.category)
    rules = agencies.under(agency.code, complaint.release_id)
    names = names_for(config, agencies.portal, agency, facts_of(complaint), now, middle, rules)
    if row.recipient and row.recipient.startswith(PHONE):
        text = letters.text_message(row.template, row.language, params, names)
        return Message(row.message_id, row.recipient.removeprefix(PHONE), row.language, text)
    letter = letters.render(row.template, row.language, params, names)
    message = _addressed(config, row, letter, _sender(agencies, agency, row.language))
    is_whole = complaint.parent_id is None
    if config.inbox and is_whole and row.template in letters.citizen_codes:
        _answered_at(message, reply_address(config.inbox, complaint.number, office.keyring))
    return message


def _answered_at(message: EmailMessage, address: str) -> None:
    """Let whoever answers reach the complaint itself: its person alone is told its address."""
    del message["Reply-To"]
    message["Reply-To"] = Address(addr_spec=address)


def _of_several(
    session: Session, office: PostOffice, row: OutboxRecord, now: datetime
) -> EmailMessage:
    """Return a letter about several complaints, of one agency or more."""
    config, agencies, letters = office.config, office.agencies, office.features.letters
    template, params = _said(row)
    if template == Digest.code:
        params = for_reader(session, office, row, params, now)
    agencies_named = [agencies.agency(code) for code in params["agencies"]]
    portal = agencies.portal.portal
    if not agencies_named:
        return _of_none(config, letters, row, (template, params), portal.name.text)
    first = agencies_named[0]
    names = Names(
        portal=portal.name.text,
        agency=first.name,
        base_url=config.base_url,
        zone=ZoneInfo(first.settings.calendar.timezone),
        agencies={agency.code: agency.name for agency in agencies_named},
    )
    letter = letters.render(template, row.language, params, names)
    if len(agencies_named) == 1:
        return _addressed(config, row, letter, _sender(agencies, first, row.language))
    return _addressed(config, row, letter, portal.name.text.in_(row.language))


def _of_none(
    config: Config,
    letters: Wordings,
    row: OutboxRecord,
    said: tuple[str, Mapping[str, Any]],
    portal: Text,
) -> EmailMessage:
    """Return a letter of the portal itself, about what no agency knows of yet."""
    template, params = said
    names = Names(portal=portal, agency=portal, base_url=config.base_url, zone=ZoneInfo("UTC"))
    letter = letters.render(template, row.language, params, names)
    return _addressed(config, row, letter, portal.in_(row.language))


def facts_in(row: OutboxRecord) -> dict[str, Any]:
    """Return the facts of a letter about one complaint, those that are sealed as well."""
    return {**row.params, **(row.sealed or {})}


def _said(row: OutboxRecord) -> tuple[str, Mapping[str, Any]]:
    """Return which letter it is and its facts, whether they are sealed or not."""
    if row.sealed is None:
        return row.template, row.params
    return row.sealed["template"], row.sealed["params"]


def _full_answer(
    session: Session, complaint: ComplaintRecord, params: Mapping[str, Any]
) -> dict[str, str]:
    """Return the answer's text for a complainant who asked for it, and still does."""
    if not params.get("full") or not complaint.full_answer_by_email:
        return {}
    body = session.scalar(
        select(MessageRecord.body).where(
            MessageRecord.complaint_id == complaint.id,
            MessageRecord.history_seq == params.get("seq"),
            MessageRecord.kind == "answer",
        )
    )
    return {"answer": body} if body else {}


def _sender(agencies: Registry, agency: Agency, language: str) -> str:
    portal = agencies.portal.portal.name.text.in_(language)
    return f"{portal} ({agency.settings.agency.short_name or agency.name.in_(language)})"


def _addressed(
    config: Config, row: OutboxRecord, letter: WordedLetter, sender: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = Address(sender, addr_spec=config.mail_from)
    message["To"] = _address(row.recipient)
    message["Reply-To"] = Address(addr_spec=config.mail_from)
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.message_id}@{config.mail_from.rpartition('@')[2]}>"
    # By this one a letter that comes back is known, whoever sent it on.
    message[OUR_LETTER] = row.message_id
    # Both keep holiday notices and other machines from answering: RFC 3834, and Exchange.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    # Last, because the text would take it along into its own part.
    message["Content-Language"] = f"{row.language}-CA"
    return message


def _address(recipient: str | None) -> Address:
    try:
        return Address(addr_spec=for_servers(recipient or ""))
    except (MessageError, ValueError, IndexError):
        raise UnreadableAddressError("the address is not an e-mail address") from None
