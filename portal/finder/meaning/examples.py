"""Examples of what texts mean: `_danger.csv` beside the settings, and one for each other subject.

Most of them say it; `none` are those that only sound like it, and `ordinary` what people mostly
write that was taken for it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portal.domain.meaning import KINDS, Subject
from portal.finder.learned.examples import FOLDER, LANGUAGES, LONGEST, ExamplesError, Label

COLUMNS = ("kind", "language", "text")
CATEGORIES = ("agency", "category", "kind")
NONE = "none"
ORDINARY = "ordinary"


class Example(NamedTuple):
    """A text and what it means: a kind of its subject, NONE or ORDINARY."""

    kind: str
    language: str
    text: str


def file_of(folder: Path, subject: Subject) -> Path:
    """Return the file of examples of a subject, beside the settings in `folder`."""
    return folder / FOLDER / f"_{subject}.csv"


def read_meanings(file: Path, subject: Subject) -> Iterator[Example]:
    """Yield what a file says, in its order; raise ExamplesError for the first mistake."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ExamplesError(f"{file.name}:1: its first line is to be {','.join(COLUMNS)}")
        for row in rows:
            if problem := _problem(row, (*KINDS[subject], NONE, ORDINARY)):
                raise ExamplesError(f"{file.name}:{rows.line_num}: {problem}")
            yield Example(row["kind"], row["language"], row["text"])


def categories_file_of(folder: Path, subject: Subject) -> Path:
    """Return the file that names categories whose examples for the finder say it as well."""
    return folder / FOLDER / f"_{subject}_categories.csv"


def read_categories(file: Path, subject: Subject) -> dict[Label, str]:
    """Return the kind of each category that is named; none where there is no such file.

    Raise ExamplesError for the first mistake.
    """
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        if next(rows, None) != list(CATEGORIES):
            raise ExamplesError(f"{file.name}:1: its first line is to be {','.join(CATEGORIES)}")
        every = list(rows)
    for number, row in enumerate(every, 2):
        if len(row) != len(CATEGORIES) or row[-1] not in KINDS[subject]:
            raise ExamplesError(f"{file.name}:{number}: names no agency, category and kind")
    return {Label(agency, category): kind for agency, category, kind in every}


def _problem(row: dict[str, str], kinds: tuple[str, ...]) -> str:
    """Return what is wrong with a line; nothing where it can be used."""
    if None in row or None in row.values():
        return f"has not {len(COLUMNS)} columns"
    if row["kind"] not in kinds:
        return f'kind: "{row["kind"]}" is none of {", ".join(kinds)}'
    if row["language"] not in LANGUAGES:
        return f'language: "{row["language"]}" is none of {", ".join(LANGUAGES)}'
    if not 0 < len(row["text"].strip()) <= LONGEST:
        return f"text: has to have 1 to {LONGEST} characters"
    return ""
