"""What was learned of likeness, kept in one file that all processes read without copies."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

import structlog

from portal.finder.learned.beside import files_in, place_of_learned
from portal.finder.learned.examples import ExamplesError, Label, read_examples
from portal.finder.likeness.encoder import LENGTH, encoder, is_there
from portal.finder.likeness.likeness import Likeness, likeness_of
from portal.finder.likeness.vectors import SUFFIX, key_of, vectors_beside
from portal.kept_arrays import (
    Head,
    digest_in,
    digest_of,
    mapped,
    mark_of,
    write_arrays,
)

log = structlog.get_logger()

_NAME = "likeness.cache"
_LEARNS_BY = "finder/likeness"
_MOST_MADE = 400
"""How many vectors are made at most while the portal starts, some ten seconds' worth."""
_REMEMBERED = 256
_AT_ONCE = BoundedSemaphore(2)
_PATIENCE_SECONDS = 0.5
"""How long a page waits while others encode: then it goes by words alone."""


class _Head(Head):
    labels: tuple[Label, ...]
    offsets: tuple[float, ...]


class _Kept(NamedTuple):
    mark: tuple[int, int]
    likeness: Likeness | None


class KeptLikeness:
    """Says how like the examples a text is, by what is kept, read again when that is another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _Kept((0, 0), None)
        self._remembered: dict[bytes, bytes] = {}

    def shares(self, text: str, place_of: Callable[[Label], Label | None]) -> Mapping[str, float]:
        """Return the logarithm of each agency's share; nothing without encoder or turn."""
        likeness = self._likeness() if is_there() else None
        vector = self._vector(text) if likeness else None
        return likeness.shares(vector, place_of) if likeness and vector else {}

    def _likeness(self) -> Likeness | None:
        mark = mark_of(self._path)
        if mark != self._kept.mark:
            self._kept = _Kept(mark, _read(self._path) if any(mark) else None)
        return self._kept.likeness

    def _vector(self, text: str) -> bytes | None:
        # By its digest: no text stays in memory because somebody looked for an agency.
        key = hashlib.sha256(text.encode(errors="replace")).digest()
        known = self._remembered.get(key)
        if known is None and _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
            try:
                known = self._remember(key, encoder()(text))
            finally:
                _AT_ONCE.release()
        return known

    def _remember(self, key: bytes, vector: bytes) -> bytes:
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = vector
        return vector


def place_of_likeness(folder: Path, data: Path) -> Path:
    """Return the file that keeps what was learned from the examples beside `folder`."""
    return place_of_learned(folder, data).with_name(_NAME)


def is_likeness_learned(folder: Path, data: Path) -> bool:
    """Tell whether `learn_likeness` would do nothing."""
    files = files_in(folder)
    if not files or not is_there():
        return True
    return digest_in(place_of_likeness(folder, data)) == _digest_of(files)


def learn_likeness(folder: Path, data: Path) -> None:
    """Learn from the examples beside the settings, if they or the code that reads them are others.

    A mistake in them, or a full disk, is logged: agencies are then found by words alone.
    """
    if is_likeness_learned(folder, data):
        return
    files = files_in(folder)
    try:
        vectors = list(_vectors_of(files))
        if not vectors:
            return
        learned = likeness_of(vectors)
        head = _Head(_digest_of(files), learned.labels, tuple(learned.offsets))
        write_arrays(place_of_likeness(folder, data), head, [learned.slopes.tobytes()])
    except ExamplesError as error:
        log.warning("no likeness learned", mistake=str(error))
    except OSError as error:
        log.warning("learned likeness cannot be kept", why=error.strerror)


def _vectors_of(files: Sequence[Path]) -> Iterator[tuple[Label, bytes]]:
    left, without = _MOST_MADE, 0
    for file in files:
        known = vectors_beside(file)
        for example in read_examples([file]):
            vector = known.get(key_of(example.text))
            if vector is None and left:
                vector, left = encoder()(example.text), left - 1
            if vector is None:
                without += 1
            else:
                yield example.label, vector
    if without:
        log.warning("examples without vectors: run `portal finder encode`", examples=without)


def _digest_of(files: Sequence[Path]) -> str:
    beside = (file.with_suffix(SUFFIX) for file in files)
    return digest_of(_LEARNS_BY, (*files, *filter(Path.is_file, beside)))


def _read(path: Path) -> Likeness | None:
    from numpy import float32, frombuffer

    kept = mapped(path, _Head)
    if kept is None:
        return None
    head, content, start = kept
    size = len(head.labels) * LENGTH * float32().itemsize
    if len(content) != start + size:
        return None
    slopes = frombuffer(content[start:], dtype=float32).reshape(len(head.labels), LENGTH)
    return Likeness(head.labels, head.offsets, slopes)
