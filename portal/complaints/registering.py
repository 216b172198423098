"""What came by phone, at the counter or on paper: an employee writes and alone opens it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from portal.complaints.kept_drafts import (
    DraftContent,
    OpenDraft,
    Place,
    begin_draft,
    open_draft,
    save_draft,
)
from portal.db.engine import Database
from portal.domain.complaint import Channel
from portal.domain.errors import DraftGoneError, PortalError
from portal.domain.time.calendar import WorkingCalendar
from portal.keyring import Keyring

ANOTHER_UNIT = "other"
"""What is kept of an employee whose unit the agency's settings do not name."""

CHANNELS = (Channel.PHONE, Channel.COUNTER, Channel.POST, Channel.EMAIL, Channel.SOCIAL)
"""The ways in which a complaint reaches an employee, the most frequent first."""

BY_THE_HOUR = frozenset({Channel.PHONE, Channel.COUNTER})
"""The ways of which somebody knows the hour: they were there."""

LONGEST_DELAY = 366
"""Days after which a complaint is no longer written down: the year was mistyped."""

_PURPOSE = "registering"


class EntryBegunError(PortalError):
    """Somebody has just begun to write down under the same id, perhaps this very employee."""


def moment_of_receipt(
    day: date, now: datetime, calendar: WorkingCalendar, at: time | None = None
) -> datetime:
    """Return the moment when something came in on `day`, from which time counts.

    It is the hour `at` which it came, where that is known: after closing, time counts as for a
    complaint filed then. Otherwise it is now for what comes in while the agency is open, and the
    day's opening at other times: nobody loses a day because their complaint was written down late.
    """
    if at is not None:
        return datetime.combine(day, at, calendar.zone).astimezone(UTC)
    opening = min(now, calendar.opens_at(day))
    is_now = calendar.day_of(now) == day and not calendar.is_after_closing(now)
    return now if is_now else opening


def opened_entry(
    connection: Connection, keyring: Keyring, draft_id: str, user_id: int, now: datetime
) -> OpenDraft:
    """Return what this employee has written down under an id, or raise DraftGoneError."""
    return open_draft(connection, keyring, draft_id, _secret(keyring, draft_id, user_id), now)


def keep_entry(
    database: Database,
    draft_id: str,
    user_id: int,
    place: Place,
    content: DraftContent,
    now: datetime,
) -> None:
    """Keep what an employee typed, under the id that their page was given; nobody else opens it.

    `place` is the agency, the category and the language of the complaint. Raise EntryBegunError if
    it was begun at the same moment.
    """
    keyring = database.keyring
    try:
        with database.glancing() as connection:
            draft = opened_entry(connection, keyring, draft_id, user_id, now)
    except DraftGoneError:
        secret = _secret(keyring, draft_id, user_id)
        try:
            begin_draft(database, draft_id, secret, now, content, place)
        except IntegrityError as error:
            raise EntryBegunError(draft_id) from error
    else:
        typed = {name: getattr(content, name) for name in content.__match_args__}
        save_draft(database, draft, now, place=place, **typed)


def _secret(keyring: Keyring, draft_id: str, user_id: int) -> str:
    """Return the secret that only this employee's pages know for a draft."""
    return keyring.hashed(f"{user_id}/{draft_id}", _PURPOSE)
