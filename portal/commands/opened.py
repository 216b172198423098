"""Opening the portal for a command, or saying every reason why it cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any

import click
from sqlalchemy.engine import make_url

from portal.app import open_portal
from portal.config import Config, ConfigError, load_config, unknown_settings
from portal.db.installation import ensure_own_keys, enter_installation, installation_of
from portal.db.lost import is_missing, left_behind, note_begun, note_made
from portal.db.schema import (
    IncompleteError,
    LaterError,
    NotMigratedError,
    StructureError,
    UnreleasedError,
    ensure_current,
)
from portal.domain.troubles import (
    DataBusyError,
    DataGoneError,
    DiskFailedError,
    DiskFullError,
    ForeignLogError,
    OlderStateError,
    ReadOnlyDataError,
    TroubleError,
    WrongKeysError,
)
from portal.gateways.file_store import FileMissingError
from portal.logs import configure_logs
from portal.releases.files import SettingsMistakesError
from portal.runtime import Runtime

_DOCUMENT = b"The documents of this portal lie here."

MISTAKES = 2
"""The status of a command that has printed mistakes in settings."""

_ADVICE: dict[type[StructureError], str] = {
    NotMigratedError: ". Run: portal db upgrade",
    IncompleteError: ". Every difference is listed by: portal db check",
    UnreleasedError: (
        ", and no migration leads on from there: begin afresh with {place},"
        " or go on with the version that made it."
    ),
    LaterError: ": run the version that migrated it.",
}
"""What can be done where the database has another structure, after what is wrong with it."""


_REMEDIES: dict[type[TroubleError], str] = {
    DiskFullError: "Make room there, or name another place in {setting}.",
    DiskFailedError: "Look at the disk, and put a sound copy in its place.",
    ReadOnlyDataError: "Let the portal's user write there, or name another place in {setting}.",
    DataBusyError: "End the program that writes there, or wait for it, and start again.",
    DataGoneError: "Put it back, start what should answer there, or correct {setting}.",
    ForeignLogError: (
        "Stop every portal there; put back the file that the log belongs to, or move the -wal and"
        " the -shm to another folder, and start again."
    ),
    OlderStateError: (
        "Stop every portal there, put the newer copy back, with its -wal, and start again; or"
        " accept the older one, whose numbers then go on after those that were given, by:"
        " portal db accept-older"
    ),
    WrongKeysError: "Put its own keys.json back, or say in PORTAL_KEYS_FILE where they lie.",
}
"""What can be done where the machine keeps the portal from being opened."""

_WHERE_DOCUMENTS_ARE_LEFT = (
    "Stop every portal there, put the newest backup of the database in its place, and start again;"
    " a new, empty one is made by: portal db upgrade --new"
)
_WHERE_KEYS_ARE_LEFT = (
    "If a portal was used with them, stop it, put the newest backup of the database in its place,"
    " and start again; if they were brought to a first start, make its database by:"
    " portal db upgrade --new"
)
"""What can be done where a database is missing: keys alone may have been brought before it."""


def config() -> Config:
    """Read the installation's settings; print every mistake and end the command otherwise.

    Names that nothing reads are told, and the command goes on.
    """
    with printed_mistakes():
        loaded = load_config()
    for unread in unknown_settings(loaded):
        click.echo(unread, err=True)
    configure_logs(loaded.log_level)
    return loaded


@contextmanager
def portal_opened(
    *, migrated: bool = True, makes: bool = False, anew: bool = False
) -> Iterator[Runtime]:
    """Open the portal for one command; `migrated` refuses any but this version's structure.

    Only one that `makes` a database finds none: for the others nothing is made, no folder and no
    keys. Where keys or documents tell that there was one, none is made but `anew`.

    What keeps the portal from being opened ends the command with what is wrong, and what can be
    done: one sentence each.
    """
    configured = config()
    with printed_mistakes(), _told_by_the_system(configured):
        _ensure_not_missing(configured, makes=makes, anew=anew)
        runtime = open_portal(configured)
    try:
        if runtime.database.exists:
            ensure_own_keys(runtime.database)
        if migrated:
            ensure_current(runtime.database)
            ensure_told_whose(runtime)
        yield runtime
    except StructureError as error:
        place = "an empty database in PORTAL_DATABASE"
        if not configured.database:
            place = "another folder in PORTAL_DATA"
        advice = _ADVICE.get(type(error), ".").format(place=place)
        raise click.ClickException(f"{error}{advice}") from None
    except TroubleError as trouble:
        raise _ended_by(trouble, configured) from None
    finally:
        runtime.database.close()


def _ensure_not_missing(configured: Config, *, makes: bool, anew: bool) -> None:
    """End the command where the database is gone, or where there is none and it makes none."""
    if not is_missing(configured):
        if anew:
            told = f"{_place(configured)} is there: a new one is made only where one was lost."
            raise click.ClickException(f"{told} Run: portal db upgrade")
        note_made(configured)
        return
    left = left_behind(configured)
    if left is not None and not anew:
        is_keys = left == configured.keys
        advice = _WHERE_KEYS_ARE_LEFT if is_keys else _WHERE_DOCUMENTS_ARE_LEFT
        told = f"{_place(configured)} is gone or empty, and {left} is there."
        raise click.ClickException(f"{told} {advice}")
    if not makes:
        raise click.ClickException(f"{NotMigratedError(None)}{_ADVICE[NotMigratedError]}")
    if left is None:
        note_begun(configured)


def ensure_told_whose(runtime: Runtime) -> None:
    """Tell the database whose it is, if it was not told; raise DataGoneError beside other files."""
    note_made(runtime.config)
    installation = runtime.glance(installation_of)
    if installation is None:
        enter_installation(runtime.database, runtime.files.put(_DOCUMENT))
        return
    try:
        runtime.files.get(installation.document)
    except FileMissingError:
        where = runtime.config.data / "files"
        raise DataGoneError(f"the documents that belong to it are not in {where}") from None


@contextmanager
def _told_by_the_system(configured: Config) -> Iterator[None]:
    """End the command with a sentence where a file or a folder cannot be used."""
    try:
        yield
    except TroubleError as trouble:
        raise _ended_by(trouble, configured) from None
    except OSError as error:
        place = error.filename or configured.data
        told = f"{place} cannot be used: {error.strerror}."
        remedy = "Let the portal's user write there, or name another folder in PORTAL_DATA."
        raise click.ClickException(f"{told} {remedy}") from None


def _ended_by(trouble: TroubleError, configured: Config) -> click.ClickException:
    setting = "PORTAL_DATABASE" if configured.database else "PORTAL_DATA"
    remedy = _REMEDIES[type(trouble)].format(setting=setting)
    return click.ClickException(f"{_place(configured)}: {trouble}. {remedy}")


def _place(configured: Config) -> str:
    """Name the database without the password that may stand in its address."""
    return f"The database {make_url(configured.database_url).render_as_string()}"


class MistakesError(click.ClickException):
    """There are mistakes in settings, the installation's or agencies'; the command ends so."""

    def __init__(self, mistakes: Sequence[object], status: int) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.status = status

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """How the command ends."""
        return self.status

    def show(self, file: IO[Any] | None = None) -> None:
        """Print them, a line each."""
        click.echo(self.message, file=file, err=file is None)


@contextmanager
def printed_mistakes(status: int = MISTAKES) -> Iterator[None]:
    """Print every mistake in settings, the installation's or agencies', and end the command."""
    try:
        yield
    except (ConfigError, SettingsMistakesError) as error:
        raise MistakesError(error.mistakes, status) from None


def read_moment(typed: str) -> datetime:
    """Read a moment such as 2026-12-24T09:00:00Z, in UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise click.BadParameter(f"{typed} is not a moment, such as 2026-12-24T09:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
