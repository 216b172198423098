"""What was learned, kept in one file that all processes read without a copy of their own."""

from __future__ import annotations

import hashlib
import mmap
import os
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

import msgspec
from msgspec import Struct

from portal.code_digest import code_digest
from portal.finder.learned.counts import Counts
from portal.finder.learned.examples import read_examples
from portal.finder.learned.learned import Learned, learned_from
from portal.private import private_file

_ARRAYS: dict[str, Literal["f", "I", "H", "B"]] = {
    "rarity": "f",
    "starts": "I",
    "ranks": "H",
    "says": "B",
}
"""The arrays of a table and the type of their values, in the order in which they are written."""
_EVERY = 8
_LONGEST_HEAD = 1 << 20
_LEARNS_BY = ("finder/learned",)


class _Table(Struct):
    labels: tuple[str, ...]
    breadth: tuple[float, ...]
    lengths: dict[str, int]


class _Head(Struct):
    digest: str
    tables: tuple[_Table, ...]


class _Kept(NamedTuple):
    mark: tuple[int, int]
    learned: Learned | None


class KeptLearning:
    """What was learned, read again whenever the file that keeps it is another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _Kept((0, 0), None)

    @property
    def learned(self) -> Learned | None:
        """What was learned; None where nothing is kept, or nothing that can be read."""
        mark = _mark_of(self._path)
        if mark != self._kept.mark:
            self._kept = _Kept(mark, _read(self._path) if any(mark) else None)
        return self._kept.learned


def is_kept(files: Sequence[Path], path: Path) -> bool:
    """Tell whether what these files teach is what is kept, by the code that is here."""
    return _digest_in(path) == _digest_of(files)


def keep_learned(files: Sequence[Path], path: Path) -> None:
    """Learn from files of examples and keep it.

    Raise ExamplesError for what cannot be read as an example, and OSError.
    """
    learned = learned_from(read_examples(files))
    new = path.with_suffix(f".{os.getpid()}")
    with private_file(new).open("wb") as file:
        _write(file, learned, _digest_of(files))
    new.replace(path)


def _digest_of(files: Sequence[Path]) -> str:
    """Return what changes with the code and with the files, wherever they lie."""
    digest = hashlib.sha256(code_digest(*_LEARNS_BY).encode())
    for file in files:
        digest.update(f"\0{file.name}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _mark_of(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def _digest_in(path: Path) -> str:
    with (
        suppress(OSError, ValueError, msgspec.MsgspecError),
        path.open("rb") as file,
    ):
        return _head(file).digest
    return ""


def _head(file: BinaryIO) -> _Head:
    length = min(int.from_bytes(file.read(_EVERY), "little"), _LONGEST_HEAD)
    return msgspec.json.decode(file.read(length), type=_Head)


def _write(file: BinaryIO, learned: Learned, digest: str) -> None:
    tables = tuple(
        _Table(table.labels, table.breadth, {name: len(getattr(table, name)) for name in _ARRAYS})
        for table in learned.tables
    )
    head = msgspec.json.encode(_Head(digest, tables))
    head += b" " * (-len(head) % _EVERY)
    file.write(len(head).to_bytes(_EVERY, "little") + head)
    for values in (getattr(table, name) for table in learned.tables for name in _ARRAYS):
        content = values.tobytes()
        file.write(content + bytes(-len(content) % _EVERY))


def _read(path: Path) -> Learned | None:
    try:
        with path.open("rb") as file:
            head, start = _head(file), file.tell()
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if len(content) != start + sum(map(_size_of, head.tables)):
            return None
        return Learned(*_tables(head, content, start))
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def _size_of(table: _Table) -> int:
    return sum(_padded(table.lengths[name] * array(of).itemsize) for name, of in _ARRAYS.items())


def _padded(size: int) -> int:
    return size + -size % _EVERY


def _tables(head: _Head, content: memoryview, start: int) -> Iterator[Counts]:
    for table in head.tables:
        arrays: dict[str, Any] = {}
        for name, kind in _ARRAYS.items():
            size = table.lengths[name] * array(kind).itemsize
            arrays[name] = content[start : start + size].cast(kind)
            start += _padded(size)
        yield Counts(table.labels, table.breadth, **arrays)
