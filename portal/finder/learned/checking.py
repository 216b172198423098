"""Everything that is wrong with files of examples, and where: each can then be mended at once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from portal.agencies.settings.schema import AgencySettings
from portal.finder.learned.examples import COLUMNS, FOLDER, NOBODY, problem_of

Known = Mapping[str, AgencySettings]


class ExampleMistake(NamedTuple):
    """One thing to correct, at a line of a file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{FOLDER}/{self.file}:{self.line}: {self.text}"


def mistakes_in_examples(files: Iterable[Path], known: Known) -> list[ExampleMistake]:
    """Return what is wrong with files of examples, by the settings of the agencies that are known.

    A text that stands twice, with whatever label, is named where it comes again.
    """
    seen: dict[str, str] = {}
    return [mistake for file in files for mistake in _mistakes_of(file, known, seen)]


def _mistakes_of(file: Path, known: Known, seen: dict[str, str]) -> Iterator[ExampleMistake]:
    if file.stem != NOBODY and file.stem not in known:
        yield ExampleMistake(file.name, 1, "no agency here has this code")
        return
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from _mistakes_in(file, csv.DictReader(lines), known, seen)
    except (UnicodeDecodeError, csv.Error) as error:
        yield ExampleMistake(file.name, 1, f"is no CSV in UTF-8: {error}")


def _mistakes_in(
    file: Path, rows: csv.DictReader[str], known: Known, seen: dict[str, str]
) -> Iterator[ExampleMistake]:
    if tuple(rows.fieldnames or ()) != COLUMNS:
        told = f"its first line is to be {','.join(COLUMNS)}"
        yield ExampleMistake(file.name, 1, told)
        return
    for row in rows:
        problem = problem_of(row)
        for text in [problem] if problem else _beside_settings(file.stem, row, known):
            yield ExampleMistake(file.name, rows.line_num, text)
        if not problem:
            place, typed = f"{file.name}:{rows.line_num}", " ".join(row["text"].casefold().split())
            if seen.setdefault(typed, place) != place:
                told = f"text: stands already at {seen[typed]}"
                yield ExampleMistake(file.name, rows.line_num, told)


def _beside_settings(code: str, row: Mapping[str, str], known: Known) -> Iterator[str]:
    """Yield what does not fit the settings: a category or an agency that is not there."""
    if code != NOBODY:
        offered = [category.code for category in known[code].categories if not category.retired]
        if row["category"] not in offered:
            yield f'category: "{row["category"]}" is none of {", ".join(offered)}'
    for other in row["acceptable"].split():
        if other not in known or other == code:
            told = "is the agency itself" if other == code else "is no agency here"
            yield f'acceptable: "{other}" {told}'
