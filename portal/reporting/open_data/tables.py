"""A published quarter as a table: for spreadsheets in a language, or as codes for programs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

import msgspec

from portal.domain.time.periods import Period
from portal.pages.current import current_language, gettext
from portal.reporting.exports.as_csv import in_language
from portal.reporting.exports.contents import Row
from portal.reporting.open_data import wording
from portal.reporting.open_data.rows import COLUMNS, PublicRow


def as_codes(rows: Sequence[PublicRow]) -> bytes:
    """Write the bare codes, parted by commas: the same bytes in both languages."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(msgspec.structs.astuple(row) for row in rows)
    return file.getvalue().encode()


def as_spreadsheet(period: Period, rows: Sequence[PublicRow]) -> bytes:
    """Write them as a spreadsheet of the language opens them, with words beside the codes."""
    lines = [_heading(), *(_line(period, row) for row in rows)]
    return in_language(lines, current_language())


def _heading() -> Row:
    return [
        gettext("Période"),
        gettext("Tableau"),
        gettext("Organisme"),
        gettext("Colonne"),
        gettext("Mois"),
        gettext("Unité"),
        gettext("Ce qui est dit"),
        gettext("Au moins"),
        gettext("Au plus"),
        gettext("Code du tableau"),
        gettext("Code de l’organisme"),
        gettext("Code de la colonne"),
    ]


def _line(period: Period, row: PublicRow) -> Row:
    return [
        str(period),
        wording.table_words(row.table),
        wording.agency_words(row.agency),
        wording.column_words(row.table, row.column),
        row.month,
        wording.unit_words(row.unit),
        wording.told_words(row.told),
        "" if row.least is None else row.least,
        "" if row.most is None else row.most,
        row.table,
        row.agency,
        row.column,
    ]
