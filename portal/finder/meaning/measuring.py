"""How often what texts mean is told, of texts of which it is known."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from portal.finder.meaning.examples import COLUMNS, NONE
from portal.finder.measuring import Share


class Told(NamedTuple):
    """A text, its kind or NONE, and the kinds of which something is told to whoever wrote it."""

    kind: str
    language: str
    text: str
    kinds: Collection[str]

    @property
    def is_right(self) -> bool:
        """Tell whether something is told where there is something to tell, and nothing else."""
        return bool(self.kinds) is (self.kind != NONE)


def read_told(file: Path, told: Callable[[str], Collection[str]]) -> Iterator[Told]:
    """Yield the texts of a file with what is told; raise ValueError where it has not the columns.

    Columns besides are left alone.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            raise ValueError(f"{file.name}: its first line is to have {','.join(COLUMNS)}")
        for row in rows:
            if any(row[column] is None for column in COLUMNS):
                raise ValueError(f"{file.name}:{rows.line_num}: has not every column")
            kind, language, text = (row[column] for column in COLUMNS)
            yield Told(kind, language, text, told(text))


def meaning_shares(every: Sequence[Told]) -> dict[str, Share]:
    """Return each figure by what it says: of those that mean it, of the others, then by kind."""
    meant = [told for told in every if told.kind != NONE]
    others = [told for told in every if told.kind == NONE]
    return {
        "recognised": _share(meant, lambda told: told.is_right),
        "false alarms": _share(others, lambda told: not told.is_right),
        "with the right help": _share(meant, lambda told: told.kind in told.kinds),
        **_by(meant, lambda told: told.kind, lambda told: told.is_right),
    }


def with_lines(every: Sequence[Told], may_be: Callable[[str], bool]) -> dict[str, Share]:
    """Return how many are told something, counting those of which it `may_be` that they mean it."""

    def is_told(told: Told) -> bool:
        return bool(told.kinds) or may_be(told.text)

    meant = [told for told in every if told.kind != NONE]
    return {
        "recognised": _share(meant, is_told),
        "false alarms": _share([told for told in every if told.kind == NONE], is_told),
    }


def by_language(every: Sequence[Told]) -> dict[str, Share]:
    """Return of each language how many were recognised, and how many were false alarms."""
    meant = _by(
        [told for told in every if told.kind != NONE], _language, lambda told: told.is_right
    )
    alarms = _by(
        [told for told in every if told.kind == NONE], _language, lambda told: not told.is_right
    )
    return {
        **{f"recognised, {language}": share for language, share in meant.items()},
        **{f"false alarms, {language}": share for language, share in alarms.items()},
    }


def _language(told: Told) -> str:
    return told.language


def _by(
    every: Sequence[Told], part: Callable[[Told], str], counts: Callable[[Told], bool]
) -> dict[str, Share]:
    parts = sorted({part(told) for told in every})
    return {name: _share([t for t in every if part(t) == name], counts) for name in parts}


def _share(of: Iterable[Told], counts: Callable[[Told], bool]) -> Share:
    counted = [counts(told) for told in of]
    return Share(sum(counted), len(counted))
