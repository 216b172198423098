"""A complaint that came by phone, at the counter or on paper: an employee writes it down."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.planning.kept_drafts import (
    DraftContent,
    OpenDraft,
    begin_draft,
    open_draft,
    save_draft,
)
from portal.domain.complaint import Channel
from portal.domain.errors import DraftGoneError, PortalError
from portal.domain.text import Language
from portal.domain.time.calendar import WorkingCalendar
from portal.keyring import Keyring

CHANNELS = (Channel.PHONE, Channel.COUNTER, Channel.POST, Channel.EMAIL, Channel.SOCIAL)
"""The ways in which a complaint reaches an employee, the most frequent first."""

LONGEST_DELAY = 366
"""Days after which a complaint is no longer written down: the year was mistyped."""

_PURPOSE = "registering"


class EntryBegunError(PortalError):
    """Somebody has just begun to write down under the same id, perhaps this very employee."""


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
    return keyring.hashed(f"{user_id}/{draft_id}", _PURPOSE)
