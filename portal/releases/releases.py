"""Releases of settings: which are in force, and how another comes into force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.plugins.loading import PluginError, load_plugin
from portal.agencies.registry import StoredRelease
from portal.complaints.features import Features
from portal.complaints.records.release import AgencyReleaseRecord
from portal.domain.history import canonical


def releases_in_force(session: Session) -> list[StoredRelease]:
    """Return every release in force, the portal's own included."""
    statement = select(AgencyReleaseRecord).where(AgencyReleaseRecord.in_force)
    return [_stored(record) for record in session.scalars(statement.order_by("agency"))]


def stored_release(session: Session, release_id: int) -> StoredRelease | None:
    """Return a release, in force or not, if there is one with this id."""
    record = session.get(AgencyReleaseRecord, release_id)
    return _stored(record) if record is not None else None


def mark_of_what_is_in_force(session: Session, features: Features) -> tuple[int, ...]:
    """Return a mark that is another whenever what all processes follow is (one query).

    A release counts, and what features put in force.
    """
    newest = select(func.coalesce(func.max(AgencyReleaseRecord.id), 0)).scalar_subquery()
    marks = [mark for feature in features.in_force for mark in feature.marks]
    return tuple(int(part) for part in session.execute(select(newest, *marks)).one())


def release_in_force(session: Session, code: str) -> AgencyReleaseRecord | None:
    """Return the release of an agency that is in force, if there is one."""
    in_force = (AgencyReleaseRecord.agency == code, AgencyReleaseRecord.in_force)
    return session.scalar(select(AgencyReleaseRecord).where(*in_force))


def releases_of(session: Session, code: str) -> list[AgencyReleaseRecord]:
    """Return every release of an agency, the newest first."""
    statement = select(AgencyReleaseRecord).where(AgencyReleaseRecord.agency == code)
    return list(session.scalars(statement.order_by(AgencyReleaseRecord.rank.desc())))


def new_release(
    session: Session, code: str, settings: Mapping[str, Any], text: str, source: str, now: datetime
) -> AgencyReleaseRecord:
    """Return the next release of an agency, kept but not in force."""
    ranks = select(func.max(AgencyReleaseRecord.rank)).where(AgencyReleaseRecord.agency == code)
    plugin = plugin_of(settings)
    record = AgencyReleaseRecord(
        agency=code,
        rank=(session.scalar(ranks) or 0) + 1,
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
    session.flush()
    return record


def put_in_force(session: Session, release: AgencyReleaseRecord, now: datetime) -> None:
    """Let a release replace the one in force; complaints keep the one they were received under."""
    before = release_in_force(session, release.agency)
    if before is not None:
        before.in_force = False
    release.in_force, release.in_force_from = True, now
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
        return load_plugin(plugin)[1]
    except PluginError:
        return None


def _stored(record: AgencyReleaseRecord) -> StoredRelease:
    return StoredRelease(record.id, record.agency, record.settings, record.plugin)
