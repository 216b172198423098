"""Figures as CSV: one after the other, as a spreadsheet of the language parts columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from portal.reporting.exports.contents import Contents, Row, Table
from portal.reporting.file_forms import SEPARATORS

# Spreadsheets read UTF-8 only where this mark begins the file.
_BEGINNING = "\N{ZERO WIDTH NO-BREAK SPACE}"
_CALCULATED = re.compile(r"[=@\t\r]|[+-](?!\d[\d\s.,]*(%|points)?$)")
"""How a text begins that spreadsheets would calculate; a change such as "+12 %" is none."""


def written(contents: Contents) -> bytes:
    """Return the file: its heading, then each table under its title."""
    return in_language(_rows(contents), contents.language)


def in_language(rows: Iterable[Row], language: str) -> bytes:
    """Return a file of these rows, as a spreadsheet of the language opens it."""
    file = StringIO()
    writer = csv.writer(file, delimiter=SEPARATORS[language], lineterminator="\r\n")
    writer.writerows(map(_as_text, rows))
    return (_BEGINNING + file.getvalue()).encode()


def _rows(contents: Contents) -> Iterator[Row]:
    yield from contents.heading
    for table in contents.tables:
        yield ()
        yield from _above(table)
        yield table.columns
        yield from table.rows()


def _above(table: Table) -> list[Row]:
    return [(table.title,), (table.unit,)] if table.title else []


def _as_text(row: Row) -> Row:
    """Return a row of which nothing is calculated when it is opened."""
    return [
        f"'{value}" if isinstance(value, str) and _CALCULATED.match(value) else value
        for value in row
    ]
