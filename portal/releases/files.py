"""Files of settings: changed ones become releases, one that somebody brings a draft.

They are those of `agency_configs/` and of installed agencies. What was published on a page since is
never overwritten: the changed file is then kept as a release that is not in force, for the agency's
administrators to compare and take up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.agencies.plugins.loading import packaged_files
from portal.agencies.plugins_named import mistakes_of_plugins
from portal.agencies.registry import PORTAL_CODE
from portal.agencies.settings.reader import (
    PORTAL_FILE,
    Mistake,
    read_agency,
    read_folder,
    read_portal,
)
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.proof.signed_releases import change_signed
from portal.complaints.records.complaint import FILE, PAGE, AgencyReleaseRecord
from portal.db.taking_turns import take_turns
from portal.domain.errors import PortalError
from portal.releases.queries import (
    Release,
    agencies_in_force,
    is_taken_up,
    release_in_force,
    releases_of,
)
from portal.releases.releases import ALARMS, digest_of, new_release, put_in_force, with_alarm_rules

Wanted = tuple[AgencySettings | PortalSettings, str]
"""Settings, and the text that says them."""


class SettingsMistakesError(Exception):
    """Settings cannot be put in force; `mistakes` lists everything wrong."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class ChangedFileError(PortalError):
    """The file says something that no release holds: writing over it would lose that."""


class Sync(Struct, frozen=True):
    """What putting a folder in force changed, by the codes of agencies.

    `changed` have a new release in force. `set_aside` had a changed file and, published on a page
    since the file last changed, other settings: these stay in force. `new_calendars` are those of
    the changed ones that count other days now, `new_plugins` those whose plugin is another: it
    runs once the portal is started again. `refused` says which plugins do not load: their
    agencies are left as they are, in force or not.
    """

    changed: tuple[str, ...]
    set_aside: tuple[str, ...] = ()
    new_calendars: tuple[str, ...] = ()
    new_plugins: tuple[str, ...] = ()
    refused: tuple[Mistake, ...] = ()


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
    before = {release.agency: release for release in agencies_in_force(session)}
    files: dict[str, Wanted] = {PORTAL_CODE: (read.portal, common)}
    refused = mistakes_of_plugins(read)
    files |= {
        code: (settings, read.texts[code])
        for code, settings in read.agencies.items()
        if code not in refused
    }
    set_aside = [
        code
        for code, wanted in files.items()
        if _is_set_aside(session, code, wanted, _says_the_same(wanted[0], read.portal), now)
    ]
    on_pages = _published_on_pages(session, read.portal)
    portal_wanted = _with_rules_of_page(session, read.portal, common)
    all_wanted = files | on_pages | {PORTAL_CODE: portal_wanted}
    changed = [code for code, wanted in all_wanted.items() if _take_up(session, code, wanted, now)]
    after = agencies_in_force(session)
    return Sync(
        tuple(changed),
        tuple(set_aside),
        new_calendars=_differing(before, after, lambda release: release.settings["calendar"]),
        new_plugins=_differing(
            before, after, lambda release: (release.plugin, release.plugin_version)
        ),
        refused=tuple(refused.values()),
    )


def _differing(
    before: Mapping[str, AgencyReleaseRecord],
    after: Iterable[AgencyReleaseRecord],
    of: Callable[[AgencyReleaseRecord], object],
) -> tuple[str, ...]:
    """Return the agencies that were in force already, and that something changed for."""
    return tuple(
        release.agency
        for release in after
        if release.agency in before and of(before[release.agency]) != of(release)
    )


def _take_up(session: Session, code: str, wanted: Wanted, now: datetime) -> bool:
    """Put settings in force if they differ from those that are; tell whether they did."""
    current, settings, text = release_in_force(session, code), _stored(wanted[0]), wanted[1]
    if current is not None and current.digest == digest_of(settings):
        if current.text != text:
            change_signed(session, current, text=text)
        return False
    source = FILE if current is None else current.source
    put_in_force(session, new_release(session, code, settings, text, source, now), now)
    return True


def _published_on_pages(session: Session, portal: PortalSettings) -> dict[str, Wanted]:
    """Return what pages put in force, completed anew by what the portal gives to all."""
    # Where the portal's own settings no longer fit it, what is in force stays as it was.
    return {
        release.agency: (
            read_agency(text, portal)[0] or AgencySettings.model_validate(release.settings),
            text,
        )
        for release in agencies_in_force(session)
        if release.source == PAGE and (text := release.text) is not None
    }


def _with_rules_of_page(session: Session, portal: PortalSettings, text: str) -> Wanted:
    """Return what a file says for all agencies, with the rules of alarms that a page set."""
    current = release_in_force(session, PORTAL_CODE)
    if current is None or current.source != PAGE:
        return portal, text
    kept = with_alarm_rules(text, current.settings.get(ALARMS) or {})
    settings, _ = read_portal(kept)
    return (settings, kept) if settings is not None else (portal, text)


def _is_set_aside(
    session: Session,
    code: str,
    file: Wanted,
    is_said_by: Callable[[Release | AgencyReleaseRecord], bool],
    now: datetime,
) -> bool:
    """Keep a file that changed since a page was published, once; tell whether it did."""
    current = release_in_force(session, code)
    if current is None or current.source != PAGE or is_said_by(current):
        return False
    known = next(
        (release for release in releases_of(session, code) if release.source == FILE), None
    )
    if known is not None and is_said_by(known):
        return False
    new_release(session, code, _stored(file[0]), file[1], FILE, now)
    return True


def _says_the_same(
    settings: AgencySettings | PortalSettings, portal: PortalSettings
) -> Callable[[Release | AgencyReleaseRecord], bool]:
    """Return what tells whether a release says what a file does; what all share may differ.

    Of the portal's own file the rules of alarms alone count.
    """
    stored = _stored(settings)
    if isinstance(settings, PortalSettings):
        return lambda release: bool(release.settings.get(ALARMS) == stored.get(ALARMS))
    digest = digest_of(stored)
    return lambda release: (
        release.digest == digest
        or (release.text is not None and read_agency(release.text, portal)[0] == settings)
    )


def _stored(settings: AgencySettings | PortalSettings) -> Mapping[str, Any]:
    return settings.model_dump(mode="json")


def write_release(session: Session, code: str, text: str, path: Path, *, over: bool) -> None:
    """Write a text to a settings file at one stroke.

    Raise ChangedFileError if the file says what no release of the agency holds, unless `over`.
    """
    if path.exists() and not over:
        # What is no text is in no release either.
        text_there = path.read_bytes().decode("utf-8-sig", errors="replace")
        if not is_taken_up(session, code, text_there):
            raise ChangedFileError(path.name)
    half = path.with_name(f".{path.name}.new")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


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
