"""Whether the file of a database is still the one that was opened, and whether it can grow.

A file that was removed, or that another took the place of, is written to as before: everything
committed there is gone with the last process that has it open.
"""

from __future__ import annotations

import os
from pathlib import Path

from portal.domain.troubles import DataGoneError, DiskFullError, ForeignLogError, ReadOnlyDataError

_MEGABYTE = 1024 * 1024
_ROOM = 4 * _MEGABYTE
"""What SQLite writes beside a database before it puts that back into its place, about."""
_Number = tuple[int, int]
"""The device of a file and its number there, by which the system knows it."""
_LOST = (-1, -1)


class OpenFile:
    """A file as connections have it open, with those that SQLite keeps beside it (`beside`)."""

    def __init__(self, path: Path, *beside: str) -> None:
        self._path, self._beside = str(path), [f"{path}{suffix}" for suffix in beside]
        self._number: _Number | None = None
        self._numbers_beside: list[_Number | None] = []
        self._lost_number: _Number | None = None

    def opened(self) -> None:
        """Take note of what was opened; raise DataGoneError if others have another one open."""
        number = self._found()
        if self._number not in (None, _LOST, number):
            raise self._gone("is another file than the one that is open")
        if self._number == _LOST and number != self._lost_number:
            self._refuse_of_another()
        if self._number != number:
            self._number, self._numbers_beside = number, [_number(path) for path in self._beside]

    def ensure_there(self) -> None:
        """Raise DataGoneError unless what stands at its path is what was opened, if anything was.

        The system is asked once for each file. One beside it may be made later: it is taken note
        of when it is first seen.
        """
        if self._number is None:
            return
        if self._found() != self._number:
            raise self._gone("is another file than the one that was opened")
        for rank, path in enumerate(self._beside):
            number, before = _number(path), self._numbers_beside[rank]
            if before is None:
                self._numbers_beside[rank] = number
            elif number != before:
                raise self._gone(f"has another {path} beside it")

    @property
    def is_open(self) -> bool:
        """Tell whether it is known to be open: neither closed nor lost."""
        return self._number not in (None, _LOST)

    def closed(self) -> None:
        """Take note that nobody has it open."""
        self._number = None

    def lost(self) -> None:
        """Take note that whoever has it open has one that is gone; the next opens another.

        What is beside it no more by now never comes back: once nobody has it open, the system gives
        its number to another file.
        """
        if self.is_open:
            self._lost_number = self._number
            self._numbers_beside = [
                before if _number(path) == before else None
                for path, before in zip(self._beside, self._numbers_beside, strict=True)
            ]
        self._number = _LOST

    def _refuse_of_another(self) -> None:
        """Raise ForeignLogError while something of the file that was lost stands beside another.

        SQLite would put into this file what was written for that one.
        """
        # None are known of a file that was lost before it was opened.
        for path, before in zip(self._beside, self._numbers_beside, strict=False):
            if before is not None and _number(path) == before:
                why = f"{path} is the log of another file than {self._path} beside it"
                raise ForeignLogError(f"{why}: stop the portal, move that away")

    def _found(self) -> _Number:
        number = _number(self._path)
        if number is None:
            raise self._gone("is not there")
        return number

    def _gone(self, why: str) -> DataGoneError:
        return DataGoneError(f"{self._path} {why}")


class KnownFile:
    """The file that stands at `path`: whether it is the one that was known, or is to be doubted."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._known: _Number | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether it is the one that was known; the first one is. The system is asked once."""
        number = _number(self._path)
        if self._known is None:
            self._known = number
        return number == self._known

    def doubt(self) -> None:
        """Know none: whatever stands there is to be looked at."""
        self._known = _LOST

    def know(self) -> None:
        """Know the one that stands there."""
        self._known = _number(self._path)


def _number(path: str) -> _Number | None:
    try:
        found = os.stat(path)  # noqa: PTH116  # at each commit, so without a Path
    except OSError:
        return None
    return found.st_dev, found.st_ino


def ensure_room(path: Path) -> None:
    """Raise what the system says of a file that could not be written to, without trying."""
    try:
        disk = os.statvfs(path.parent)
    except OSError as error:
        raise DataGoneError(f"{path.parent}: {error.strerror}") from None
    if not path.exists():
        raise DataGoneError(f"{path} is not there")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise ReadOnlyDataError(f"{path} may not be written to")
    if disk.f_bavail * disk.f_frsize < _ROOM:
        raise DiskFullError(f"less than {_ROOM // _MEGABYTE} MB are free for {path}")
