"""The export holds what the page shows, row for row, and says what it is."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.reporting.questions import QUESTIONS, Question
from portal.runtime import Runtime
from tests.reporting.figures import (
    VIEW,
    block,
    lived,
    page_of,
    rows,
    signed_in,
    title,
    whole,
    words,
)
from tests.support.starts import starts_from

pytestmark = starts_from(lived)

EXPORT = "/fr/portrait/exports"
PLOTS = {"delais": 5, "sujets": 1, "dates": 1, "ages": 1, "paliers": 1, "conclusions": 1}
FIGURES = ("delais", "tendance", "sujets", "dates", "ages", "paliers", "conclusions")


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def read(text: str, delimiter: str = ";") -> list[list[str]]:
    plain = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\N{NO-BREAK SPACE}", " ")
    return list(csv.reader(StringIO(plain), delimiter=delimiter))


def written_like(cell: str) -> str:
    """What an export has where a page shows these words: no spaces in numbers, no percent."""
    plain = cell.replace(" ", "")
    if plain.rstrip("%").isdigit():
        return plain.rstrip("%")
    return "" if cell == "–" else cell


@pytest.mark.parametrize("query", ["", "?periode=2026", "?periode=2026-T4&comparer=avant"])
def test_the_export_equals_the_screen_row_for_row(analyst: FlaskClient, query: str):
    page, lines = whole(analyst, VIEW + query), read(analyst.get(EXPORT + query).text)
    for code in FIGURES:
        start = lines.index([title(page, code)]) + 3
        shown = [exported(row, code) for row in rows(page, code)]
        assert lines[start : start + len(shown)] == shown, code


def exported(row: list[str], code: str) -> list[str]:
    """What an export has of a row of the page: all but the cell of the plot."""
    if len(row) == 1:
        return row
    plot = PLOTS.get(code)
    cells = [cell for place, cell in enumerate(row) if place != plot]
    return [cells[0], *map(written_like, cells[1:])]


def test_the_export_begins_with_what_it_is(analyst: FlaskClient):
    heading = dict(row[:2] for row in read(analyst.get(f"{EXPORT}?periode=2026-T2").text)[:7])
    assert heading["Période"] == "2e trimestre 2026 (avril à juin)"
    assert heading["Comparer à"] == "2e trimestre 2025 (avril à juin)"
    assert heading["Définitions"] == "version 9"
    assert heading["Page"] == "Tous les chiffres"
    assert heading["Adresse"].endswith("/fr/portrait?periode=2026-T2&comparer=an")
    assert "Régie des parcs" in heading["Organismes"]
    assert heading["Données à jour"] == "24 novembre 2026 à 10 h"


def test_the_export_is_a_file_that_spreadsheets_read(analyst: FlaskClient):
    answer = analyst.get(EXPORT)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=portrait-2026-t3.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")


def test_the_english_export_is_parted_by_commas(analyst: FlaskClient):
    second = read(analyst.get("/en/overview/exports").text, ",")[1]
    assert second == ["Period", "3rd quarter of 2026 (July to September)"]


def test_the_page_leads_to_the_export_of_what_it_shows(analyst: FlaskClient):
    page = analyst.get(f"{page_of('levels')}?periode=2026-T2&comparer=avant").text
    asked = "page=recourses&amp;format=csv&amp;periode=2026-T2&amp;comparer=avant"
    assert f'href="/fr/portrait/exports?{asked}"' in page


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if one.figures], ids=lambda q: q.code
)
def test_the_export_of_a_page_holds_what_stands_on_it_and_nothing_else(
    analyst: FlaskClient, question: Question
):
    query = "periode=2026-T3&comparer=avant"
    page = analyst.get(f"{VIEW}/{question.fr}?{query}").text
    taken = analyst.get(f"{EXPORT}?page={question.code}&format=json&{query}").get_json()
    shown = re.findall(r'<figure class="c-fig[^"]*" id="([\w-]+)"', page)
    assert [table["code"] for table in taken["tables"]] == shown
    heading = {row[0]: row[1:] for row in taken["heading"]}
    assert heading["Page"] == [question.name, question.title]
    assert heading["Adresse"][0].endswith(f"/fr/portrait/{question.fr}?{query}")


def test_the_export_of_the_first_page_has_its_numbers_and_what_the_others_found(
    analyst: FlaskClient,
):
    page = words(analyst.get(VIEW, follow_redirects=True).text)
    taken = analyst.get(f"{EXPORT}?page=today&format=json").get_json()
    assert [table["code"] for table in taken["tables"]] == ["chiffres", "constats"]
    [found] = taken["tables"][1]["groups"]
    assert len(found["rows"]) > 3
    assert all(row[1].replace("\N{NO-BREAK SPACE}", " ") in page for row in found["rows"])


def test_a_page_that_there_is_not_is_no_file(analyst: FlaskClient):
    assert analyst.get(f"{EXPORT}?page=rien").status_code == 404


def test_the_numbers_on_top_are_in_the_export(analyst: FlaskClient):
    page, lines = whole(analyst), read(analyst.get(EXPORT).text)
    assert block(page, "delais")
    start = lines.index(["Mesure", "Valeur", "Précision"]) + 1
    assert [row[0] for row in lines[start : start + 4]] == [
        "Plaintes reçues",
        "Délai de réponse médian",
        "Réponses dans le délai promis",
        "En cours depuis plus de 60 jours ouvrables",
    ]
    assert all(row[2] in words(page) for row in lines[start : start + 4])
