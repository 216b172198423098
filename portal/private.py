"""Folders and files that nobody but the portal's own user may read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_OF_OTHERS = 0o077
_FOLDER, _FILE = 0o700, 0o600


def private_folder(folder: Path) -> Path:
    """Return `folder`, closed to others if it belongs to this user.

    If it is missing it is made, and those above it, closed too.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=_FOLDER, exist_ok=True)
    _close_to_others(folder)
    return folder


def private_file(path: Path) -> Path:
    """Return `path`, made empty if it is missing, closed to others if it belongs to this user.

    A device or a pipe, such as /dev/null, is the machine's, and stays as it is.
    """
    path.touch(mode=_FILE)
    _close_to_others(path)
    return path


def add_whole(path: Path, text: str) -> None:
    """Add a text to a file, made for this user alone if it is missing; raise OSError, or add all.

    Where it finds no room, nothing of it is left there.
    """
    size = path.stat().st_size if path.exists() else None
    try:
        with open(path, "a", encoding="utf-8", opener=private_opener) as file:
            file.write(text)
    except OSError:
        with suppress(OSError):
            path.unlink() if size is None else os.truncate(path, size)
        raise


def private_opener(path: str, flags: int) -> int:
    """Open a file for `open`: what it makes is this user's alone."""
    return os.open(path, flags, _FILE)


def _close_to_others(path: Path) -> None:
    found = path.stat()
    is_kept_in = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    if is_kept_in and found.st_mode & _OF_OTHERS and found.st_uid == os.geteuid():
        path.chmod(found.st_mode & ~_OF_OTHERS & 0o777)
