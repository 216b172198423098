"""The folder of settings files at a start: nothing is read where nothing changed since the last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.agencies.plugins.loading import packaged_files
from portal.code_digest import code_digest, digest_of_files
from portal.domain.history import canonical
from portal.private import private_file
from portal.releases.files import Sync, sync_releases
from portal.releases.queries import digests_in_force
from portal.releases.releases import plugin_version

_UNCHANGED = Sync(())
_READ_BY = ("agencies", "domain", "releases")
"""The folders of the portal whose code says what a file means."""


def take_up_folder(session: Session, folder: Path, kept: Path, now: datetime) -> Sync:
    """Do what `sync_releases` does, unless it was done already and would change nothing.

    That is so where the files, the code that reads them and what is in force are as they were:
    the file `kept` says by a digest what they were. Reading two dozen files takes a second.
    """
    if is_taken_up(session, folder, kept):
        return _UNCHANGED
    done = sync_releases(session, folder, now)
    if done.refused:
        # A plugin may load at the next start, though no file changed.
        return done
    # Where it cannot be kept, as on a full disk, the next start reads all of it again.
    with suppress(OSError):
        private_file(kept).write_text(_digest(session, folder), encoding="ascii")
    return done


def is_taken_up(session: Session, folder: Path, kept: Path) -> bool:
    """Tell whether `take_up_folder` would change nothing."""
    return kept.exists() and kept.read_text(encoding="ascii") == _digest(session, folder)


def _digest(session: Session, folder: Path) -> str:
    files = (*sorted(folder.glob("*.y*ml")), *(brought.path for brought in packaged_files()))
    in_force = canonical([*_in_force(session)]).decode()
    return digest_of_files(files, code_digest(*_READ_BY), in_force)


def _in_force(session: Session) -> Iterator[tuple[str | None, ...]]:
    """Return what is in force, with the code that each plugin has now."""
    for agency, digest, plugin in digests_in_force(session):
        yield agency, digest, plugin, plugin_version(plugin)
