"""Under a subject: each agency's own categories, and how they moved where chance does not."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from flask import Flask

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.breaks import BreakKind
from portal.domain.figures.cells import Cell, with_wholes
from portal.domain.figures.measures import Measure
from portal.domain.role import Role
from portal.releases.records import SeriesBreakRecord
from portal.runtime import Runtime
from tests.reporting.figures import page_of, rows, signed_in, title
from tests.support import on_both
from tests.support.statements import counted

PAGE = "/fr/portrait/sujets-par-categorie"
NOW, THEN = "2026-08", "2025-08"
READ_AT_MOST = 16
"""How often the page asks the database, whatever it shows."""


def came(runtime: Runtime, *cells: tuple[str, str, str, str, int, int, int]) -> None:
    """Count in a month: agency, month, theme, category, received, kept, missed."""
    counts = Counter[Cell]()
    for agency, month, theme, category, *numbers in cells:
        measures = (Measure.RECEIVED, Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)
        for measure, n in zip(measures, numbers, strict=True):
            counts[Cell(agency, month, theme, category, "web", measure.value)] += n
    with runtime.transaction() as session:
        for cell, n in with_wholes(counts).items():
            session.add(ReportCountRecord(**cell._asdict(), n=n))
        move_mark(session, COUNTED)


@pytest.fixture
def some(runtime: Runtime) -> Runtime:
    came(
        runtime,
        ("parks", NOW, "delay", "trail", 90, 45, 15),
        ("parks", THEN, "delay", "trail", 30, 20, 10),
        ("parks", "2025-01", "courtesy", "welcome", 1, 0, 0),
        ("parks", NOW, "courtesy", "welcome", 40, 30, 10),
        ("water", NOW, "delay", "leak", 22, 20, 2),
        ("water", THEN, "delay", "leak", 25, 20, 2),
        ("water", NOW, "delay", "bill", 3, 1, 0),
    )
    return runtime


@on_both
def test_each_category_stands_with_its_share_its_change_and_what_came_in_time(
    app: Flask, some: Runtime
):
    page = signed_in(app, some, Role.AUDITOR).get(f"{PAGE}?periode=2026-T3&theme=delay").text
    assert title(page, "categories") == "Le plus : État d’un sentier (RDP), 78 % des plaintes"
    trail, leak, bill, whole = rows(page, "categories")
    assert trail == ["État d’un sentier", "RDP", "", "90", "78 %", "200 % de plus", "60", "75 %"]
    assert leak[3:] == ["22", "19 %", "rien de sûr", "22", "91 %"]
    assert bill[3:] == ["3", "3 %", "trop peu de plaintes", "1", "100 %"]
    assert whole[3:6] == ["115", "100 %", "109 % de plus"]
    assert "Accueil" not in page.partition('id="categories"')[2]


def test_whoever_may_not_see_complaints_reads_no_small_number(app: Flask, some: Runtime):
    page = signed_in(app, some).get(f"{PAGE}?periode=2026-T3&theme=delay").text
    trail, leak, bill, _ = rows(page, "categories")
    assert bill[3] == "masqué : petits nombres"
    assert [leak[3], leak[4]] == ["masqué : petits nombres", "non publié : petits nombres"]
    assert trail[3] == "90"


def test_what_was_split_is_told_together_wherever_each_part_is_told(app: Flask, runtime: Runtime):
    came(
        runtime,
        ("parks", NOW, "delay", "trail", 21, 15, 5),
        ("parks", NOW, "delay", "mud", 20, 19, 0),
        ("parks", THEN, "delay", "snow", 45, 20, 10),
        ("parks", "2025-01", "courtesy", "welcome", 1, 0, 0),
    )
    with runtime.transaction() as session:
        session.add(
            SeriesBreakRecord(
                kind=BreakKind.SPLIT.value,
                agency="parks",
                on_day=date(2026, 4, 1),
                before={"categories": ["snow"], "themes": ["delay"]},
                after={"categories": ["trail", "mud"], "themes": ["delay"]},
                words_fr="",
                noted_at=runtime.now(),
            )
        )
    for role in ((), (Role.AUDITOR,)):
        client = signed_in(app, runtime, *role)
        page = client.get(f"{PAGE}?periode=2026-T3&theme=delay").text
        _, joined, *_, whole = rows(page, "categories")
        assert [joined[3], joined[6]] == [whole[3], whole[6]] == ["41", "39"]
        assert joined[7] == whole[7]


def test_each_subject_leads_there_and_each_category_to_its_own_trend(app: Flask, some: Runtime):
    client = signed_in(app, some, Role.AUDITOR)
    subjects = client.get(f"{page_of('themes')}?periode=2026-T3").text
    [link] = re.findall(r'href="([^"]*sujets-par-categorie[^"]*theme=delay[^"]*)"', subjects)
    page = client.get(link.replace("&amp;", "&")).text
    assert 'aria-current="true">Sujets</a>' in page
    [own] = re.findall(
        r'href="([^"]*tendances[^"]*organisme=parks[^"]*categorie=trail[^"]*)"', page
    )
    trend = client.get(own.replace("&amp;", "&")).text
    assert "Catégorie : État d’un sentier" in trend.replace("\N{NO-BREAK SPACE}", " ")
    [file] = re.findall(r'href="([^"]*exports\?page=categories[^"]*format=csv[^"]*)"', page)
    assert "État d’un sentier;RDP;90" in client.get(file.replace("&amp;", "&")).text


def test_the_page_asks_as_much_for_one_category_as_for_many(
    app: Flask, some: Runtime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.releases.noticing._NOTICED_WITHIN", float("inf"))
    client = signed_in(app, some, Role.AUDITOR)
    client.get(f"{PAGE}?periode=2026-T3")
    few = counted(some, lambda: client.get(f"{PAGE}?periode=2026-T3&theme=courtesy"))
    many = counted(some, lambda: client.get(f"{PAGE}?periode=2026-T3&theme=delay"))
    assert few == many <= READ_AT_MOST
