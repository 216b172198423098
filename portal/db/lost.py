"""Whether a database that an installation had is gone, though its keys or documents are there.

A new, empty one in its place would be ready at once, and would look like a portal where nothing
was ever filed.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from portal.config import Config
from portal.db.engines import postgresql_engine
from portal.db.troubles import database_trouble
from portal.private import private_file, private_folder

_BEGUN = "begun"


def is_missing(config: Config) -> bool:
    """Tell whether there is no database: no file or an empty one, on PostgreSQL no table of ours.

    Nothing is made by looking; raise the trouble that keeps it from answering.
    """
    address = make_url(config.database_url)
    if address.get_backend_name() == "sqlite":
        path = Path(str(address.database)).absolute()
        return not path.exists() or (path.is_file() and not path.stat().st_size)
    engine = postgresql_engine(address, 1)
    try:
        with engine.connect() as connection:
            return not inspect(connection).has_table("alembic_version")
    except Exception as error:
        trouble = database_trouble(error)
        raise trouble or error from error
    finally:
        engine.dispose()


def left_behind(config: Config) -> Path | None:
    """Return the folder of documents, or a file, that a missing database leaves; None if none.

    Keys that a start made which never came to a database tell of none: nobody was served. Others
    may tell of one, or may have been brought to a first start.
    """
    files = config.data / "files"
    if files.is_dir() and any(found.is_file() for found in files.rglob("*")):
        return files
    if config.last_kept.exists():
        return config.last_kept
    is_left = config.keys.exists() and not (config.data / _BEGUN).exists()
    return config.keys if is_left else None


def note_begun(config: Config) -> None:
    """Note that an installation begins: until `note_made`, its keys have sealed nothing."""
    private_file(private_folder(config.data) / _BEGUN)


def note_made(config: Config) -> None:
    """Note that the database of an installation is made: from now on it can be lost."""
    begun = config.data / _BEGUN
    # A folder that takes no changes refuses to remove even what is not there.
    if begun.exists():
        begun.unlink(missing_ok=True)
