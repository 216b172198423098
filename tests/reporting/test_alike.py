"""Agencies of one size beside each other, and what was expected of each: a register by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.cells import Cell, with_wholes
from portal.domain.figures.measures import FINDING, Measure
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.reporting.figures import count, page_of, rows, signed_in, title, words
from tests.support import on_both
from tests.support.statements import counted

PAGE = f"{page_of('alike')}?periode=2026-T3"
READ_AT_MOST = 18
"""How often the page asks the database, whatever it shows."""
REGISTER = (
    # Agency, subject, in time, late, days of every answer, closed.
    ("parks", "delay", 60, 40, 20, 110),
    ("parks", "courtesy", 19, 1, 5, 0),
    ("water", "delay", 60, 20, 10, 0),
    ("water", "courtesy", 95, 5, 5, 450),
)


@pytest.fixture
def registered(runtime: Runtime) -> Runtime:
    counts = Counter[Cell]()
    for agency, theme, kept, missed, days, closed in REGISTER:
        place = (agency, "2026-08", theme, theme, "web")
        counts[Cell(*place, Measure.ANSWER_KEPT.value)] += kept
        counts[Cell(*place, Measure.ANSWER_MISSED.value)] += missed
        counts[Cell(*place, Measure.ANSWERED.value, bucket=days)] += kept + missed
        counts[Cell(*place, f"{FINDING}founded")] += closed
    with runtime.transaction() as session:
        for cell, n in with_wholes(counts).items():
            session.add(ReportCountRecord(**cell._asdict(), n=n))
        move_mark(session, COUNTED)
    return runtime


@on_both
def test_each_agency_stands_beside_what_everyone_reaches_at_its_subjects(
    app: Flask, registered: Runtime
):
    page = signed_in(app, registered).get(PAGE).text
    # Everyone: 120 of 180 on delays, 114 of 120 on courtesy, so 66.7 % and 95 %.
    # Parks: (100 × 66.7 % + 20 × 95 %) / 120 = 71.4 %. Water: (80 × 66.7 % + 100 × 95 %) / 180.
    table = rows(page, "semblables")
    water = next(row for row in table if row[0] == "Service des eaux")
    parks = next(row for row in table if row[0] == "RDP")
    assert [parks[1], parks[2], parks[3]] == ["110", "66 %", "71 %"]
    assert parks[5].startswith("0,92 (0,77")
    assert [water[1], water[2], water[3]] == ["450", "86 %", "82 %"]
    assert parks[6:] == ["rien de sûr", "20", "10", "moins vite"]
    # Of water's mix of everyone's days, 100 are 5 days; 80 are 10 or 20: the middle one is 5.
    assert water[7:9] == ["5", "5"]
    names = [row[0] for row in table]
    assert names.index("Grands organismes") < names.index("Service des eaux")
    assert names.index("Organismes moyens") < names.index("RDP")
    assert "Petits organismes" in names
    assert title(page, "semblables") == "Aucun organisme ne s’écarte de l’attendu au-delà du hasard"


def test_what_flatters_an_agency_is_marked_there_and_on_narrowed_pages(
    app: Flask, registered: Runtime
):
    count(registered, ("parks", "2026-08", Measure.PUT_OFF.value, 0, 60))
    client = signed_in(app, registered)
    page = words(client.get(PAGE).text)
    assert "prolongé dans 50 % des cas" in page
    assert "Ni la gravité ni la complexité des plaintes ne sont comptées." in page
    narrowed = "/fr/portrait/comparer-les-organismes?periode=2026-T3&theme=delay"
    told = "prolongé dans 50 % des cas, toutes plaintes confondues"
    assert told in words(client.get(narrowed).text)


def test_a_link_narrows_every_page_to_agencies_of_one_size(app: Flask, registered: Runtime):
    client = signed_in(app, registered)
    compared = client.get("/fr/portrait/comparer-les-organismes?periode=2026-T3&taille=grande").text
    names = [row[0] for row in rows(compared, "delais")]
    assert names == ["Service des eaux"]
    assert "Taille" in compared
    nobody = client.get("/fr/portrait/comparer-les-organismes?periode=2020-T3&taille=grande")
    assert nobody.status_code == 200
    first = client.get("/fr/portrait?periode=2020-T3&taille=moyenne")
    assert first.status_code == 200


def test_the_page_asks_as_much_whatever_it_shows(
    app: Flask, registered: Runtime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.releases.noticing._NOTICED_WITHIN", float("inf"))
    client = signed_in(app, registered, Role.AUDITOR)
    client.get(PAGE)
    few = counted(registered, lambda: client.get(f"{PAGE}&organisme=parks"))
    many = counted(registered, lambda: client.get(f"{PAGE}&comparer=avant"))
    assert many <= few <= READ_AT_MOST
