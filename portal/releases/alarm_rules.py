"""The rules that raise alarms, put in force from a page: one thing of what all agencies share.

Everything else of the portal's own file is still the file's. What a page says of alarms stays when
that file changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies.files.editing import with_values, without
from portal.agencies.files.places import says
from portal.agencies.registry import PORTAL_CODE
from portal.agencies.settings.alarms import AlarmSettings
from portal.agencies.settings.reader import read_portal
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.records.release import FILE, PAGE, AgencyReleaseRecord
from portal.db.engine import take_turns
from portal.domain.errors import SettingsMovedError
from portal.releases.releases import new_release, put_in_force, release_in_force, releases_of

SECTION = "alarms"


def set_alarm_rules(
    session: Session, settings: AlarmSettings, user_id: int | None, now: datetime, *, seen: int
) -> AgencyReleaseRecord:
    """Put rules in force for all agencies at once, and return the release.

    `seen` is the portal's release that the person looked at; raise SettingsMovedError if another
    is in force by now.
    """
    take_turns(session.connection(), "releases")
    current = portal_release(session)
    if current.id != seen:
        raise SettingsMovedError(PORTAL_CODE)
    text = _with_rules(current.text or "", settings.model_dump(mode="json"))
    portal, mistakes = read_portal(text)
    assert portal is not None, mistakes
    release = new_release(session, PORTAL_CODE, portal.model_dump(mode="json"), text, PAGE, now)
    release.published_by = user_id
    put_in_force(session, release, now)
    return release


def portal_release(session: Session) -> AgencyReleaseRecord:
    """Return what is in force for all agencies."""
    current = release_in_force(session, PORTAL_CODE)
    assert current is not None, "a portal without settings does not start"
    return current


def last_set(session: Session) -> AgencyReleaseRecord | None:
    """Return the newest release by which somebody set the rules on a page, if there is one."""
    releases = releases_of(session, PORTAL_CODE)
    return next((release for release in releases if release.published_by is not None), None)


def with_rules_of_page(
    session: Session, portal: PortalSettings, text: str
) -> tuple[PortalSettings, str]:
    """Return what a file says for all agencies, with the rules of alarms that a page set."""
    current = release_in_force(session, PORTAL_CODE)
    if current is None or current.source != PAGE:
        return portal, text
    kept = _with_rules(text, current.settings.get(SECTION) or {})
    settings, _ = read_portal(kept)
    return (settings, kept) if settings is not None else (portal, text)


def file_says_others(session: Session, portal: PortalSettings, text: str, now: datetime) -> bool:
    """Keep a file that changed the rules after a page did, once; tell whether it did."""
    current, rules = release_in_force(session, PORTAL_CODE), _stored(portal)
    if current is None or current.source != PAGE or current.settings.get(SECTION) == rules:
        return False
    known = next(
        (release for release in releases_of(session, PORTAL_CODE) if release.source == FILE), None
    )
    if known is not None and known.settings.get(SECTION) == rules:
        return False
    new_release(session, PORTAL_CODE, portal.model_dump(mode="json"), text, FILE, now)
    return True


def _stored(portal: PortalSettings) -> Any:
    return portal.model_dump(mode="json").get(SECTION)


def _with_rules(text: str, rules: Mapping[str, Any]) -> str:
    if any(rule is not None for rule in rules.values()):
        return with_values(text, SECTION, {**dict.fromkeys(AlarmSettings.model_fields), **rules})
    return without(text, SECTION) if says(text, SECTION) else text
