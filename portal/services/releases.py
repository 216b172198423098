"""Putting settings in force: what `agency_configs/` says becomes releases in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.plugins import PluginError, load_plugin
from portal.agencies.reader import Mistake, read_folder
from portal.agencies.registry import PORTAL_CODE, StoredRelease
from portal.db.engine import take_turns
from portal.db.models import AgencyReleaseRecord
from portal.domain.history import canonical


class SettingsMistakesError(Exception):
    """The folder of settings cannot be put in force; `mistakes` lists everything wrong."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Sync:
    """What putting a folder in force changed: the codes with a new release."""

    changed: tuple[str, ...]


def sync_releases(session: Session, folder: Path, now: datetime) -> Sync:
    """Make a release of every file whose settings differ from what is in force.

    Raise SettingsMistakesError, and change nothing, if any file has a mistake.
    """
    read = read_folder(folder)
    if read.mistakes or read.portal is None:
        raise SettingsMistakesError(list(read.mistakes))
    # Two processes that start at once must not both make the same release.
    take_turns(session.connection(), "releases")
    wanted: dict[str, Any] = {PORTAL_CODE: read.portal, **read.agencies}
    changed = [
        code
        for code, settings in wanted.items()
        if _put_in_force(session, code, settings.model_dump(mode="json"), str(folder), now)
    ]
    return Sync(tuple(changed))


def releases_in_force(session: Session) -> list[StoredRelease]:
    """Return every release in force, the portal's own included."""
    statement = select(AgencyReleaseRecord).where(AgencyReleaseRecord.in_force)
    return [_stored(record) for record in session.scalars(statement.order_by("agency"))]


def newest_release_id(session: Session) -> int:
    """Return a mark that changes whenever another release is in force."""
    return int(session.scalar(select(func.coalesce(func.max(AgencyReleaseRecord.id), 0))) or 0)


def _stored(record: AgencyReleaseRecord) -> StoredRelease:
    return StoredRelease(record.id, record.agency, record.settings, record.plugin)


def _put_in_force(
    session: Session, code: str, settings: Mapping[str, Any], source: str, now: datetime
) -> bool:
    current = session.scalar(
        select(AgencyReleaseRecord).where(
            AgencyReleaseRecord.agency == code, AgencyReleaseRecord.in_force
        )
    )
    plugin = settings.get("agency", {}).get("plugin")
    version = _plugin_version(plugin)
    digest = hashlib.sha256(canonical([settings, plugin, version])).hexdigest()
    if current is not None and current.digest == digest:
        return False
    if current is not None:
        current.in_force = False
    session.add(
        AgencyReleaseRecord(
            agency=code,
            rank=current.rank + 1 if current else 1,
            settings=dict(settings),
            digest=digest,
            plugin=plugin,
            plugin_version=version,
            source=source,
            in_force=True,
            created_at=now,
        )
    )
    session.flush()
    return True


def _plugin_version(plugin: str | None) -> str | None:
    """Return the installed version, or None: a missing plugin is the agency's health, no stop."""
    if plugin is None:
        return None
    try:
        return load_plugin(plugin)[1]
    except PluginError:
        return None
