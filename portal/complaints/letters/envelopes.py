"""A letter of the outbox becomes an e-mail or a text: worded in its language, addressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.records.complaint import ComplaintRecord, facts_of
from portal.complaints.records.message import MessageRecord, OutboxRecord
from portal.config import Config
from portal.domain.complaint import Complaint
from portal.domain.delivery import PHONE, Message
from portal.domain.promise import Confidence, Stage
from portal.domain.text import Text
from portal.words.letters.writing import Names, WordedLetter, Wordings


class UnreadableAddressError(Exception):
    """What stands where an e-mail address should be is not one."""


def envelope(
    session: Session,
    config: Config,
    agencies: Registry,
    letters: Wordings,
    letter_id: int,
    now: datetime,
) -> EmailMessage | Message:
    """Return the e-mail or the text for a letter of the outbox; the same however often made."""
    row = session.get_one(OutboxRecord, letter_id)
    if row.complaint_id is None:
        return _of_several(config, agencies, letters, row)
    complaint = session.get_one(ComplaintRecord, row.complaint_id)
    agency = agencies.agency(complaint.agency)
    params = {**row.params, "agency": agency.code, **_full_answer(session, complaint, row.params)}
    middle = agency.letters.middle(row.template, complaint.category)
    names = names_for(config, agencies.portal, agency, facts_of(complaint), now, middle)
    if row.recipient and row.recipient.startswith(PHONE):
        text = letters.text_message(row.template, row.language, params, names)
        return Message(row.message_id, row.recipient.removeprefix(PHONE), row.language, text)
    letter = letters.render(row.template, row.language, params, names)
    return _addressed(config, row, letter, _sender(agencies, agency, row.language))


def _of_several(
    config: Config, agencies: Registry, letters: Wordings, row: OutboxRecord
) -> EmailMessage:
    """Return a letter about several complaints, of one agency or more."""
    told = [agencies.agency(code) for code in row.params["agencies"]]
    first, portal = told[0], agencies.portal.portal
    names = Names(
        portal=portal.name.text,
        agency=first.name,
        base_url=config.base_url,
        zone=ZoneInfo(first.settings.calendar.timezone),
        agencies={agency.code: agency.name for agency in told},
    )
    letter = letters.render(row.template, row.language, row.params, names)
    if len(told) == 1:
        return _addressed(config, row, letter, _sender(agencies, first, row.language))
    return _addressed(config, row, letter, portal.name.text.in_(row.language))


def names_for(
    config: Config,
    portal: PortalSettings,
    agency: Agency,
    facts: Complaint,
    now: datetime,
    middle: Text | None,
) -> Names:
    """Return what a letter about a complaint speaks of; `middle` is what the agency adds to it."""
    own, asked = agency.settings, agency.consult()
    return Names(
        portal=portal.portal.name.text,
        agency=agency.name,
        base_url=config.base_url,
        zone=ZoneInfo(own.calendar.timezone),
        phone=own.channels.phone or portal.portal.phone,
        path=asked.escalation_path(facts),
        recourses=asked.recourses(facts, now),
        assumed=frozenset(
            stage
            for stage in (Stage.FIRST_CONTACT, Stage.ANSWER)
            if asked.allowance(facts, stage).confidence is Confidence.ASSUMED
        ),
        middle=middle,
    )


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
        return Address(addr_spec=recipient or "")
    except (MessageError, ValueError, IndexError):
        raise UnreadableAddressError("the address is not an e-mail address") from None
