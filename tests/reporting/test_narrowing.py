"""The portrait of some complaints: by agency, theme, category, channel, language and region."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.cells import Cell, with_wholes
from portal.domain.figures.measures import Measure
from portal.domain.nature import Nature
from portal.domain.role import Role
from portal.features.nature.actions import set_nature
from portal.reporting.questions import QUESTIONS, Question
from portal.runtime import Runtime
from tests.reporting.counted import fed
from tests.reporting.figures import HIDDEN, VIEW, rows, signed_in, whole
from tests.support import file, officer, on_both
from tests.support.statements import counted

READ_AT_MOST = 35
"""How often a page of figures asks the database: the first, which tells of all others, the most."""


def received(runtime: Runtime, *cells: tuple[str, str, str, str, int]) -> None:
    """Count complaints as received in August: agency, theme, channel, language, n."""
    counts = Counter[Cell]()
    for agency, theme, channel, language, n in cells:
        place = (agency, "2026-08", theme, theme, channel)
        counts[Cell(*place, Measure.RECEIVED.value, language=language)] += n
    with runtime.transaction() as session:
        for cell, n in with_wholes(counts).items():
            session.add(ReportCountRecord(**cell._asdict(), n=n))
        move_mark(session, COUNTED)


@pytest.fixture
def some(runtime: Runtime) -> Runtime:
    received(
        runtime,
        ("parks", "delay", "web", "fr", 40),
        ("parks", "delay", "phone", "en", 12),
        ("parks", "courtesy", "web", "fr", 20),
        ("water", "delay", "web", "fr", 30),
    )
    return runtime


@pytest.fixture
def auditor(app: Flask, some: Runtime) -> FlaskClient:
    return signed_in(app, some, Role.AUDITOR)


def themes(client: FlaskClient, query: str) -> list[tuple[str, str]]:
    page = whole(client, f"{VIEW}?periode=2026-T3&{query}")
    return [(row[0], row[2]) for row in rows(page, "sujets")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"82", "20"}),
        ("organisme=parks", {"52", "20"}),
        ("canal=phone", {"12"}),
        ("langue=fr", {"70", "20"}),
        ("theme=courtesy", {"20"}),
        ("organisme=parks&langue=en&canal=phone", {"12"}),
        ("region=unknown", {"82", "20"}),
        ("organisme=parks&canal=carrier-pigeon", {"52", "20"}),
    ],
)
def test_it_counts_what_it_is_narrowed_to(auditor: FlaskClient, query: str, expected: set[str]):
    assert {n for _, n in themes(auditor, query)} == expected


def test_the_page_says_what_it_is_narrowed_to_and_one_link_takes_it_away(auditor: FlaskClient):
    page = auditor.get(f"{VIEW}?periode=2026-T3&canal=phone&organisme=parks").text
    assert re.search(r'<option value="phone" selected>', page)
    assert re.search(r'<option value="parks" selected>', page)
    [cleared] = re.findall(r'<a href="([^"]*)">Retirer les filtres', page)
    assert "canal" not in cleared
    assert "organisme=" not in cleared
    assert "Retirer les filtres" not in auditor.get(cleared.replace("&amp;", "&")).text


def test_a_category_is_offered_of_an_agency_alone(auditor: FlaskClient):
    assert 'name="categorie"' not in whole(auditor, VIEW)
    assert 'name="categorie"' in whole(auditor, f"{VIEW}?organisme=parks")


def test_the_export_says_what_it_is_narrowed_to_and_counts_the_same(auditor: FlaskClient):
    query = "periode=2026-T3&canal=phone&langue=en"
    page = auditor.get(f"{VIEW}?{query}").text
    [address] = re.findall(r'href="(/fr/portrait/exports\?page=today[^"]*format=csv[^"]*)"', page)
    written = auditor.get(address.replace("&amp;", "&")).text
    assert "Canal;Téléphone" in written
    assert "Langue;Anglais" in written
    assert "canal=phone" in written


def test_what_cannot_be_narrowed_is_left_out(auditor: FlaskClient):
    every, narrowed = whole(auditor), whole(auditor, f"{VIEW}?canal=web")
    assert 'id="recommandations"' in every
    assert 'id="recommandations"' not in narrowed
    assert 'id="ages"' in narrowed
    for finest in ("langue=fr", "region=06"):
        assert 'id="ages"' not in whole(auditor, f"{VIEW}?{finest}")


def test_a_head_cannot_narrow_to_another_agency(app: Flask, some: Runtime):
    head = signed_in(app, some, Role.HEAD, "parks")
    assert 'name="organisme"' not in whole(head, VIEW)
    assert {n for _, n in themes(head, "organisme=water")} == {"52", "20"}


def test_few_complaints_are_not_shown_to_who_sees_none_of_them(app: Flask, runtime: Runtime):
    received(runtime, ("parks", "delay", "web", "fr", 40), ("parks", "delay", "phone", "fr", 3))
    analyst = signed_in(app, runtime)
    for query in ("canal=phone", "canal=web"):
        page = whole(analyst, f"{VIEW}?periode=2026-T3&{query}")
        assert "Trop peu de plaintes" in page
        assert "<figure" not in page
        written = analyst.get(f"/fr/portrait/exports?periode=2026-T3&{query}").text
        assert "Trop peu de plaintes" in written
        assert "Plaintes reçues" not in written


def test_small_numbers_of_an_agency_are_hidden_from_who_sees_none_of_them(
    app: Flask, runtime: Runtime
):
    received(
        runtime,
        ("parks", "delay", "web", "fr", 40),
        ("parks", "courtesy", "web", "fr", 2),
        ("parks", "delay", "phone", "fr", 40),
    )
    shown = themes(signed_in(app, runtime), "canal=web")
    assert HIDDEN in {n for _, n in shown}
    assert "2" not in {n for _, n in shown}


def test_whoever_sees_the_complaints_is_shown_few_of_them(app: Flask, runtime: Runtime):
    received(runtime, ("parks", "delay", "web", "fr", 40), ("parks", "delay", "phone", "fr", 3))
    head = signed_in(app, runtime, Role.HEAD, "parks")
    assert [n for _, n in themes(head, "canal=phone")] == ["3"]


@on_both
def test_what_was_no_complaint_stands_apart(app: Flask, runtime: Runtime):
    praised, _ = file(runtime).number, file(runtime).number
    runtime.change(officer(), praised, partial(casework.answer, body="Merci."))
    runtime.change(officer(), praised, partial(set_nature, nature=Nature.PRAISE))
    fed(runtime)
    page = whole(signed_in(app, runtime, Role.HEAD, "parks"), f"{VIEW}?periode=2026-T4")
    table = {row[0]: row[1:] for row in rows(page, "natures")}
    assert table["Plainte"][:2] == ["1", "50 %"]
    assert table["Félicitations"][:2] == ["1", "50 %"]
    assert [row[2] for row in rows(page, "sujets")] == ["1"]


@pytest.mark.parametrize("question", [one for one in QUESTIONS if not one.served])
def test_narrowed_it_reads_as_often_whatever_there_is(
    app: Flask, runtime: Runtime, question: Question
):
    head = signed_in(app, runtime, Role.HEAD, "parks")
    file(runtime)
    queries = ("", "canal=web", "langue=fr", "organisme=parks&theme=delay&langue=fr")
    fed(runtime)
    page = f"{VIEW}/{question.fr}".rstrip("/") + "?periode=2026-T4"

    def read() -> list[int]:
        head.get(page)
        return [counted(runtime, lambda q=query: head.get(f"{page}&{q}")) for query in queries]

    before = read()
    for _ in range(6):
        file(runtime)
    fed(runtime)
    after = read()
    # Whether other processes published something is asked once in a while, by whoever comes then.
    assert all(abs(now - then) <= 1 for now, then in zip(after, before, strict=True))
    assert max(after) <= after[0] + 1
    assert max(after) <= READ_AT_MOST


def test_where_nothing_is_what_was_chosen_it_says_so_and_counts_nothing(auditor: FlaskClient):
    for query, said in (
        (
            "region=06",
            "Montréal). La région est inconnue pour 102 des 102 plaintes reçues.",
        ),
        ("taille=grande", "Aucun organisme ne correspond à ce qui est choisi (Taille : Grands"),
        ("canal=counter", "Rien de cette période ne correspond à ce qui est choisi (Canal : "),
    ):
        asked = f"periode=2026-T3&{query}"
        page = auditor.get(f"/fr/portrait/comparer-les-organismes?{asked}").text
        shown = page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert said in shown
        assert "Aucune plainte n’a été reçue" not in shown
        file = auditor.get(f"/fr/portrait/exports?page=compare&format=csv&{asked}").text
        assert said in file.replace("\N{NO-BREAK SPACE}", " ")
        assert "Régie des parcs;" not in file
        for form in ("xlsx", "ods", "json"):
            answer = auditor.get(f"/fr/portrait/exports?format={form}&{asked}")
            assert answer.status_code == 200
