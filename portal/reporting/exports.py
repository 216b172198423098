"""A page of figures as CSV: what it is, then its numbers and tables, row for row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from flask import request, url_for

from portal.domain.text import Text
from portal.pages.current import current_language, portal_zone
from portal.pages.texts import gettext
from portal.reporting import texts
from portal.reporting.blocks import Block, Cell, Column
from portal.reporting.definitions import VERSION
from portal.reporting.kpis import Kpi
from portal.words.dates import moment_words

# Spreadsheets read UTF-8 only where this mark begins the file, and part columns as a language does.
_BEGINNING = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SEPARATORS = {"fr": ";", "en": ","}

Values = Sequence[object]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that the file holds."""

    period: str
    compared: str
    agencies: list[str]
    geography: str
    fresh_at: datetime
    kpis: list[Kpi]
    blocks: list[Block]


def written(export: Export) -> str:
    """Return the file, its heading first."""
    file = StringIO()
    writer = csv.writer(file, delimiter=_SEPARATORS[current_language()], lineterminator="\r\n")
    writer.writerows(_heading(export))
    writer.writerows(_kpis(export.kpis))
    for block in export.blocks:
        writer.writerows(_block(block))
    return _BEGINNING + file.getvalue()


def _heading(export: Export) -> Iterator[Values]:
    moment = moment_words(export.fresh_at, portal_zone(), current_language())
    yield gettext("Période"), export.period
    yield gettext("Comparer à"), export.compared
    yield gettext("Organismes"), ", ".join(export.agencies), export.geography
    yield gettext("Données à jour"), moment
    yield gettext("Définitions"), gettext("version %(number)s", number=VERSION), _definitions()
    yield gettext("Adresse"), _page()


def _kpis(kpis: Sequence[Kpi]) -> Iterator[Values]:
    yield ()
    yield gettext("Mesure"), gettext("Valeur"), gettext("Précision")
    for kpi in kpis:
        yield kpi.measure, kpi.value, kpi.detail


def _block(block: Block) -> Iterator[Values]:
    yield ()
    yield (block.title,)
    yield (block.unit,)
    yield (block.first, *map(_title, block.columns))
    for group in block.groups:
        if group.title:
            yield (group.title,)
        for line in group.lines:
            yield (_name(line.name), *map(_value, line.cells))


def _title(column: Column) -> str:
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _value(cell: Cell) -> object:
    return "" if cell.value is None else cell.value


def _name(name: Text) -> str:
    return texts.words_of(name)


def _page() -> str:
    query = request.query_string.decode("utf-8", "replace")
    page = url_for("overview.index", _external=True)
    return f"{page}?{query}" if query else page


def _definitions() -> str:
    return url_for("overview.definitions", _external=True)
