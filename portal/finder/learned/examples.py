"""Examples: texts as citizens write them, with the agency and the category that answer for them.

Each agency has a file of its own in the folder `examples` beside its settings, `CODE.csv`, which
anybody can open as a spreadsheet. `_none.csv` has what belongs to no agency of the portal.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = "examples"
NOBODY = "_none"
COLUMNS = ("category", "language", "acceptable", "text")
LANGUAGES = ("fr", "en", "mixed")
LONGEST = 4_000


class Label(NamedTuple):
    """Who answers for a text: an agency and its category; NOBODY and a kind of other body."""

    agency: str
    category: str


class Example(NamedTuple):
    """A text and who answers for it; any of `acceptable` agencies would do as well."""

    label: Label
    language: str
    acceptable: frozenset[str]
    text: str


class ExamplesError(ValueError):
    """A file of examples says something that cannot be used; its message names the line."""


def read_examples(files: Iterable[Path]) -> Iterator[Example]:
    """Yield what the files say, in their order; raise ExamplesError for the first mistake."""
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from _read(file, csv.DictReader(lines))


def _read(file: Path, rows: csv.DictReader[str]) -> Iterator[Example]:
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ExamplesError(f"{file.name}:1: its first line is to be {','.join(COLUMNS)}")
    for row in rows:
        if problem := problem_of(row):
            raise ExamplesError(f"{file.name}:{rows.line_num}: {problem}")
        label = Label(file.stem, row["category"])
        yield Example(label, row["language"], frozenset(row["acceptable"].split()), row["text"])


def problem_of(row: dict[str, str]) -> str:
    """Return what is wrong with a line; nothing where it can be used."""
    if None in row or None in row.values():
        return f"has not {len(COLUMNS)} columns"
    if not row["category"]:
        return "category: is missing"
    if row["language"] not in LANGUAGES:
        return f'language: "{row["language"]}" is none of fr, en and mixed'
    if not 0 < len(row["text"].strip()) <= LONGEST:
        return f"text: has to have 1 to {LONGEST} characters"
    return ""
