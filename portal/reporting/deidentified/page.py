"""Complaints line by line, for everybody: what they are, and the files at addresses that stay."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import repeat

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from msgspec.structs import astuple

from portal.auth.access import public
from portal.domain.actor import PORTAL
from portal.domain.time.periods import Period
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.deidentified.records import lines_of, made_sets
from portal.reporting.deidentified.rule import FEWEST_ALIKE, Lines
from portal.reporting.deidentified.wording import COLUMNS, NO_SHARES, words_of
from portal.reporting.file_forms import SEPARATORS

pages = Pages("statistics")

_FR, _EN = "/statistiques/donnees/plaintes", "/statistics/data/complaints"
_ROWS_AT_ONCE = 500
_BEGINNING = "\N{ZERO WIDTH NO-BREAK SPACE}"


@localized(pages, fr=_FR, en=_EN)
@public
@kept()
def open_data_lines() -> ResponseReturnValue:
    """Say what the lines are, what they never tell, and which quarters have some."""
    return render_template(
        "overview/lines.html",
        quarters=[
            (
                *(str(made.period), texts.period(made.period), made.count, made.left_out),
                [(gettext(words), made.telling[name]) for name, words in COLUMNS.items()],
            )
            for made in runtime().read(PORTAL, made_sets)
        ],
        columns=[gettext(words) for words in COLUMNS.values()],
        fewest=FEWEST_ALIKE,
        no_shares=gettext(NO_SHARES),
        licence=runtime().agencies.portal.licence,
    )


@localized(pages, fr=f"{_FR}/<quarter>.csv", en=f"{_EN}/<quarter>.csv")
@public
def open_data_lines_csv(quarter: str) -> Response:
    """Hand over the lines of a quarter in words, for a spreadsheet of the language."""
    heading = [gettext("Période"), *(gettext(words) for words in COLUMNS.values())]
    period, lines = _asked(quarter)
    # In a list: the language is known only while the request is answered.
    rows = [(n, [str(period), *words_of(line)]) for line, n in sorted(lines.items())]
    separator = SEPARATORS[current_language()]
    content = _written(heading, rows, separator, beginning=_BEGINNING)
    return _file(content, f"{quarter.lower()}-{gettext('plaintes')}.csv")


@localized(pages, fr=f"{_FR}/codes/<quarter>.csv", en=f"{_EN}/codes/<quarter>.csv")
@public
def open_data_lines_codes(quarter: str) -> Response:
    """Hand over the same as codes: the same bytes in both languages."""
    _, lines = _asked(quarter)
    rows = ((n, list(astuple(line))) for line, n in sorted(lines.items()))
    return _file(_written(list(COLUMNS), rows, ","), f"{quarter.lower()}-lines.csv")


def _asked(quarter: str) -> tuple[Period, Lines]:
    period = Period.parse(quarter) or abort(404)
    lines = runtime().read(PORTAL, lines_of, period)
    return (period, lines) if lines is not None else abort(404)


def _written(
    heading: list[str],
    rows: Iterable[tuple[int, list[str]]],
    separator: str,
    beginning: str = "",
) -> Iterator[str]:
    """Yield a table piece by piece: a row for each complaint that a line tells of."""
    yield beginning + _row(heading, separator)
    for n, row in rows:
        written = _row(row, separator)
        whole, rest = divmod(n, _ROWS_AT_ONCE)
        yield from repeat(written * _ROWS_AT_ONCE, whole)
        yield written * rest


def _row(values: list[str], separator: str) -> str:
    file = StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\r\n").writerow(values)
    return file.getvalue()


def _file(content: Iterator[str], name: str) -> Response:
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
