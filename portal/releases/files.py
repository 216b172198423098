"""Putting `agency_configs/` and installed agencies in force: a changed file becomes a release.

What was published on a page since is never overwritten: the changed file is then kept as a
release that is not in force, for the agency's administrators to compare and take up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.plugins.packages import packaged_files
from portal.agencies.registry import PORTAL_CODE
from portal.agencies.settings.reader import PORTAL_FILE, Mistake, read_agency, read_folder
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.records.release import FILE, PAGE, AgencyReleaseRecord
from portal.db.engine import take_turns
from portal.releases.alarm_rules import file_says_others, with_rules_of_page
from portal.releases.releases import (
    digest_of,
    new_release,
    put_in_force,
    release_in_force,
    releases_of,
)


class SettingsMistakesError(Exception):
    """Settings cannot be put in force; `mistakes` lists everything wrong."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Sync:
    """What putting a folder in force changed, by the codes of agencies.

    `changed` have a new release in force. `set_aside` had a changed file and, published on a page
    since the file last changed, other settings: these stay in force. `new_calendars` are those of
    the changed ones that count other days now, `new_plugins` those whose plugin is another: it
    runs once the portal is started again.
    """

    changed: tuple[str, ...]
    set_aside: tuple[str, ...] = ()
    new_calendars: tuple[str, ...] = ()
    new_plugins: tuple[str, ...] = ()


def sync_releases(session: Session, folder: Path, now: datetime) -> Sync:
    """Make a release of every file whose settings differ from what is in force.

    Files are those of the folder and those of installed packages. An agency whose file is gone
    stays in force as it was; one that pages started has none, and is completed anew by what the
    portal gives to all. Raise SettingsMistakesError, and change nothing, if any file has a
    mistake.
    """
    read = read_folder(folder, packaged_files())
    if read.mistakes or read.portal is None:
        raise SettingsMistakesError(list(read.mistakes))
    # Two processes that start at once must not both make the same release.
    take_turns(session.connection(), "releases")
    common = (folder / PORTAL_FILE).read_text(encoding="utf-8")
    before, plugins_before = _calendars(session), _plugins(session)
    set_aside = [PORTAL_CODE] if file_says_others(session, read.portal, common, now) else []
    shared = with_rules_of_page(session, read.portal, common)
    changed = [PORTAL_CODE] if _take_up(session, PORTAL_CODE, *shared, now) else []
    for code, settings in read.agencies.items():
        text = read.texts[code]
        if _is_another_than_the_pages(session, code, settings, text, read.portal, now):
            set_aside.append(code)
        wanted = _published_on_a_page(session, code, read.portal) or (settings, text)
        if _take_up(session, code, *wanted, now):
            changed.append(code)
    for code in _without_a_file(session, read.agencies.keys()):
        on_page = _published_on_a_page(session, code, read.portal)
        if on_page is not None and _take_up(session, code, *on_page, now):
            changed.append(code)
    return Sync(
        tuple(changed),
        tuple(set_aside),
        new_calendars=_differing(before, _calendars(session)),
        new_plugins=_differing(plugins_before, _plugins(session)),
    )


def _take_up(
    session: Session,
    code: str,
    settings: AgencySettings | PortalSettings,
    text: str,
    now: datetime,
) -> bool:
    """Put settings in force if they differ from those that are; tell whether they did."""
    current, wanted = release_in_force(session, code), _stored(settings)
    if current is not None and current.digest == digest_of(wanted):
        current.text = text
        return False
    source = FILE if current is None else current.source
    put_in_force(session, new_release(session, code, wanted, text, source, now), now)
    return True


def _published_on_a_page(
    session: Session, code: str, portal: PortalSettings
) -> tuple[AgencySettings, str] | None:
    """Return what a page put in force, completed anew by what the portal gives to all."""
    current = release_in_force(session, code)
    if current is None or current.source != PAGE or current.text is None:
        return None
    settings, _ = read_agency(current.text, portal)
    if settings is None:
        # The portal's own settings no longer fit it: what is in force stays as it was.
        settings = AgencySettings.model_validate(current.settings)
    return settings, current.text


def _calendars(session: Session) -> dict[str, Any]:
    """Return the calendar in force of each agency, complete with what the portal gives to all."""
    r = AgencyReleaseRecord
    rows = session.execute(select(r.agency, r.settings).where(r.in_force, r.agency != PORTAL_CODE))
    return {row.agency: row.settings["calendar"] for row in rows}


def _plugins(session: Session) -> dict[str, Any]:
    """Return the plugin in force of each agency, with its version."""
    r = AgencyReleaseRecord
    rows = session.execute(select(r.agency, r.plugin, r.plugin_version).where(r.in_force))
    return {row.agency: (row.plugin, row.plugin_version) for row in rows}


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the agencies that were in force already, and that something changed for."""
    return tuple(code for code in after if code in before and before[code] != after[code])


def _without_a_file(session: Session, codes: Collection[str]) -> list[str]:
    """Return the agencies in force that no file is read for."""
    in_force = select(AgencyReleaseRecord.agency).where(AgencyReleaseRecord.in_force)
    have = (*codes, PORTAL_CODE)
    return list(session.scalars(in_force.where(AgencyReleaseRecord.agency.not_in(have))))


def _is_another_than_the_pages(
    session: Session,
    code: str,
    settings: AgencySettings,
    text: str,
    portal: PortalSettings,
    now: datetime,
) -> bool:
    """Keep a file that changed since a page was published, once; tell whether it did."""
    current = release_in_force(session, code)
    if current is None or current.source != PAGE or current.digest == digest_of(_stored(settings)):
        return False
    known = next(
        (release for release in releases_of(session, code) if release.source == FILE), None
    )
    if known is not None and _says_the_same(known, settings, portal):
        return False
    new_release(session, code, _stored(settings), text, FILE, now)
    return True


def _says_the_same(
    release: AgencyReleaseRecord, settings: AgencySettings, portal: PortalSettings
) -> bool:
    """Tell whether a release's own file says what these settings say; the portal's may differ."""
    before = read_agency(release.text, portal)[0] if release.text is not None else None
    return before == settings


def _stored(settings: AgencySettings | PortalSettings) -> Mapping[str, Any]:
    return settings.model_dump(mode="json")
