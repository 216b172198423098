"""Across a break in series nothing is compared that it touches, and the reason stands there."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from portal.complaints.queries.public_marks import move_mark
from portal.domain.figures.breaks import Break, BreakKind, Measured
from portal.releases.breaks import MARK
from portal.releases.records import SeriesBreakRecord
from portal.reporting.tables.break_words import BreakWords
from portal.reporting.tables.breaks import marked_months
from portal.runtime import Runtime
from tests.reporting.figures import VIEW, count, page_of, rows, signed_in, title, words

NOW, THEN = "2026-08", "2025-08"
TIMES: tuple[dict[str, Any], dict[str, Any]] = (
    {"categories": [], "stage": "answer", "time": {"within": "20 working days"}},
    {"categories": [], "stage": "answer", "time": {"within": "30 working days"}},
)


def broke(
    runtime: Runtime, kind: BreakKind, agency: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    with runtime.transaction() as session:
        session.add(
            SeriesBreakRecord(
                kind=kind.value,
                agency=agency,
                on_day=date(2026, 2, 3),
                before=before,
                after=after,
                words_fr="Loi nouvelle.",
                noted_at=runtime.now(),
            )
        )
        move_mark(session, MARK)


@pytest.fixture
def answered(runtime: Runtime) -> Runtime:
    cells = []
    for agency in ("parks", "water"):
        for month, kept in ((THEN, 120), (NOW, 170)):
            cells += [
                (agency, month, "answer_due_kept", 0, kept),
                (agency, month, "answer_due_missed", 0, 200 - kept),
            ]
    count(runtime, ("parks", "2025-01", "received", 0, 1), *cells)
    return runtime


def test_an_agency_whose_time_changed_is_not_said_to_improve(app: Flask, answered: Runtime):
    broke(answered, BreakKind.DEADLINES, "parks", *TIMES)
    page = signed_in(app, answered).get(f"{page_of('improvement')}?periode=2026-T3").text
    assert title(page, "evolution").startswith("La plus forte amélioration : Service des eaux")
    table = rows(page, "evolution")
    [parks] = [row for row in table if row[0].startswith("RDP")]
    assert parks[1:7] == ["60 %", "200", "85 %", "200", "", "–"]
    reason = " ".join(parks[-1].split())
    assert reason == (
        "non comparé délai de réponse changé, de 20 jours ouvrables à 30 jours ouvrables (RDP),"
        " le 3 février 2026. Loi nouvelle."
    )
    [whole] = [row for row in table if row[0] == "Ensemble de ceux qui se comparent"]
    assert whole[1:5] == ["60 %", "200", "85 %", "200"]


def test_the_number_says_why_it_is_not_compared_and_the_english_page_too(
    app: Flask, answered: Runtime
):
    client = signed_in(app, answered)
    before = client.get(f"{VIEW}?periode=2026-T3").text
    assert "non comparé" not in before
    assert "3e trim. 2025" in words(before)
    broke(answered, BreakKind.CALENDAR, "water", {"hours": "a"}, {"hours": "b"})
    page = words(client.get("/en/overview?periode=2026-T3&organisme=water").text)
    assert (
        "not compared: calendar of working days changed (Water board), on 3 February 2026" in page
    )
    of_parks = words(client.get(f"{VIEW}?periode=2026-T3&organisme=parks").text)
    assert "non comparé" not in of_parks


def test_definitions_that_changed_part_what_they_define(app: Flask, answered: Runtime):
    versions = {"version": "8"}, {"version": "9", "definitions": ["promis"]}
    broke(answered, BreakKind.DEFINITION, "", *versions)
    client = signed_in(app, answered)
    table = rows(client.get(f"{page_of('improvement')}?periode=2026-T3").text, "evolution")
    assert [row[0] for row in table if "version 8" in " ".join(row)] == ["RDP", "Service des eaux"]
    assert "Rupture de série : non comparés" in [row[0] for row in table]


def test_an_indicator_does_not_say_what_it_was_across_a_break_that_touches_it(
    app: Flask, answered: Runtime
):
    count(
        answered,
        *(("parks", month, "first_act", 3, 20) for month in (THEN, NOW)),
        *(("parks", month, "settled", 1, 20) for month in (THEN, NOW)),
    )
    client = signed_in(app, answered)
    address = "/fr/portrait/les-six-criteres?periode=2026-T3&comparer=an"

    def before() -> dict[str, str]:
        table = rows(client.get(address, follow_redirects=True).text, "criteres")
        return {row[0][:2]: " ".join(row[4].split()) for row in table if len(row) > 4}

    assert before()["R4"] == "60 %"
    broke(answered, BreakKind.DEADLINES, "parks", *TIMES)
    told = before()
    assert told["R4"].startswith("non comparé (1) : délai de réponse changé")
    assert told["R4"].endswith("Loi nouvelle.")
    assert told["R1"] == "3 h, 9 sur 10 : 3 h"
    broke(answered, BreakKind.CALENDAR, "parks", {"hours": "a"}, {"hours": "b"})
    told = before()
    assert told["R1"].startswith("non comparé (2)")
    assert told["R4"].startswith("non comparé (1, 2)")
    # What was nothing before is not said to be refused.
    assert told["F2"] == "–"
    page = words(client.get("/en/overview/the-six-criteria?periode=2026-T3&comparer=an").text)
    assert page.count("calendar of working days changed") > 1
    assert "Breaks in series" in page


@pytest.mark.parametrize(
    ("category", "theme", "is_marked"),
    [("", "", False), ("trail", "", True), ("camping", "", False), ("", "delay", False)],
)
def test_a_split_marks_the_plots_of_its_category_alone(category: str, theme: str, is_marked: bool):
    facts = {"categories": ["trail"], "themes": ["delay"]}, {"categories": ["mud", "trail"]}
    split = Break(BreakKind.SPLIT, "parks", date(2026, 2, 3), *facts)
    categories = [category] if category else []
    narrowing = SimpleNamespace(category=category, categories=categories, theme=theme)
    reading: Any = SimpleNamespace(
        asked=SimpleNamespace(trend=["2026-01", "2026-02"], narrowing=narrowing),
        agencies=[SimpleNamespace(code="parks")],
        trend_of="parks",
        breaks=[split],
    )
    assert bool(marked_months(reading, Measured.DAYS, "delai")) is is_marked


def test_a_split_that_was_put_back_says_so_and_only_then():
    split = Break(
        BreakKind.SPLIT,
        "parks",
        date(2026, 3, 2),
        {"categories": ["trail"], "names": {"trail": {"fr": "Sentiers", "en": "Trails"}}},
        {"categories": ["trail", "huts"], "names": {"huts": {"fr": "Refuges", "en": "Huts"}}},
    )
    for active, is_back in (({"trail", "huts"}, False), ({"trail"}, True), ({"other"}, False)):
        for language, undone in (("fr", "annulé depuis"), ("en", "undone since")):
            words = BreakWords(language, str, {}, lambda _code, known=active: frozenset(known))
            assert (undone in words.whole(split)) == is_back
