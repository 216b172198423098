"""How often the finder is right about texts whose agency is known."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from portal.domain.routing import Found

NONE = "none"
COLUMNS = ("agency", "acceptable", "language", "style", "text")
_SURE = 1.96
"""Standard deviations around a share that hold 95 % of what could have been measured."""


class Labelled(NamedTuple):
    """A text and the agency that answers for it, or NONE; others that would do; how it is told."""

    agency: str
    acceptable: frozenset[str]
    language: str
    style: str
    text: str


class Share(NamedTuple):
    """How many of how many."""

    right: int
    of: int

    def __str__(self) -> str:
        low, high = (round(100 * end) for end in self.interval)
        return f"{self.right} of {self.of}, {100 * self.rate:.1f} % ({low} to {high})"

    @property
    def rate(self) -> float:
        """The share itself; 0 of nothing."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the share of all such texts lies, 95 times of 100 (Wilson, 1927)."""
        if not self.of:
            return 0.0, 1.0
        square = _SURE**2 / self.of
        middle = self.rate + square / 2
        spread = _SURE * math.sqrt(self.rate * (1 - self.rate) / self.of + square / self.of / 4)
        return max(0.0, (middle - spread) / (1 + square)), min(
            1.0, (middle + spread) / (1 + square)
        )


class Measured(NamedTuple):
    """A text, and what was found for it."""

    labelled: Labelled
    found: Found

    @property
    def agencies(self) -> list[str]:
        """The agencies found, in their order."""
        return [suggestion.agency for suggestion in self.found.suggestions]

    @property
    def says_nobody(self) -> bool:
        """Tell whether the person is told that none of the agencies seems to answer."""
        return self.found.elsewhere is not None or not self.found.suggestions

    @property
    def is_first(self) -> bool:
        """Tell whether the right agency is the first, and the person is not told otherwise."""
        return not self.says_nobody and self.agencies[:1] == [self.labelled.agency]

    @property
    def is_acceptable(self) -> bool:
        """Tell whether the first is right, or would do."""
        return not self.says_nobody and (
            self.is_first or self.agencies[0] in self.labelled.acceptable
        )


def read_labelled(file: Path) -> Iterator[Labelled]:
    """Yield the texts of a file; raise ValueError where it has not the columns."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{file.name}: its first line is to be {','.join(COLUMNS)}")
        for row in rows:
            if None in row or None in row.values():
                raise ValueError(f"{file.name}:{rows.line_num}: has not {len(COLUMNS)} columns")
            agency, acceptable, language, style, text = row.values()
            yield Labelled(agency, frozenset(acceptable.split()), language, style, text)


def measured(texts: Iterable[Labelled], find: Callable[[str], Found]) -> list[Measured]:
    """Find each text."""
    return [Measured(text, find(text.text)) for text in texts]


def shares(every: Sequence[Measured]) -> dict[str, Share]:
    """Return each figure by what it says."""
    ours = [one for one in every if one.labelled.agency != NONE]
    nobodys = [one for one in every if one.labelled.agency == NONE]
    told = [one for one in every if one.says_nobody]
    true = [one for one in told if NONE in {one.labelled.agency, *one.labelled.acceptable}]
    return {
        "first suggestion right": _share(ours, lambda one: one.is_first),
        "right or acceptable": _share(ours, lambda one: one.is_acceptable),
        "among the first three": _share(ours, lambda one: one.labelled.agency in one.agencies[:3]),
        "nobody's, told so": _share(nobodys, lambda one: one.says_nobody),
        "told nobody's, rightly": Share(len(true), len(told)),
    }


def firsts_by(every: Sequence[Measured], part: Callable[[Labelled], str]) -> dict[str, Share]:
    """Return how often the first suggestion is right, by a part of each text's label."""
    ours = [one for one in every if one.labelled.agency != NONE]
    parts = sorted({part(one.labelled) for one in ours})
    return {
        name: _share([one for one in ours if part(one.labelled) == name], lambda one: one.is_first)
        for name in parts
    }


def _share(of: Sequence[Measured], is_right: Callable[[Measured], bool]) -> Share:
    return Share(sum(map(is_right, of)), len(of))
