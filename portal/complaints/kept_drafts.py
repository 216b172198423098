"""A complaint not sent yet: kept 30 days, opened only by its cookie or its resume code."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.complaints.queries.kept_drafts import (
    DraftCut,
    KeptDraft,
    attached_to,
    count_begun,
    draft_to_resume,
    enter_draft,
    held_draft,
    kept_draft,
    receipts_with_codes,
    rewrite_draft,
    rewrite_receipt,
    show_code_until,
    shut_draft,
)
from portal.complaints.records.complaint import DraftRecord
from portal.db.engine import Database
from portal.domain.complaint import Channel, Draft, FiledFor, ReplyBy
from portal.domain.errors import DraftGoneError
from portal.domain.number import new_resume_code, read_code
from portal.domain.text import Language
from portal.domain.troubles import TroubleError
from portal.keyring import Keyring
from portal.payload import Extensible, Payload

Place = Mapping[str, str | None]
"""Whom a draft is for, its category and its language, as far as a page says so."""

KEPT = timedelta(days=30)
CODE_SHOWN = timedelta(minutes=10)
_REWRITTEN = ("language", "agency", "category", "updated_at", "expires_at")
_SECRET_PURPOSE, _RESUME_PURPOSE = "draft secret", "draft resume code"


@dataclass(frozen=True, slots=True)
class DraftContent(Extensible):
    """Everything a citizen may have typed, as it was typed; pages check it, nothing drops it.

    `words` and `municipality` are what the agency was looked for by, `rather` what was said when
    the page asked between two; `left_at` is the page on which the person chose to finish later.
    `typed` holds the agency's questions' raw fields; `answers` what was read from them. What an
    employee writes down has a `channel` and the day of receipt as typed (day, month, year). What
    features ask for as well is `added`, each one's by its own type. What a citizen began
    `is_counted` once a page of it was kept.
    """

    words: str = ""
    municipality: str = ""
    rather: str = ""
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
    received_at: str = ""
    left_at: str = ""
    is_counted: bool = False
    added: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as its owner sees it, with how many documents; `receipt` is set once it was sent.

    The access code in the receipt is shown until `code_until`.

    `sealed` is what was typed as it is stored. It is never twice the same: by it is seen whether
    something else was kept since.
    """

    id: str
    language: Language
    agency: str | None
    category: str | None
    content: DraftContent
    updated_at: datetime
    expires_at: datetime
    receipt: Mapping[str, Any] | None
    begun_at: datetime
    documents: int = 0
    code_until: datetime | None = None
    sealed: bytes | None = field(default=None, repr=False, compare=False)

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
        left_at="",
        name="" if content.filed_for == FiledFor.ANONYMOUS else content.name,
        other_name=content.other_name if is_other else "",
        agreement=content.agreement if is_other else "",
        email=content.email if by_email else "",
        full_answer_by_email=content.full_answer_by_email and by_email,
        phone=content.phone if ReplyBy(content.reply_by or ReplyBy.NONE).by_phone else "",
        address=content.address if content.reply_by == ReplyBy.POST else "",
    )


def start_draft(
    database: Database,
    language: Language,
    now: datetime,
    content: DraftContent,
    place: Place | None = None,
) -> tuple[str, str]:
    """Keep the first of a citizen's draft; return the draft's id and its secret."""
    draft_id, secret = new_draft_id(), secrets.token_urlsafe(18)
    begin_draft(database, draft_id, secret, now, content, {"language": language, **(place or {})})
    return draft_id, secret


def new_draft_id() -> str:
    """Return an id that no draft has."""
    return secrets.token_urlsafe(12)


def begin_draft(
    database: Database,
    draft_id: str,
    secret: str,
    now: datetime,
    content: DraftContent,
    place: Place,
) -> None:
    """Keep the first of a draft under an id and a secret that were chosen before."""
    row = {
        "id": draft_id,
        "secret_hash": database.keyring.hashed(secret, _SECRET_PURPOSE),
        "content": content.stored(),
        "created_at": now,
        "updated_at": now,
        "expires_at": now + KEPT,
        **place,
    }
    database.enter(partial(enter_draft, row=row))


def open_draft(
    connection: Connection, keyring: Keyring, draft_id: str, secret: str, now: datetime
) -> OpenDraft:
    """Return the draft that this id and secret open, or raise DraftGoneError."""
    kept = kept_draft(connection, draft_id)
    hashed = keyring.hashed(secret, _SECRET_PURPOSE)
    is_theirs = kept is not None and hmac.compare_digest(kept.secret_hash, hashed)
    if kept is None or not is_theirs or kept.expires_at <= now:
        raise DraftGoneError(draft_id)
    return _as_open(kept)


def save_draft(
    database: Database,
    draft: OpenDraft,
    now: datetime,
    *,
    place: Place | None = None,
    parts: Iterable[Payload] = (),
    counted_in: tzinfo | None = None,
    **content: Any,
) -> OpenDraft:
    """Keep what was typed on one page; `place` may set the agency, category or language.

    `parts` are what features ask for. A draft that a citizen writes is `counted_in` the time zone
    of the portal: as begun by the first page that is kept. Return the draft as it is kept, with
    what another page of it kept since it was opened. A draft that was sent no longer changes.
    """
    parts = tuple(parts)
    if counted_in is not None:
        content["is_counted"] = True
    typed = replace(
        draft,
        content=replace(draft.content, **content).having(*parts),
        updated_at=now,
        expires_at=now + KEPT,
        **(place or {}),  # type: ignore[arg-type]
    )
    row = {name: getattr(typed, name) for name in _REWRITTEN} | {"content": typed.content.stored()}

    def rewrite(connection: Connection) -> tuple[bytes, int] | None:
        kept = rewrite_draft(connection, draft.id, draft.sealed, row)
        if kept is not None and counted_in is not None:
            day = draft.begun_at.astimezone(counted_in).date()
            count_begun(connection, day, _newly_of(draft, typed))
        return kept

    kept = database.enter(rewrite)
    if kept is not None:
        sealed, documents = kept
        return replace(typed, sealed=sealed, documents=documents)
    moved = _as_it_is(database, draft.id)
    if moved.receipt is not None:
        return moved
    return save_draft(
        database, moved, now, place=place, parts=parts, counted_in=counted_in, **content
    )


def _newly_of(before: OpenDraft, now: OpenDraft) -> list[tuple[DraftCut, str]]:
    """Return by what a draft is counted from this page on: the first time, by all that it is of."""
    is_first = not before.content.is_counted
    cuts = [(DraftCut.ALL, "")] if is_first else []
    cuts += (
        [(DraftCut.LANGUAGE, now.language)] if is_first or now.language != before.language else []
    )
    if now.agency and (is_first or now.agency != before.agency):
        cuts.append((DraftCut.AGENCY, now.agency))
    return cuts


def _as_it_is(database: Database, draft_id: str) -> OpenDraft:
    """Return the draft as it is kept now, sent or not, or raise DraftGoneError."""
    with database.glancing() as connection:
        kept = kept_draft(connection, draft_id)
    if kept is None:
        raise DraftGoneError(draft_id)
    return _as_open(kept)


def _as_open(kept: KeptDraft) -> OpenDraft:
    return OpenDraft(
        id=kept.id,
        language="en" if kept.language == "en" else "fr",
        agency=kept.agency,
        category=kept.category,
        content=DraftContent.read(kept.content or {}),
        updated_at=kept.updated_at,
        expires_at=kept.expires_at,
        receipt=kept.receipt,
        begun_at=kept.created_at,
        documents=kept.documents,
        code_until=kept.code_until,
        sealed=kept.sealed,
    )


def code_is_shown(database: Database, draft: OpenDraft, now: datetime) -> bool:
    """Tell whether the access code of a draft that was sent is shown now.

    It is shown once, and again within ten minutes: an answer that was lost on its way takes no
    code with it. Where nothing can be written, they begin when it is shown next.
    """
    if draft.code_until is None or now >= draft.code_until:
        return False
    if draft.code_until > now + CODE_SHOWN:
        until = now + CODE_SHOWN
        with suppress(TroubleError):
            database.enter(partial(show_code_until, draft_id=draft.id, until=until))
    return True


def was_just_sent(draft: OpenDraft, now: datetime) -> bool:
    """Tell whether it is ten minutes at most since a draft that an employee wrote was sent."""
    until = draft.code_until
    return until is not None and now < until - KEPT + CODE_SHOWN


def forget_codes(database: Database, now: datetime) -> int:
    """Forget the access codes that are no longer to be shown; return how many."""
    with database.glancing() as connection:
        found = receipts_with_codes(connection, now)
    for draft_id, receipt in found:
        without = {**receipt, "code": ""}
        database.enter(partial(rewrite_receipt, draft_id=draft_id, receipt=without))
    return len(found)


def shut_on_devices(database: Database, draft_id: str, secret: str) -> None:
    """Let no browser that has this secret of a draft open it; its resume code, if any, does."""
    hashed = partial(database.keyring.hashed, purpose=_SECRET_PURPOSE)
    new = hashed(secrets.token_urlsafe(18))
    database.enter(partial(shut_draft, draft_id=draft_id, old=hashed(secret), new=new))


def give_resume_code(session: Session, keyring: Keyring, draft_id: str) -> str:
    """Return a new code of 12 characters that opens the draft on another device."""
    code = new_resume_code()
    held_draft(session, draft_id).resume_hash = keyring.hashed(code, _RESUME_PURPOSE)
    return code


class DraftSentError(DraftGoneError):
    """The draft was sent: it is a complaint now, which its own number and code open."""


def resume_draft(session: Session, keyring: Keyring, typed: str, now: datetime) -> tuple[str, str]:
    """Return the id and a fresh secret of the draft that a typed code opens.

    Raise DraftSentError where it was sent, DraftGoneError where the code opens none.
    """
    record = draft_to_resume(session, keyring.hashed(read_code(typed), _RESUME_PURPOSE))
    return open_elsewhere(keyring, record, now)


def open_elsewhere(keyring: Keyring, record: DraftRecord | None, now: datetime) -> tuple[str, str]:
    """Return the id and a fresh secret of a draft, which no other device opens from now on.

    Raise DraftSentError where it was sent, DraftGoneError where it is gone.
    """
    if record is not None and record.sent_at is not None:
        raise DraftSentError
    if record is None or record.expires_at <= now:
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
