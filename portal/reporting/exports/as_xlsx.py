"""Figures as a workbook of Excel: a sheet that says what it is, then one for each table."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.pages.current import gettext
from portal.reporting.exports.contents import Contents, Row, Table

_WIDTHS = (44, 18)
"""How many letters wide the first column is, and each other."""
_MOST_LETTERS = 31
"""So long may the name of a sheet be."""


def written(contents: Contents) -> bytes:
    """Return the workbook; texts are written as texts, so that nothing is calculated."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        strong = book.add_format({"bold": True})
        first = _sheet(book, gettext("À propos"))
        for at, row in enumerate(contents.heading):
            _write(first, at, row)
        for table in contents.tables[:1]:
            _write_table(first, len(contents.heading) + 1, table, strong)
        for table in contents.tables[1:]:
            _write_table(_sheet(book, table.code), 0, table, strong)
    return file.getvalue()


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.add_worksheet(name[:_MOST_LETTERS])
    first, others = _WIDTHS
    sheet.set_column(0, 0, first)
    sheet.set_column(1, 20, others)
    return sheet


def _write_table(sheet: Worksheet, at: int, table: Table, strong: Format) -> None:
    if table.title:
        sheet.write_string(at, 0, table.title, strong)
        sheet.write_string(at + 1, 0, table.unit)
        at += 3
    _write(sheet, at, table.columns, strong)
    for below, row in enumerate(table.rows(), start=1):
        _write(sheet, at + below, row)


def _write(sheet: Worksheet, at: int, row: Row, style: Format | None = None) -> None:
    for column, value in enumerate(row):
        sheet.write(at, column, value, style)
