"""The files of what is published, at addresses that stay, and what describes them."""

from __future__ import annotations

import msgspec
from flask import Response, abort

from portal.auth.access import public
from portal.domain.actor import PORTAL
from portal.domain.time.periods import Period
from portal.pages.current import runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.reporting.deidentified.records import periods_with_lines
from portal.reporting.open_data.described import catalogue, table_schema
from portal.reporting.open_data.dumps import Dump, For, dump_of
from portal.reporting.open_data.tables import as_codes, as_spreadsheet
from portal.reporting.vintages.queries import published_lately, published_periods, vintages

pages = Pages("statistics")

_FR, _EN = "/statistiques/donnees", "/statistics/data"


@localized(pages, fr=f"{_FR}/<quarter>.csv", en=f"{_EN}/<quarter>.csv")
@public
def open_data_csv(quarter: str) -> Response:
    """Hand over a published quarter for a spreadsheet in the language of the address."""
    dump, period = _dump(quarter), _period(quarter)
    return _file(as_spreadsheet(period, dump.rows), f"{quarter.lower()}.csv")


@localized(pages, fr=f"{_FR}/codes/<quarter>.csv", en=f"{_EN}/codes/<quarter>.csv")
@public
def open_data_codes(quarter: str) -> Response:
    """Hand over the same as codes parted by commas: what datapackage.json describes."""
    return _file(as_codes(_dump(quarter).rows), f"{quarter.lower()}-codes.csv")


@localized(pages, fr=f"{_FR}/<quarter>.json", en=f"{_EN}/<quarter>.json")
@public
def open_data_json(quarter: str) -> Response:
    """Hand over the public dump of a quarter, signed: `portal reports recompute` reads it."""
    return Response(msgspec.json.encode(_dump(quarter)), content_type="application/json")


@localized(pages, fr=f"{_FR}/datapackage.json", en=f"{_EN}/datapackage.json")
@public
def open_data_schema() -> Response:
    """Describe the columns of the files, for programs."""
    schema = table_schema(*_quarters())
    return Response(msgspec.json.encode(schema), content_type="application/json")


@localized(pages, fr=f"{_FR}/catalogue.jsonld", en=f"{_EN}/catalogue.jsonld")
@public
def open_data_catalogue() -> Response:
    """Describe the files in both languages, for catalogues of data."""
    described = catalogue(*_quarters())
    return Response(msgspec.json.encode(described), content_type="application/ld+json")


def _quarters() -> tuple[list[Period], list[Period]]:
    """Return the published quarters, and those that have lines."""
    with runtime().reading(PORTAL) as session:
        return published_periods(session), periods_with_lines(session)


def _dump(quarter: str) -> Dump:
    return dump_of_quarter(quarter) or abort(404)


def dump_of_quarter(quarter: str) -> Dump | None:
    """Return the public dump of a quarter, signed; None where nothing of it is published."""
    period = Period.parse(quarter)
    if period is None:
        return None
    with runtime().reading(PORTAL) as session:
        found = vintages(session, period)
        lately = published_lately(session, period)
    return dump_of(found, For.PUBLIC, runtime().keyring, lately) if found else None


def _period(quarter: str) -> Period:
    return Period.parse(quarter) or abort(404)


def _file(content: bytes, name: str) -> Response:
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
