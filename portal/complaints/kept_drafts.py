"""A complaint not sent yet: kept 30 days, opened only by its cookie or its resume code.

What came by phone, at the counter or on paper is written down by an employee, who alone opens it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.queries.kept_drafts import (
    attached_to,
    draft_to_resume,
    held_draft,
    kept_draft,
)
from portal.complaints.records.complaint import DraftRecord
from portal.domain.complaint import Channel, Draft, FiledFor, ReplyBy
from portal.domain.errors import DraftGoneError, PortalError
from portal.domain.number import new_access_code, read_code
from portal.domain.text import Language
from portal.domain.time.calendar import WorkingCalendar
from portal.keyring import Keyring
from portal.payload import Extensible, Payload

KEPT = timedelta(days=30)
ANOTHER_UNIT = "other"
"""What is kept of an employee whose unit the agency's settings do not name."""

CHANNELS = (Channel.PHONE, Channel.COUNTER, Channel.POST, Channel.EMAIL, Channel.SOCIAL)
"""The ways in which a complaint reaches an employee, the most frequent first."""

LONGEST_DELAY = 366
"""Days after which a complaint is no longer written down: the year was mistyped."""

_SECRET_PURPOSE, _RESUME_PURPOSE = "draft secret", "draft resume code"
_EMPLOYEE_PURPOSE = "registering"


class EntryBegunError(PortalError):
    """Somebody has just begun to write down under the same id, perhaps this very employee."""


@dataclass(frozen=True, slots=True)
class DraftContent(Extensible):
    """Everything a citizen may have typed, as it was typed; pages check it, nothing drops it.

    `typed` holds the agency's questions' raw fields; `answers` what was read from them. What an
    employee writes down has a `channel` and the day of receipt as typed (day, month, year). What
    features ask for as well is `added`, each one's by its own type.
    """

    words: str = ""
    story: str = ""
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    filed_for: str = ""
    name: str = ""
    other_name: str = ""
    agreement: str = ""
    reply_by: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    full_answer_by_email: bool = False
    reply_language: str = ""
    needs: tuple[str, ...] = ()
    wish: str = ""
    when_where: str = ""
    channel: str = ""
    received: tuple[str, ...] = ()
    added: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as its owner sees it; `receipt` is set once it was sent."""

    id: str
    language: Language
    agency: str | None
    category: str | None
    content: DraftContent
    updated_at: datetime
    expires_at: datetime
    receipt: Mapping[str, Any] | None

    def as_told(self, received_at: datetime | None = None) -> Draft:
        """Return what the agency is asked about."""
        return Draft(
            category=self.category,
            story=self.content.story,
            language=self.language,
            answers=self.content.answers,
            filed_for=FiledFor(self.content.filed_for or FiledFor.SELF),
            channel=Channel.WEB,
            received_at=received_at,
        )


def to_send(content: DraftContent) -> DraftContent:
    """Return what the choices made call for, without the details of choices left aside."""
    is_other = content.filed_for == FiledFor.OTHER
    by_email = content.reply_by == ReplyBy.EMAIL
    return replace(
        content,
        name="" if content.filed_for == FiledFor.ANONYMOUS else content.name,
        other_name=content.other_name if is_other else "",
        agreement=content.agreement if is_other else "",
        email=content.email if by_email else "",
        full_answer_by_email=content.full_answer_by_email and by_email,
        phone=content.phone if ReplyBy(content.reply_by or ReplyBy.NONE).by_phone else "",
        address=content.address if content.reply_by == ReplyBy.POST else "",
    )


def start_draft(
    session: Session, keyring: Keyring, language: Language, words: str, now: datetime
) -> tuple[str, str]:
    """Keep the first words of a citizen; return the draft's id and its secret."""
    draft_id, secret = new_draft_id(), secrets.token_urlsafe(18)
    begin_draft(session, keyring, draft_id, secret, language, now, DraftContent(words=words))
    return draft_id, secret


def new_draft_id() -> str:
    """Return an id that no draft has."""
    return secrets.token_urlsafe(12)


def begin_draft(
    session: Session,
    keyring: Keyring,
    draft_id: str,
    secret: str,
    language: Language,
    now: datetime,
    content: DraftContent,
) -> None:
    """Keep the first of a draft under an id and a secret that were chosen before."""
    session.add(
        DraftRecord(
            id=draft_id,
            secret_hash=keyring.hashed(secret, _SECRET_PURPOSE),
            language=language,
            content=content.stored(),
            created_at=now,
            updated_at=now,
            expires_at=now + KEPT,
        )
    )


def open_draft(
    connection: Connection, keyring: Keyring, draft_id: str, secret: str, now: datetime
) -> OpenDraft:
    """Return the draft that this id and secret open, or raise DraftGoneError."""
    kept = kept_draft(connection, draft_id)
    hashed = keyring.hashed(secret, _SECRET_PURPOSE)
    is_theirs = kept is not None and hmac.compare_digest(kept.secret_hash, hashed)
    if kept is None or not is_theirs or kept.expires_at <= now:
        raise DraftGoneError(draft_id)
    return OpenDraft(
        id=kept.id,
        language="en" if kept.language == "en" else "fr",
        agency=kept.agency,
        category=kept.category,
        content=DraftContent.read(kept.content or {}),
        updated_at=kept.updated_at,
        expires_at=kept.expires_at,
        receipt=kept.receipt,
    )


def save_draft(
    session: Session,
    draft_id: str,
    now: datetime,
    *,
    place: Mapping[str, Any] | None = None,
    parts: Iterable[Payload] = (),
    **content: Any,
) -> None:
    """Keep what was typed on one page; `place` may set the agency, category or language.

    `parts` are what features ask for. A draft that was sent no longer changes.
    """
    record = held_draft(session, draft_id)
    if record.sent_at is not None:
        return
    kept = replace(DraftContent.read(record.content or {}), **content)
    record.content = kept.having(*parts).stored()
    for name, value in (place or {}).items():
        setattr(record, name, value)
    record.updated_at, record.expires_at = now, now + KEPT


def give_resume_code(session: Session, keyring: Keyring, draft_id: str) -> str:
    """Return a new code of 8 characters that opens the draft on another device."""
    code = new_access_code()
    held_draft(session, draft_id).resume_hash = keyring.hashed(code, _RESUME_PURPOSE)
    return code


def resume_draft(session: Session, keyring: Keyring, typed: str, now: datetime) -> tuple[str, str]:
    """Return the id and a fresh secret of the draft that a typed code opens."""
    record = draft_to_resume(session, keyring.hashed(read_code(typed), _RESUME_PURPOSE))
    if record is None or record.expires_at <= now or record.sent_at is not None:
        raise DraftGoneError
    secret = secrets.token_urlsafe(18)
    record.secret_hash = keyring.hashed(secret, _SECRET_PURPOSE)
    return record.id, secret


def erase_draft(session: Session, draft_id: str) -> list[str]:
    """Forget a draft that was not sent; return the keys of its documents' files."""
    try:
        record = held_draft(session, draft_id)
    except DraftGoneError:
        return []
    if record.sent_at is not None:
        return []
    documents = attached_to(session, draft_id)
    for document in documents:
        session.delete(document)
    session.flush()
    session.delete(record)
    return [document.file_key for document in documents]


# Written down by an employee.


def moment_of_receipt(day: date, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the moment from which time counts for what came in on `day`.

    It is now for what comes in while the agency is open, and otherwise the day's opening: nobody
    loses a day because their complaint was written down late.
    """
    opening = min(now, calendar.opens_at(day))
    is_now = calendar.day_of(now) == day and not calendar.is_after_closing(now)
    return now if is_now else opening


def opened_entry(
    connection: Connection, keyring: Keyring, draft_id: str, user_id: int, now: datetime
) -> OpenDraft:
    """Return what this employee has written down under an id, or raise DraftGoneError."""
    return open_draft(connection, keyring, draft_id, _secret(keyring, draft_id, user_id), now)


def keep_entry(
    session: Session,
    keyring: Keyring,
    draft_id: str,
    user_id: int,
    place: tuple[str, str | None, Language],
    content: DraftContent,
    now: datetime,
) -> None:
    """Keep what an employee typed, under the id that their page was given; nobody else opens it.

    `place` is the agency, the category and the language of the complaint. Raise EntryBegunError if
    it was begun at the same moment.
    """
    agency, category, language = place
    try:
        opened_entry(session.connection(), keyring, draft_id, user_id, now)
    except DraftGoneError:
        secret = _secret(keyring, draft_id, user_id)
        begin_draft(session, keyring, draft_id, secret, language, now, content)
        try:
            session.flush()
        except IntegrityError as error:
            raise EntryBegunError(draft_id) from error
    where = {"agency": agency, "category": category, "language": language}
    typed = {name: getattr(content, name) for name in content.__dataclass_fields__}
    save_draft(session, draft_id, now, place=where, **typed)


def _secret(keyring: Keyring, draft_id: str, user_id: int) -> str:
    """Return the secret that only this employee's pages know for a draft."""
    return keyring.hashed(f"{user_id}/{draft_id}", _EMPLOYEE_PURPOSE)
