"""What was kept last, remembered beside the database: by this an older copy in its place is seen.

A copy that was put back, or a database that lost its log, is whole and signed; and it gives numbers
again that people already have. So a file in the data folder remembers how far it went.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import Connection

from portal.complaints.proof.lost_numbers import LostNumbers, keep_lost, kept_lost
from portal.complaints.queries.last_kept import Extent, extent, go_on_after, has_other_root
from portal.db.engine import Database
from portal.domain.number import complaint_number
from portal.domain.troubles import OlderStateError
from portal.private import private_opener

log = structlog.get_logger()

_SIZE = 1024
"""How large the file is from the first: a full disk takes what is written over it."""


class _Remembered(msgspec.Struct, frozen=True):
    """How far what is kept went, and by which key its history was signed."""

    public_key: str
    extent: Extent


class LastKept:
    """The file `path` of a portal whose history is signed by `public_key`; without one, nothing.

    Several threads, and processes, may write it. What cannot be written or read is logged: no
    one is kept from being served.
    """

    def __init__(self, path: Path | None = None, public_key: str = "") -> None:
        self._path, self._public_key = path, public_key
        self._lost_file = None if path is None else path.with_name("lost-numbers.jsonl")

    def note(self, connection: Connection) -> None:
        """Remember how far what is kept goes, unless it went further already."""
        found = extent(connection)
        self._change(lambda before: self._further(before, found))

    def ensure_new(self, number: str) -> None:
        """Raise OlderStateError for a number that was given before, about to be given again.

        However an older state came in the place of the newer one, under a portal that runs.
        """
        year, rank = map(int, number.split("-"))
        before = self._read()
        if before is not None and before.extent.numbers.get(year, 0) >= rank:
            raise OlderStateError(f"the number {number} was given before")

    def note_number(self, number: str) -> None:
        """Remember that a number was given, before anybody is told: in some 20 microseconds."""
        year, rank = map(int, number.split("-"))
        given = Extent(numbers={year: rank})
        self._change(lambda before: self._further(before, given))

    def ensure_not_older(self, connection: Connection) -> None:
        """Raise OlderStateError if a database holds less than is remembered, or something else."""
        before = self._read()
        if before is None:
            return
        if before.public_key != self._public_key:
            raise OlderStateError("what was kept here last is of a portal with other keys")
        found, last = extent(connection), before.extent
        for year, rank in last.numbers.items():
            if (known := found.numbers.get(year, 0)) < rank:
                given, has = complaint_number(year, rank), complaint_number(year, known)
                raise OlderStateError(f"the number {given} was given, and it goes up to {has}")
        if found.entry < last.entry or found.covered < last.covered:
            raise OlderStateError("its history is shorter than what was kept here last")
        if has_other_root(connection, last.covered, last.root):
            raise OlderStateError("its history is another than what was kept here last")

    def accept(self, database: Database, now: datetime) -> Sequence[LostNumbers]:
        """Accept a database as it is, its numbers going on after those that are remembered.

        Return the numbers that are lost, which are kept, signed; raise OSError if they cannot be.
        """
        before = self._read()
        given = before.extent.numbers if before else {}
        with database.glancing() as connection:
            known = extent(connection).numbers
        lost = [
            LostNumbers(year, known.get(year, 0) + 1, rank, now)
            for year, rank in sorted(given.items())
            if known.get(year, 0) < rank
        ]
        if lost and self._lost_file is not None:
            keep_lost(self._lost_file, database.keyring, lost)
        database.enter(lambda connection: go_on_after(connection, given))
        with database.glancing() as connection:
            found = extent(connection)
        self._change(lambda _: _Remembered(self._public_key, found))
        return lost

    @property
    def lost(self) -> Sequence[LostNumbers]:
        """The numbers that were accepted as lost."""
        return () if self._lost_file is None else kept_lost(self._lost_file, self._public_key)

    def _further(self, before: _Remembered | None, found: Extent) -> _Remembered:
        if before is None:
            return _Remembered(self._public_key, found)
        last = before.extent
        numbers = dict(last.numbers)
        for year, rank in found.numbers.items():
            numbers[year] = max(rank, numbers.get(year, 0))
        is_grown = found.covered > last.covered
        covered, root = (found.covered, found.root) if is_grown else (last.covered, last.root)
        further = Extent(max(found.entry, last.entry), numbers, covered, root)
        return _Remembered(before.public_key, further)

    def _read(self) -> _Remembered | None:
        """Return what is remembered; None where nothing is, or it cannot be read."""
        if self._path is None:
            return None
        try:
            with _locked(self._path, os.O_RDONLY, fcntl.LOCK_SH) as descriptor:
                return _decoded(os.pread(descriptor, _SIZE, 0))
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("what was kept last cannot be read", why=error.strerror)
            return None

    def _change(self, change: Callable[[_Remembered | None], _Remembered]) -> None:
        """Write what comes of what was remembered, one after the other."""
        if self._path is None:
            return
        try:
            with _locked(self._path, os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX) as descriptor:
                before = _decoded(os.pread(descriptor, _SIZE, 0))
                after = change(before)
                if after != before:
                    os.pwrite(descriptor, msgspec.json.encode(after).ljust(_SIZE), 0)
        except OSError as error:
            log.warning("what was kept last is not remembered", why=error.strerror)


@contextmanager
def _locked(path: Path, flags: int, how: int) -> Iterator[int]:
    """Open a file while nobody else writes it, or reads it either, as `how` says."""
    descriptor = private_opener(str(path), flags | os.O_CLOEXEC)
    try:
        # Opened anew each time: it keeps threads from each other too.
        fcntl.flock(descriptor, how)
        yield descriptor
    finally:
        os.close(descriptor)


def _decoded(written: bytes) -> _Remembered | None:
    if not written.strip(b" \0"):
        return None
    try:
        return msgspec.json.decode(written, type=_Remembered)
    except msgspec.DecodeError:
        log.warning("what was kept last cannot be read")
        return None
