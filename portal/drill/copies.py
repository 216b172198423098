"""A copy of a portal's data, which a drill may break."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from portal.config import Config
from portal.private import private_file, private_folder

DATABASE = "portal.sqlite"


def copied(original: Config, folder: Path) -> Config:
    """Copy the data of a portal on SQLite into `folder`; return the settings that serve the copy.

    The original is only read, and may be serving. From the copy no letter leaves: it has the mailer
    that keeps letters in a folder, and no plugin of the portal, which could hand them to somebody.
    """
    data = private_folder(folder / "data")
    back_up(Path(str(make_url(original.database_url).database)).absolute(), data / DATABASE)
    shutil.copy(original.keys, data / "keys.json")
    if (documents := original.data / "files").is_dir():
        shutil.copytree(documents, data / "files")
    return original.model_copy(
        update={
            "data": data.absolute(),
            "agencies": original.agencies.absolute(),
            "keys_file": data.absolute() / "keys.json",
            "database": "",
            "host": "127.0.0.1",
            "port": _free_port(),
            "public_url": "",
            "processes": 2,
            "mail": "file",
            "flood_limits": False,
            "behind_proxies": 0,
            "log_level": "info",
            "plugins": "",
        }
    )


def environment(copy: Config) -> dict[str, str]:
    """Return the environment in which a process has the settings of a copy, and no others.

    What it leaves where files for a moment lie, as one that is killed does, goes with the copy.
    """
    said = {f"PORTAL_{name.upper()}": value for name, value in copy.model_dump().items()}
    own = {"TMPDIR": copy.data.parent, **said}
    return os.environ | {name: str(value) for name, value in own.items()}


def back_up(database: Path, target: Path) -> None:
    """Write a whole copy of a SQLite file that may be in use."""
    with (
        closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(private_file(target))) as copy,
    ):
        original.backup(copy)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
