"""Changing an agency's settings on pages: a draft, what is wrong in it, and its publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.files.first_file import without_reminders
from portal.agencies.registry import PORTAL_CODE
from portal.agencies.settings.reader import Mistake, read_among
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.records.release import PAGE, AgencyReleaseRecord
from portal.db.engine import take_turns
from portal.domain.errors import SecondPersonNeededError, SettingsMovedError
from portal.releases.files import SettingsMistakesError
from portal.releases.records import SettingsDraftRecord
from portal.releases.releases import new_release, put_in_force, release_in_force


@dataclass(frozen=True, slots=True)
class CheckedSettings:
    """What the text of a draft says, or what is wrong in it."""

    settings: AgencySettings | None
    mistakes: list[Mistake]


def draft_of(session: Session, agency: str) -> SettingsDraftRecord | None:
    """Return the draft of an agency's settings, if there is one."""
    return session.get(SettingsDraftRecord, agency)


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
        base = _in_force(session, agency)
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
    return CheckedSettings(*read_among(agency, {**_texts(session), agency: text}, portal))


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
    replaced = current.id if current else 0
    if draft is None or (draft.version, replaced) != (seen, instead_of):
        raise SettingsMovedError(agency)
    if needs_second_person(current, draft, user_id):
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
    current: AgencyReleaseRecord | None, draft: SettingsDraftRecord, user_id: int | None
) -> bool:
    """Tell whether the rules in force, if any are, keep this person from publishing their own."""
    asks = current is not None and bool(current.settings["agency"].get("two_to_publish"))
    return asks and draft.edited_by == user_id


def _in_force(session: Session, agency: str) -> AgencyReleaseRecord:
    current = release_in_force(session, agency)
    if current is None:
        raise SettingsMovedError(agency)
    return current


def _texts(session: Session) -> Mapping[str, str]:
    in_force = (AgencyReleaseRecord.in_force, AgencyReleaseRecord.agency != PORTAL_CODE)
    columns = (AgencyReleaseRecord.agency, AgencyReleaseRecord.text)
    rows = session.execute(select(*columns).where(*in_force))
    return {agency: text for agency, text in rows if text is not None}


def without_said(text: str, settings: AgencySettings) -> str:
    """Return a text without the reminders of what it says by now."""
    is_said = {
        "agency": settings.agency.aliases and settings.agency.verified_on,
        "categories": _all_have_words(settings),
        "recourses": settings.recourses,
        "channels": _is_reached_without_web(settings),
    }
    return without_reminders(
        text, [section for section, is_complete in is_said.items() if is_complete]
    )


def _all_have_words(settings: AgencySettings) -> bool:
    """Tell whether words and examples lead to each subject; what fits none needs no words."""
    own = [
        category for category in settings.categories if category.code != settings.default_category
    ]
    return all(category.retired or (category.words and category.examples) for category in own)


def _is_reached_without_web(settings: AgencySettings) -> bool:
    channels = settings.channels
    return bool(channels.phone or channels.post or channels.counter)
