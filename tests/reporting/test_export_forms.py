"""Each form of an export holds the tables of the page, and programs of others read it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from portal.reporting import file_forms
from portal.reporting.exports import as_csv, as_json, as_ods, as_xlsx
from portal.reporting.exports.contents import Contents, Table
from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.reporting.figures import VIEW, lived, page_of, signed_in, title, whole
from tests.support.starts import starts_from

pytestmark = starts_from(lived)

EXPORT = "/fr/portrait/exports"
FORMS = ("csv", "xlsx", "ods", "json", "parquet")
Rows = list[list[str]]


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def sheets(data: bytes) -> dict[str, Rows]:
    """What a workbook holds: each sheet's rows, whole numbers as such, without empty ends."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {
        name: [plain(row) for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def plain(row: list[object]) -> list[str]:
    texts = [str(int(one)) if isinstance(one, float) else str(one) for one in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def in_csv(data: bytes) -> Rows:
    rows = csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";")
    return [plain(list(row)) for row in rows]


def taken(analyst: FlaskClient, form: str) -> bytes:
    answer = analyst.get(f"{EXPORT}?format={form}&periode=2026")
    assert answer.status_code == 200
    return answer.data


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_workbook_has_a_sheet_for_each_table_with_the_rows_of_the_csv(
    analyst: FlaskClient, form: str
):
    lines, found = in_csv(taken(analyst, "csv")), sheets(taken(analyst, form))
    first, *tables = found
    assert first == "À propos"
    assert found[first][0] == lines[0]
    assert tables[:3] == ["delais", "dates", "ages"]
    for code in tables:
        [heading, *_] = rows = found[code]
        start = lines.index(heading)
        kept = [row for row in rows if row]
        assert lines[start : start + len(kept)] == kept, code


def test_json_has_the_numbers_of_the_csv_as_numbers(analyst: FlaskClient):
    lines, found = in_csv(taken(analyst, "csv")), json.loads(taken(analyst, "json"))
    assert [plain(row) for row in found["heading"]] == lines[: len(found["heading"])]
    for table in found["tables"][1:]:
        start = lines.index([table["title"]]) + 3
        rows = [
            row
            for group in table["groups"]
            for row in ([[group["title"]]] if group["title"] else []) + group["rows"]
        ]
        shown = [plain(["" if one is None else one for one in row]) for row in rows]
        assert lines[start : start + len(rows)] == shown, table["code"]
    assert any(isinstance(one, int) for row in rows for one in row)


def test_parquet_has_a_row_for_each_cell(analyst: FlaskClient):
    read = parquet.read_table(BytesIO(taken(analyst, "parquet")))
    rows, tables = read.to_pylist(), json.loads(taken(analyst, "json"))["tables"]
    cells = [
        one
        for table in tables
        for group in table["groups"]
        for row in group["rows"]
        for one in row[1:]
    ]
    assert [row["number"] if row["words"] is None else row["words"] for row in rows] == cells
    assert "Période | Année 2026" in read.schema.metadata[b"heading"].decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_named_for_its_period_and_form(analyst: FlaskClient, form: str):
    answer = analyst.get(f"{EXPORT}?format={form}&periode=2026-T2")
    named = f"attachment; filename=portrait-2026-t2.{form}"
    assert answer.headers["Content-Disposition"] == named


@pytest.mark.parametrize("form", FORMS)
def test_the_page_offers_each_form_of_what_it_shows(analyst: FlaskClient, form: str):
    page = analyst.get(f"{page_of('delays')}?periode=2026-T2").text
    address = f"{EXPORT}?page=compare&amp;format={form}&amp;periode=2026-T2&amp;comparer=an"
    assert f'href="{address}"' in page
    assert title(page, "delais")


def test_a_form_that_there_is_not_is_refused_in_words(analyst: FlaskClient):
    answer = analyst.get(f"{EXPORT}?format=pdf")
    assert answer.status_code == 400
    assert "Ce fichier n’existe pas sous cette forme" in words(answer.text)


def test_parquet_is_offered_only_where_its_library_is(
    analyst: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(file_forms, "find_spec", lambda _: None)
    assert "Parquet" not in whole(analyst, f"{VIEW}?periode=2026-T1")
    assert analyst.get(f"{EXPORT}?format=parquet").status_code == 400
    assert analyst.get(f"{EXPORT}?format=ods").status_code == 200


FORMULA = "=HYPERLINK(1)"


def table_of(value: str) -> Contents:
    rows = (("", ((value, 3, "+12 %"),)),)
    table = Table("essai", "Essai", "unité", ("Organisme", "Plaintes", "Évolution"), rows)
    return Contents("essai", "fr", (("Période", "2026"),), (table, table))


@pytest.mark.parametrize("written", [as_xlsx.written, as_ods.written])
def test_a_workbook_calculates_nothing(app: Flask, written: Callable[[Contents], bytes]):
    with app.test_request_context("/fr/"):
        file = written(table_of(FORMULA))
    [content] = [
        one
        for one in ZipFile(BytesIO(file)).namelist()
        if one.endswith(("sheet2.xml", "content.xml"))
    ]
    assert b"formula" not in ZipFile(BytesIO(file)).read(content)
    assert b"<f>" not in ZipFile(BytesIO(file)).read(content)
    assert sheets(file)["essai"][-1] == [FORMULA, "3", "+12 %"]


@pytest.mark.parametrize("value", [FORMULA, "@SUM(1)", "\t=1", "+cmd|1", "-1+2"])
def test_a_csv_calculates_nothing(value: str):
    assert in_csv(as_csv.written(table_of(value)))[-1] == [f"'{value}", "3", "+12 %"]


def test_nor_does_the_name_of_a_column():
    rows = (("", (("Régie", 3, "-4 points"),)),)
    table = Table("essai", FORMULA, "unité", ("+cmd|1", "Plaintes", "Évolution"), rows)
    file = as_csv.written(Contents("essai", "fr", (("Période", "2026"),), (table,)))
    assert in_csv(file)[-4:-1] == [[f"'{FORMULA}"], ["unité"], ["'+cmd|1", "Plaintes", "Évolution"]]


def test_letters_that_no_xml_may_hold_leave_a_sheet_readable(app: Flask):
    with app.test_request_context("/fr/"):
        file = as_ods.written(table_of('a\x00\x0b\x1f<&"b'))
    assert sheets(file)["essai"][-1][0] == 'a<&"b'


def test_json_has_nothing_where_the_page_shows_nothing():
    [row] = json.loads(as_json.written(table_of("")))["tables"][0]["groups"][0]["rows"]
    assert row == [None, 3, "+12 %"]


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/fr/portrait", "page=today"),
        (page_of("delays"), "page=compare"),
        ("/fr/portrait/une-figure/delays", "page=compare"),
        ("/fr/statistiques", "/fr/statistiques/donnees/"),
        ("/fr/statistiques/parks", "/fr/statistiques/donnees/"),
        ("/fr/statistiques/une-figure/kept", "/fr/statistiques/donnees/"),
    ],
)
def test_every_page_of_figures_leads_to_its_file_and_refuses_what_is_none(
    app: Flask, runtime: Runtime, address: str, leads_to: str
):
    client = signed_in(app, runtime)
    found = client.get(f"{address}?format=csv")
    assert found.status_code == 303
    assert leads_to in found.location
    refused = client.get(f"{address}?format=exe")
    assert refused.status_code == 400
    assert "n’existe pas sous cette forme" in refused.text
