"""How another release comes into force: an agency's, or the alarm rules that all agencies share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies.files.editing import with_values, without
from portal.agencies.files.tree import says
from portal.agencies.plugins.hosted import load_hosted
from portal.agencies.plugins.loading import PluginError
from portal.agencies.registry import PORTAL_CODE
from portal.agencies.settings.reader import read_portal
from portal.agencies.settings.shared import AlarmSettings
from portal.complaints.proof.signed_releases import sign_new
from portal.complaints.records.complaint import PAGE, AgencyReleaseRecord
from portal.db.taking_turns import take_turns
from portal.domain.errors import SettingsMovedError
from portal.domain.history import canonical
from portal.releases.breaks import note_what_broke
from portal.releases.queries import Release, highest_rank, release_in_force, releases_of

ALARMS = "alarms"
"""The one part of what all agencies share that a page puts in force; the rest is the file's."""


def new_release(
    session: Session, code: str, settings: Mapping[str, Any], text: str, source: str, now: datetime
) -> AgencyReleaseRecord:
    """Return the next release of an agency, kept but not in force."""
    plugin = plugin_of(settings)
    record = AgencyReleaseRecord(
        agency=code,
        rank=highest_rank(session, code) + 1,
        settings=dict(settings),
        text=text,
        digest=digest_of(settings),
        plugin=plugin,
        plugin_version=plugin_version(plugin),
        source=source,
        in_force=False,
        created_at=now,
    )
    session.add(record)
    sign_new(session, record)
    return record


def put_in_force(session: Session, release: AgencyReleaseRecord, now: datetime) -> None:
    """Let a new release replace the one in force, as it is to be signed.

    Complaints keep the one they were received under.
    """
    before = release_in_force(session, release.agency)
    if before is not None:
        before.in_force = False
        note_what_broke(session, before.settings, release, now)
    release.in_force, release.in_force_from = True, now
    sign_new(session, release)
    session.flush()


def digest_of(settings: Mapping[str, Any]) -> str:
    """Return what changes whenever settings, or the version of their plugin, do."""
    plugin = plugin_of(settings)
    return hashlib.sha256(canonical([settings, plugin, plugin_version(plugin)])).hexdigest()


def plugin_of(settings: Mapping[str, Any]) -> str | None:
    """Return the name of the plugin that settings ask for."""
    name: str | None = settings.get("agency", {}).get("plugin")
    return name


def plugin_version(plugin: str | None) -> str | None:
    """Return the installed version, or None: a missing plugin is the agency's health, no stop."""
    if plugin is None:
        return None
    try:
        return load_hosted(plugin).version
    except PluginError:
        return None


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
    text = with_alarm_rules(current.text or "", settings.model_dump(mode="json"))
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


def last_set(session: Session) -> Release | None:
    """Return the newest release by which somebody set the rules on a page, if there is one."""
    releases = releases_of(session, PORTAL_CODE)
    return next((release for release in releases if release.published_by is not None), None)


def with_alarm_rules(text: str, rules: Mapping[str, Any]) -> str:
    """Return the text of the portal's own file with rules of alarms, or without any."""
    if any(rule is not None for rule in rules.values()):
        return with_values(text, ALARMS, {**dict.fromkeys(AlarmSettings.model_fields), **rules})
    return without(text, ALARMS) if says(text, ALARMS) else text
