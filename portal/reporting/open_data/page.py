"""The files of what is published, at addresses that stay, and what describes them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

import msgspec
from flask import Response, abort

from portal.auth.access import public
from portal.domain.actor import PORTAL
from portal.domain.time.periods import Period
from portal.pages.current import runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.reporting.open_data.described import catalogue, table_schema
from portal.reporting.open_data.dumps import Dump, For, dump_of
from portal.reporting.open_data.rows import COLUMNS, PublicRow
from portal.reporting.vintages.queries import published_periods, vintages

pages = Pages("statistics")

_FR, _EN = "/statistiques/donnees", "/statistics/data"


@localized(pages, fr=f"{_FR}/<quarter>.csv", en=f"{_EN}/<quarter>.csv")
@public
def open_data_csv(quarter: str) -> Response:
    """Hand over a published quarter as rows, parted by commas."""
    answer = Response(_as_csv(_dump(quarter).rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={quarter.lower()}.csv"
    return answer


@localized(pages, fr=f"{_FR}/<quarter>.json", en=f"{_EN}/<quarter>.json")
@public
def open_data_json(quarter: str) -> Response:
    """Hand over the public dump of a quarter, signed: `portal reports recompute` reads it."""
    return Response(msgspec.json.encode(_dump(quarter)), content_type="application/json")


@localized(pages, fr=f"{_FR}/datapackage.json", en=f"{_EN}/datapackage.json")
@public
def open_data_schema() -> Response:
    """Describe the columns of the files, for programs."""
    schema = table_schema(runtime().read(PORTAL, published_periods))
    return Response(msgspec.json.encode(schema), content_type="application/json")


@localized(pages, fr=f"{_FR}/catalogue.jsonld", en=f"{_EN}/catalogue.jsonld")
@public
def open_data_catalogue() -> Response:
    """Describe the files in both languages, for catalogues of data."""
    described = catalogue(runtime().read(PORTAL, published_periods))
    return Response(msgspec.json.encode(described), content_type="application/ld+json")


def _dump(quarter: str) -> Dump:
    period = Period.parse(quarter)
    found = runtime().read(PORTAL, vintages, period) if period is not None else []
    if not found:
        abort(404)
    return dump_of(found, For.PUBLIC, runtime().keyring)


def _as_csv(rows: Sequence[PublicRow]) -> str:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(msgspec.structs.astuple(row) for row in rows)
    return file.getvalue()
