"""The portrait as CSV: what it is, then its numbers and tables, row for row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from flask import Response, make_response, request, url_for

from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import current_language, gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.languages import localized, page_language
from portal.reporting import texts
from portal.reporting.blocks import Block
from portal.reporting.definitions import VERSION
from portal.reporting.figures import Reading
from portal.reporting.portrait import GEOGRAPHY_NAMES, Portrait, asked_portrait
from portal.words.dates import moment_words

pages = Pages("overview")

# Spreadsheets read UTF-8 only where this mark begins the file, and part columns as a language does.
_BEGINNING = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SEPARATORS = {"fr": ";", "en": ","}


@localized(pages, fr="/portrait/exports", en="/overview/exports")
@requires(Permission.SEE_OVERVIEW)
def export() -> Response:
    """Hand over exactly what the page shows, as CSV."""
    portrait = asked_portrait()
    answer = make_response(_written(portrait))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Language"] = page_language()
    name = gettext("portrait-%(period)s.csv", period=str(portrait.reading.asked.period).lower())
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _written(portrait: Portrait) -> str:
    """Return the file, its heading first."""
    file = StringIO()
    writer = csv.writer(file, delimiter=_SEPARATORS[current_language()], lineterminator="\r\n")
    writer.writerows(_heading(portrait.reading))
    writer.writerow(())
    writer.writerow((gettext("Mesure"), gettext("Valeur"), gettext("Précision")))
    writer.writerows((kpi.measure, kpi.value, kpi.detail) for kpi in portrait.kpis)
    for block in portrait.blocks:
        writer.writerows(_rows(block))
    return _BEGINNING + file.getvalue()


def _heading(reading: Reading) -> Iterator[Sequence[object]]:
    asked = reading.asked
    names = ", ".join(texts.words_of(agency.name) for agency in reading.agencies)
    query = request.query_string.decode("utf-8", "replace")
    yield gettext("Période"), texts.period(asked.period)
    yield gettext("Comparer à"), texts.period(asked.compared)
    yield gettext("Organismes"), names, gettext(GEOGRAPHY_NAMES[asked.geography])
    moment = moment_words(reading.complete_until, portal_zone(), current_language())
    yield gettext("Données à jour"), moment
    version = gettext("version %(number)s", number=VERSION)
    base = runtime().config.base_url
    yield gettext("Définitions"), version, base + url_for("overview.definitions")
    page = base + url_for("overview.index")
    yield gettext("Adresse"), f"{page}?{query}" if query else page


def _rows(block: Block) -> Iterator[Sequence[object]]:
    yield from ((), (block.title,), (block.unit,))
    titles = (f"{col.title} ({col.unit})" if col.unit else col.title for col in block.columns)
    yield block.first, *titles
    for group in block.groups:
        if group.title:
            yield (group.title,)
        for line in group.lines:
            values = ("" if cell.value is None else cell.value for cell in line.cells)
            yield texts.words_of(line.name), *values
