"""Who improved: said of an agency only where chance alone does not lead as far."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.reporting.figures import VIEW, block, count, rows, signed_in, title, whole

NOW, THEN = "2026-08", "2025-08"


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def answered(runtime: Runtime, agency: str, month: str, kept: int, missed: int) -> None:
    count(
        runtime,
        (agency, month, "answer_due_kept", 0, kept),
        (agency, month, "answer_due_missed", 0, missed),
    )


def row_of(page: str, start: str) -> list[str]:
    [found] = [row for row in rows(page, "evolution") if row[0].startswith(start)]
    return found


def test_an_agency_that_moved_far_is_said_to_have_improved(analyst: FlaskClient, runtime: Runtime):
    answered(runtime, "parks", THEN, 120, 80)
    answered(runtime, "parks", NOW, 170, 30)
    page = whole(analyst)
    assert title(page, "evolution") == "La plus forte amélioration : RDP, +25 points"
    assert row_of(page, "RDP")[1:6] == ["60 %", "200", "85 %", "200", ""]
    assert row_of(page, "RDP")[6:] == ["+25", "de +14 à +35", "amélioré"]
    asked = "/fr/portrait/exports?page=trends&periode=2026-T3&format="
    assert ";25;de +14 à +35;" in analyst.get(f"{asked}csv").text
    [told] = [t for t in analyst.get(f"{asked}json").json["tables"] if t["code"] == "evolution"]
    assert 25 in told["groups"][0]["rows"][0]


def test_a_little_more_is_said_to_be_nothing_beyond_chance(analyst: FlaskClient, runtime: Runtime):
    answered(runtime, "parks", THEN, 80, 20)
    answered(runtime, "parks", NOW, 85, 15)
    page = whole(analyst)
    assert title(page, "evolution") == "Aucun organisme n’a changé au-delà du hasard"
    assert row_of(page, "RDP")[-1] == "rien de sûr"


def test_an_agency_that_fell_is_named_where_none_improved(analyst: FlaskClient, runtime: Runtime):
    answered(runtime, "parks", THEN, 190, 10)
    answered(runtime, "parks", NOW, 120, 80)
    page = whole(analyst)
    assert title(page, "evolution") == "La plus forte baisse : RDP, −35 points"
    assert row_of(page, "RDP")[-1] == "dégradé"


def test_few_answers_stand_apart_and_nothing_is_said_of_them(
    analyst: FlaskClient, runtime: Runtime
):
    answered(runtime, "parks", THEN, 120, 80)
    answered(runtime, "parks", NOW, 170, 30)
    answered(runtime, "water", THEN, 2, 20)
    answered(runtime, "water", NOW, 29, 0)
    page = whole(analyst)
    names = [row[0] for row in rows(page, "evolution")]
    assert "Moins de 30 réponses dues, avant ou après" in names
    water = rows(page, "evolution")[names.index("Moins de 30 réponses dues, avant ou après") + 1]
    assert water[-3:] == ["–", "–", "trop peu de réponses"]


def test_an_agency_without_answers_then_is_compared_with_nothing(
    analyst: FlaskClient, runtime: Runtime
):
    answered(runtime, "parks", NOW, 170, 30)
    page = whole(analyst)
    said = "Trop peu de réponses dues pour comparer les deux périodes"
    assert title(page, "evolution") == said
    assert "<tbody" not in block(page, "evolution")


def test_a_period_that_is_not_over_is_compared_with_nothing(analyst: FlaskClient, runtime: Runtime):
    answered(runtime, "parks", "2025-11", 120, 80)
    answered(runtime, "parks", "2026-11", 170, 30)
    page = whole(analyst, f"{VIEW}?periode=2026-T4")
    said = "La période n’est pas finie : rien n’est encore comparé"
    assert title(page, "evolution") == said
    assert "<tbody" not in block(page, "evolution")


def test_the_same_is_said_in_english(analyst: FlaskClient, runtime: Runtime):
    answered(runtime, "parks", THEN, 120, 80)
    answered(runtime, "parks", NOW, 170, 30)
    page = whole(analyst, "/en/overview")
    assert title(page, "evolution").startswith("Improved most: ")
    assert rows(page, "evolution")[0][-1] == "improved"
