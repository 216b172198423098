"""What was learned, kept in one file that all processes read without a copy of their own."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from portal.finder.learned.counts import Counts
from portal.finder.learned.examples import read_examples
from portal.finder.learned.learned import Learned, learned_from
from portal.kept_arrays import (
    Head,
    digest_in,
    digest_of,
    mapped,
    mark_of,
    padded,
    write_arrays,
)

_ARRAYS: dict[str, Literal["f", "I", "H", "B"]] = {
    "rarity": "f",
    "starts": "I",
    "ranks": "H",
    "says": "B",
}
"""The arrays of a table and the type of their values, in the order in which they are written."""
_LEARNS_BY = "finder/learned"


class _Table(Struct):
    labels: tuple[str, ...]
    breadth: tuple[float, ...]
    lengths: dict[str, int]


class _Head(Head):
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
        mark = mark_of(self._path)
        if mark != self._kept.mark:
            self._kept = _Kept(mark, _read(self._path) if any(mark) else None)
        return self._kept.learned


def is_kept(files: Sequence[Path], path: Path) -> bool:
    """Tell whether what these files teach is what is kept, by the code that is here."""
    return digest_in(path) == digest_of(_LEARNS_BY, files)


def keep_learned(files: Sequence[Path], path: Path) -> None:
    """Learn from files of examples and keep it.

    Raise ExamplesError for what cannot be read as an example, and OSError.
    """
    learned = learned_from(read_examples(files))
    tables = tuple(
        _Table(table.labels, table.breadth, {name: len(getattr(table, name)) for name in _ARRAYS})
        for table in learned.tables
    )
    write_arrays(path, _Head(digest_of(_LEARNS_BY, files), tables), _arrays_of(learned))


def _arrays_of(learned: Learned) -> Iterator[bytes]:
    for table in learned.tables:
        for name in _ARRAYS:
            yield getattr(table, name).tobytes()


def _read(path: Path) -> Learned | None:
    kept = mapped(path, _Head)
    if kept is None:
        return None
    head, content, start = kept
    if len(content) != start + sum(map(_size_of, head.tables)):
        return None
    return Learned(*_tables(head, content, start))


def _size_of(table: _Table) -> int:
    return sum(padded(table.lengths[name] * array(of).itemsize) for name, of in _ARRAYS.items())


def _tables(head: _Head, content: memoryview, start: int) -> Iterator[Counts]:
    for table in head.tables:
        arrays: dict[str, Any] = {}
        for name, kind in _ARRAYS.items():
            size = table.lengths[name] * array(kind).itemsize
            arrays[name] = content[start : start + size].cast(kind)
            start += padded(size)
        yield Counts(table.labels, table.breadth, **arrays)
