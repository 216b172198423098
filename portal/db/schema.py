"""The database's structure: migrated up at start, and down again where a release is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from sqlalchemy import Connection, column, inspect, select, table

from portal.db import structure
from portal.db.engine import Database
from portal.db.taking_turns import take_turns

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_UNRELEASED = frozenset(f"{number:04}" for number in range(1, 31))
# Looked through once in a process: what is there does not vanish while the portal runs.
_COMPLETE: WeakSet[Database] = WeakSet()


class StructureError(Exception):
    """The database is not one that this version can work with; says why."""


class NotMigratedError(StructureError):
    """The database is empty, or one that `upgrade` brings to this version."""

    def __init__(self, revision: str | None) -> None:
        is_now = f"at {revision}, not at {head()}" if revision else "not migrated"
        super().__init__(f"The database is {is_now}")


class UnreleasedError(StructureError):
    """The database was made before the first release: no migration leads on from there.

    Those states had migrations of their own, which became one first version.
    """

    def __init__(self, revision: str) -> None:
        super().__init__(f"The database was made before the first release, at {revision}")


class LaterError(StructureError):
    """The database is at a migration that only a later version can know."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"The database is at {revision}, which this version does not know")


class UnknownRevisionError(StructureError):
    """There is no such migration to go to."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"There is no migration {revision} to go to; the newest is {head()}")


class IncompleteError(StructureError):
    """The database says that it is at the newest migration, and lacks what that leads to."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"The database says that it is at {head()}, but {', '.join(missing)}")


def head() -> str:
    """Return the newest migration."""
    return max(_known_revisions())


def revision_of(database: Database) -> str | None:
    """Return the migration that the database is at, None before the first."""
    with database.glancing() as connection:
        return _revision(connection)


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database up to `revision`; nothing happens if it is there already.

    Raise StructureError, and change nothing, where no migration leads there.
    """
    if revision == "head" and database.exists and revision_of(database) == head():
        return
    # Alembic is heavy to import, and seldom needed: most starts find nothing to migrate.
    from alembic.command import upgrade as move_up

    _migrate(database, move_up, revision)


def downgrade(database: Database, revision: str = "base") -> None:
    """Take the database back to `revision`; raise what `upgrade` does."""
    from alembic.command import downgrade as move_down

    _migrate(database, move_down, revision)


def ensure_current(database: Database) -> None:
    """Raise the StructureError that says why this version cannot work with the database.

    Tables and columns are looked for by name, once: what else may differ, `differences` finds.
    """
    with _at_head(database) as connection:
        if database not in _COMPLETE:
            if missing := structure.missing(connection):
                raise IncompleteError(missing)
            _COMPLETE.add(database)


def is_current(database: Database) -> bool:
    """Tell whether the database has the structure that this version needs."""
    try:
        ensure_current(database)
    except StructureError:
        return False
    return True


def differences(database: Database) -> list[str]:
    """Return what of a database at the newest migration is not as the models say, line by line.

    Raise StructureError where it is not at the newest migration.
    """
    with _at_head(database) as connection:
        return structure.differences(connection)


@contextmanager
def _at_head(database: Database) -> Iterator[Connection]:
    if not database.exists:
        raise NotMigratedError(None)
    with database.glancing() as connection:
        revision = _revision(connection)
        _ensure_known(revision)
        if revision != head():
            raise NotMigratedError(revision)
        yield connection


def _migrate(database: Database, move: Callable[[Config, str], None], revision: str) -> None:
    from alembic.util import CommandError

    with database.changing_structure() as connection:
        take_turns(connection, "schema", for_as_long_as_it_takes=True)
        _ensure_known(_revision(connection))
        try:
            move(_config(connection), revision)
        except CommandError as error:
            raise UnknownRevisionError(revision) from error
    _COMPLETE.discard(database)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def _ensure_known(revision: str | None) -> None:
    if revision is None or revision in _known_revisions():
        return
    raise UnreleasedError(revision) if revision in _UNRELEASED else LaterError(revision)


@cache
def _known_revisions() -> frozenset[str]:
    """Return the migrations by their numbers, with which their files' names begin."""
    files = (_MIGRATIONS / "versions").glob("[0-9]*.py")
    return frozenset(file.name.partition("_")[0] for file in files)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
