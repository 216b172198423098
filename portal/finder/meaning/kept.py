"""What was learned of meanings, kept in one file that all processes read without copies."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import structlog
from msgspec import Struct

from portal.domain.meaning import Heard, Subject
from portal.finder.learned.beside import files_in, place_of_learned
from portal.finder.learned.examples import ExamplesError, read_examples
from portal.finder.meaning import senses
from portal.finder.meaning.examples import (
    NONE,
    ORDINARY,
    Example,
    categories_file_of,
    file_of,
    read_categories,
    read_meanings,
)
from portal.finder.meaning.marks import BUCKETS
from portal.finder.meaning.recogniser import Recogniser, recogniser_from
from portal.finder.meaning.training import Weights
from portal.kept_arrays import (
    Head,
    digest_in,
    digest_of,
    mapped,
    mark_of,
    write_arrays,
)

log = structlog.get_logger()

SURE: Mapping[Subject, float] = {Subject.DANGER: 0.9, Subject.DECISION: 0.0}
"""From what strength a meaning is told, chosen on the examples by cross-validation.

One in 25 of ordinary complaints has a danger told that is none.
"""
LEAST: Mapping[Subject, float] = {**SURE, Subject.DANGER: 0.0}
"""From what strength it is told at all, be it quietly: so that one in ten ordinary ones is."""
_NAME = "meaning.cache"
_ORDINARY = 2_000
_UNLIKE_ORDINARY = frozenset({Subject.DANGER})
"""What hardly any ordinary complaint says; many disagree with a decision."""
_MOST = (1 << 15) - 1
_REMEMBERED = 512
_AT_ALL, _APART = "", "-"


class _Table(Struct):
    subject: Subject
    kind: str
    bias: float
    step: float
    """How much one step of a kept weight is."""


class _Head(Head):
    tables: tuple[_Table, ...]


class _Stepped(NamedTuple):
    """Weights kept as whole numbers of steps."""

    steps: Sequence[int]
    step: float


class _Kept(NamedTuple):
    mark: tuple[int, int]
    recognisers: Mapping[Subject, Recogniser]


class KeptMeanings:
    """Hears what texts mean by what is kept, read again whenever the file is another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _Kept((0, 0), {})
        self._remembered: dict[tuple[Subject, bytes], tuple[Heard, ...]] = {}

    def __call__(self, subject: Subject, text: str) -> Sequence[Heard] | None:
        """Return what a text means; None where nothing was learned of the subject."""
        recogniser = self._recognisers().get(subject)
        if recogniser is None:
            return None
        # By its digest: no text stays in memory because somebody listened to it.
        key = subject, hashlib.sha256(text.encode(errors="replace")).digest()
        known = self._remembered.get(key)
        if known is None:
            known = tuple(recogniser.heard(text, LEAST[subject], SURE[subject]))
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = known
        return known

    def _recognisers(self) -> Mapping[Subject, Recogniser]:
        mark = mark_of(self._path)
        if mark != self._kept.mark:
            self._kept = _Kept(mark, _read(self._path) if any(mark) else {})
            self._remembered.clear()
        return self._kept.recognisers


def place_of_meanings(folder: Path, data: Path) -> Path:
    """Return the file that keeps what was learned from the examples beside `folder`."""
    return place_of_learned(folder, data).with_name(_NAME)


def are_meanings_learned(folder: Path, data: Path) -> bool:
    """Tell whether `learn_meanings` would do nothing."""
    if not _files_in(folder):
        return True
    return digest_in(place_of_meanings(folder, data)) == _digest_of(folder)


def learn_meanings(folder: Path, data: Path) -> None:
    """Learn from the examples beside the settings, if they or the code that reads them are others.

    A mistake in them, or a full disk, is logged: the words of settings then stand alone.
    """
    if are_meanings_learned(folder, data):
        return
    try:
        learned = {
            subject: _learned(folder, subject, file) for subject, file in _files_in(folder).items()
        }
        _keep(learned, _digest_of(folder), place_of_meanings(folder, data))
    except ExamplesError as error:
        log.warning("no meanings learned", mistake=str(error))
    except OSError as error:
        log.warning("learned meanings cannot be kept", why=error.strerror)


def _files_in(folder: Path) -> dict[Subject, Path]:
    files = {subject: file_of(folder, subject) for subject in Subject}
    return {subject: file for subject, file in files.items() if file.is_file()}


def _learned(folder: Path, subject: Subject, file: Path) -> Recogniser:
    """Learn a subject from its own examples and from the finder's."""
    every = list(read_meanings(file, subject))
    own = [example for example in every if example.kind != ORDINARY]
    saying, others = _of_finder(folder, subject)
    others += [example.text for example in every if example.kind == ORDINARY]
    if subject in _UNLIKE_ORDINARY:
        return recogniser_from([*own, *saying], others)
    none = (Example(NONE, "", text) for text in others)
    return recogniser_from([*own, *saying, *none])


def _of_finder(folder: Path, subject: Subject) -> tuple[list[Example], list[str]]:
    """Return the finder's examples that say it, by their category, and every few of the others."""
    kinds = read_categories(categories_file_of(folder, subject), subject)
    every = list(read_examples(files_in(folder)))
    saying = [Example(kinds[e.label], e.language, e.text) for e in every if e.label in kinds]
    others = [example.text for example in every if example.label not in kinds]
    return saying, others[:: len(others) // _ORDINARY + 1]


def _digest_of(folder: Path) -> str:
    """Return what changes with the code and with the files, wherever they lie."""
    categories = (categories_file_of(folder, subject) for subject in Subject)
    own = [*_files_in(folder).values(), *filter(Path.is_file, categories)]
    return digest_of("finder/meaning", (senses.FILE, *own, *files_in(folder)))


def _keep(learned: Mapping[Subject, Recogniser], digest: str, path: Path) -> None:
    named = [
        (subject, kind, weights)
        for subject, recogniser in learned.items()
        for kind, weights in _by_name(recogniser).items()
    ]
    stepped = [_stepped(weights) for _, _, weights in named]
    tables = tuple(
        _Table(subject, kind, weights.bias, kept.step)
        for (subject, kind, weights), kept in zip(named, stepped, strict=True)
    )
    steps = (array("h", kept.steps).tobytes() for kept in stepped)
    write_arrays(path, _Head(digest, tables), steps)


def _by_name(recogniser: Recogniser) -> dict[str, Weights]:
    apart = {_APART: recogniser.apart} if recogniser.apart else {}
    return {_AT_ALL: recogniser.at_all, **apart, **recogniser.kinds}


def _stepped(weights: Weights) -> _Stepped:
    step = max(map(abs, weights.marks)) / _MOST or 1.0
    return _Stepped([round(weight / step) for weight in weights.marks], step)


def _read(path: Path) -> dict[Subject, Recogniser]:
    kept = mapped(path, _Head)
    if kept is None:
        return {}
    head, content, start = kept
    size = BUCKETS * array("h").itemsize
    if len(content) != start + size * len(head.tables):
        return {}
    learned: dict[Subject, dict[str, Weights]] = {}
    for rank, table in enumerate(head.tables):
        steps = content[start + rank * size : start + (rank + 1) * size].cast("h")
        learned.setdefault(table.subject, {})[table.kind] = Weights(steps, table.bias, table.step)
    return {
        subject: Recogniser(weights.pop(_AT_ALL), apart=weights.pop(_APART, None), kinds=weights)
        for subject, weights in learned.items()
    }
