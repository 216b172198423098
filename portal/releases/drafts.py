"""Changing an agency's settings on pages: a draft, written or brought, and its publication."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies.files.first_file import without_reminders
from portal.agencies.settings.reader import Mistake, read_among
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.records.complaint import PAGE, AgencyReleaseRecord
from portal.db.engine import take_turns
from portal.domain.errors import PortalError, SecondPersonNeededError, SettingsMovedError
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import release_in_force, texts_in_force
from portal.releases.records import SettingsDraftRecord
from portal.releases.releases import new_release, put_in_force

BYTES_AT_MOST = 1_000_000
# Control characters are in no text that somebody wrote, and PostgreSQL does not keep all of them.
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class FileProblem(StrEnum):
    """Why a file cannot become a draft."""

    EMPTY = "empty"
    SIZE = "size"
    NOT_UTF_8 = "not_utf_8"
    NO_TEXT = "no_text"


class UnreadableFileError(PortalError):
    """A file holds no text of settings; `line` is where that shows, counted from 1."""

    def __init__(self, problem: FileProblem, line: int = 1) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.line = line


def text_of_file(content: bytes) -> str:
    """Return the text of a file as a draft keeps it, right or not yet; nothing in it is run.

    Raise UnreadableFileError for what is no text, or far longer than settings can be.
    """
    if len(content) > BYTES_AT_MOST:
        raise UnreadableFileError(FileProblem.SIZE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(FileProblem.NOT_UTF_8, line) from None
    if not text.strip():
        raise UnreadableFileError(FileProblem.EMPTY)
    if unwritten := _UNWRITTEN.search(text):
        raise UnreadableFileError(FileProblem.NO_TEXT, text.count("\n", 0, unwritten.start()) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class CheckedSettings:
    """What the text of a draft says, or what is wrong in it."""

    settings: AgencySettings | None
    mistakes: list[Mistake]


def save_draft(
    session: Session, agency: str, text: str, user_id: int | None, now: datetime, seen: int
) -> None:
    """Keep the text of a draft, right or not yet; `seen` is the version looked at, 0 for none.

    Raise SettingsMovedError if somebody else changed the draft meanwhile.
    """
    take_turns(session.connection(), "releases")
    draft = session.get(SettingsDraftRecord, agency, populate_existing=True)
    if (draft.version if draft else 0) != seen:
        raise SettingsMovedError(agency)
    if draft is None:
        base = release_in_force(session, agency)
        if base is None:
            raise SettingsMovedError(agency)
        draft = SettingsDraftRecord(agency=agency, base_release_id=base.id, version=0)
        session.add(draft)
    draft.text, draft.edited_by, draft.edited_at = text, user_id, now
    draft.version = seen + 1


def discard_draft(session: Session, agency: str, seen: int) -> None:
    """Forget a draft; raise SettingsMovedError if somebody else changed it meanwhile."""
    draft = session.get(SettingsDraftRecord, agency, with_for_update=True)
    if draft is None or draft.version != seen:
        raise SettingsMovedError(agency)
    session.delete(draft)


def check_settings(
    session: Session, agency: str, text: str, portal: PortalSettings
) -> CheckedSettings:
    """Read the text of a draft beside what is in force for every other agency."""
    return CheckedSettings(*read_among(agency, {**texts_in_force(session), agency: text}, portal))


def publish(
    session: Session,
    agency: str,
    portal: PortalSettings,
    user_id: int | None,
    now: datetime,
    *,
    seen: int,
    instead_of: int,
    moving_dates: bool = False,
) -> AgencyReleaseRecord:
    """Put a draft in force instead of the release `instead_of`, and return its release.

    `instead_of` is 0 for an agency that nothing is in force of: its first release brings it in.
    With `moving_dates`, open complaints get the later date that its calendar gives them.

    Raise SettingsMovedError if the draft or what is in force is not what the person saw,
    SettingsMistakesError for a draft that is not right, SecondPersonNeededError where the rules in
    force ask for another person.
    """
    take_turns(session.connection(), "releases")
    draft = session.get(SettingsDraftRecord, agency, populate_existing=True)
    current = release_in_force(session, agency)
    replaced, in_force = (current.id, current.settings) if current else (0, {})
    if draft is None or (draft.version, replaced) != (seen, instead_of):
        raise SettingsMovedError(agency)
    if needs_second_person(in_force, draft.edited_by, user_id):
        raise SecondPersonNeededError(agency)
    checked = check_settings(session, agency, draft.text, portal)
    if checked.settings is None:
        raise SettingsMistakesError(checked.mistakes)
    settings = checked.settings.model_dump(mode="json")
    text = without_said(draft.text, checked.settings)
    release = new_release(session, agency, settings, text, PAGE, now)
    release.published_by, release.dates_to_move = user_id, moving_dates
    put_in_force(session, release, now)
    session.delete(draft)
    return release


def needs_second_person(
    in_force: Mapping[str, Any], edited_by: int | None, user_id: int | None
) -> bool:
    """Tell whether the rules in force, if any are, keep this person from publishing their own."""
    return bool(in_force.get("agency", {}).get("two_to_publish")) and edited_by == user_id


def without_said(text: str, settings: AgencySettings) -> str:
    """Return a text without the reminders of what it says by now."""
    channels = settings.channels
    is_said = {
        "agency": settings.agency.aliases and settings.agency.verified_on,
        # What fits no subject needs no words.
        "categories": all(
            category.retired
            or (category.words and category.examples)
            or category.code == settings.default_category
            for category in settings.categories
        ),
        "recourses": settings.recourses,
        "channels": channels.phone or channels.post or channels.counter,
    }
    return without_reminders(
        text, [section for section, is_complete in is_said.items() if is_complete]
    )
