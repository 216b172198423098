"""Across a break in series nothing is compared that it touches, and the reason stands there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.domain.figures.breaks import BreakKind
from portal.releases.records import SeriesBreakRecord
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
