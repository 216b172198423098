"""Whether the keys that a portal holds still lie where it read them, for as long as it runs.

It goes on with those that it holds: but it will not start again, and a node beside it would not.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

import structlog

from portal.keyring import Keyring, UnreadableKeysError, read_keyring

log = structlog.get_logger()

_Mark = tuple[int, ...]
"""What the system tells of a file that is another once it was changed."""


class KeysTrouble(StrEnum):
    """What is wrong with the file of the keys."""

    GONE = "gone"
    OTHERS = "others"
    UNREADABLE = "unreadable"


class KeysFile:
    """The file `path`, from which `keyring` was read."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        self._path, self._keyring = path, keyring
        self._mark = _mark(path)
        self._trouble: KeysTrouble | None = None

    @property
    def path(self) -> Path:
        """Where the keys were read."""
        return self._path

    def trouble(self) -> KeysTrouble | None:
        """Return what is wrong with the file now; log it once, and that it is well again.

        The system is asked for its marks, in microseconds; it is read again where they changed.
        """
        mark = _mark(self._path)
        if mark != self._mark or mark is None:
            self._mark = mark
            self._note(_trouble(self._path, self._keyring))
        return self._trouble

    def _note(self, trouble: KeysTrouble | None) -> None:
        if trouble == self._trouble:
            return
        self._trouble = trouble
        if trouble is None:
            log.info("keys are in their place again", file=str(self._path))
        else:
            log.error(
                "the keys in use are no longer in their file",
                file=str(self._path),
                why=trouble.value,
                remedy="put this portal's own keys back before it starts again",
            )


def _trouble(path: Path, keyring: Keyring) -> KeysTrouble | None:
    try:
        found = read_keyring(path)
    except FileNotFoundError:
        return KeysTrouble.GONE
    except (OSError, UnreadableKeysError):
        return KeysTrouble.UNREADABLE
    return None if found == keyring else KeysTrouble.OTHERS


def _mark(path: Path) -> _Mark | None:
    try:
        found = os.stat(path)  # noqa: PTH116  # at each question, so without a Path
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
