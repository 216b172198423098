"""What complainants thought, in the portrait and before the public: few answers are hidden."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.queries.public_marks import move_mark
from portal.domain.role import Role
from portal.features.satisfaction.records import SurveyCountRecord
from portal.runtime import Runtime
from tests.reporting.figures import VIEW, block, count, rated, rows, signed_in, title, whole, words

PUBLIC = "/fr/statistiques"
FEW = "non publié : petits nombres"


def closed(runtime: Runtime, agency: str, n: int) -> None:
    count(runtime, (agency, "2026-08", "finding_founded", 0, n))


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def test_the_response_rate_stands_beside_every_figure(analyst: FlaskClient, runtime: Runtime):
    closed(runtime, "parks", 100), closed(runtime, "water", 80)
    rated(runtime, "parks", 6, 4, 6, 10, 14), rated(runtime, "water", 5, 0, 5, 0, 10)
    page = whole(analyst)
    table = {row[0]: row for row in rows(page, "satisfaction")}
    assert table["RDP"][1:3] == ["40", "60"]
    assert table["RDP"][4] == "40 %"
    assert table["RDP"][5:] == ["–", "–", "–", "60 %"]
    assert table["Ensemble"][4] == "33 %"
    assert title(page, "satisfaction").startswith("57 % des avis")


def test_the_mean_of_the_opinions_is_an_indicator_with_its_response_rate(
    analyst: FlaskClient, runtime: Runtime
):
    closed(runtime, "parks", 100), closed(runtime, "water", 80)
    rated(runtime, "parks", 6, 4, 6, 10, 14), rated(runtime, "water", 5, 0, 5, 0, 10)
    table = {row[0]: row for row in rows(whole(analyst), "criteres")}
    # Parks: (6 + 8 + 18 + 40 + 70) = 142 of 40; water: (5 + 15 + 50) = 70 of 20. 212 of 60: 3.53.
    assert table["P4. Satisfaction"][1:3] == ["3,53, taux de réponse : 33 %", "60"]


def test_the_mean_is_of_nobody_where_one_of_few_could_be_told(
    analyst: FlaskClient, runtime: Runtime
):
    closed(runtime, "parks", 100), closed(runtime, "water", 80)
    rated(runtime, "parks", 1, 0, 0, 0, 3), rated(runtime, "water", 5, 0, 5, 0, 10)
    table = {row[0]: row for row in rows(whole(analyst), "criteres")}
    # Of parks four answered: what is told is water's alone.
    assert table["P4. Satisfaction"][1].startswith("3,5")
    assert table["P4. Satisfaction"][2] == "20"


@pytest.mark.parametrize("page", [VIEW, PUBLIC, f"{PUBLIC}/parks"])
def test_fewer_than_five_are_hidden_from_the_staff_too(
    analyst: FlaskClient, runtime: Runtime, page: str
):
    closed(runtime, "parks", 100), closed(runtime, "water", 80)
    rated(runtime, "parks", 1, 0, 0, 0, 2), rated(runtime, "water", 5, 0, 5, 0, 10)
    table = {row[0]: row for row in rows(whole(analyst, page), "satisfaction")}
    assert table["RDP"][1:3] == ["1 à 4", "96 à 99"]
    assert table["RDP"][4:] == ["4 % ou moins", *[FEW] * 4]
    # What is left would give it away by a subtraction.
    of_all = table.get("Ensemble", ["", "21 à 24", "156 à 159"])
    assert of_all[1:3] == ["21 à 24", "156 à 159"]


def test_how_many_of_a_few_rated_and_how_does_not_move_any_page(
    analyst: FlaskClient, runtime: Runtime
):
    closed(runtime, "parks", 100), closed(runtime, "water", 80)
    rated(runtime, "water", 5, 0, 5, 0, 10), rated(runtime, "parks", 1, 0, 0, 0, 0)
    pages = (VIEW, PUBLIC, f"{PUBLIC}/parks")
    before = [block(whole(analyst, page), "satisfaction") for page in pages]
    with runtime.transaction() as session:
        place = {"agency": "parks", "month": "2026-09", "cut": "category", "value": "trail"}
        for question, answer in (("responded", 0), ("whole", 5)):
            session.add(SurveyCountRecord(**place, question=question, answer=answer, n=3))
        move_mark(session, "ratings")
    assert [block(whole(analyst, page), "satisfaction") for page in pages] == before


def test_a_year_is_what_is_known_of_its_quarters(analyst: FlaskClient, runtime: Runtime):
    closed(runtime, "parks", 100)
    rated(runtime, "parks", 1, 0, 0, 0, 2)
    count(runtime, ("parks", "2026-05", "finding_founded", 0, 50))
    with runtime.transaction() as session:
        place = {"agency": "parks", "month": "2026-05", "cut": "category", "value": "trail"}
        session.add(SurveyCountRecord(**place, question="responded", answer=0, n=20))
    page = whole(analyst, f"{VIEW}?periode=2026")
    row = next(row for row in rows(page, "satisfaction") if row[0] == "RDP")
    assert row[1:3] == ["21 à 24", "126 à 129"]


def test_a_question_that_few_answered_is_hidden_alone(analyst: FlaskClient, runtime: Runtime):
    closed(runtime, "parks", 100)
    rated(runtime, "parks", 10, 0, 0, 0, 10)
    with runtime.transaction() as session:
        place = {"agency": "parks", "month": "2026-08", "cut": "category", "value": "trail"}
        session.add(SurveyCountRecord(**place, question="time", answer=5, n=3))
    row = next(row for row in rows(whole(analyst), "satisfaction") if row[0] == "RDP")
    assert row[5:] == ["–", FEW, "–", "50 %"]


@pytest.mark.parametrize(("n_closed", "shown"), [(24, "20 % ou moins"), (25, "0 %")])
def test_that_all_say_the_same_is_not_told_where_nearly_everybody_answered(
    analyst: FlaskClient, runtime: Runtime, n_closed: int, shown: str
):
    closed(runtime, "parks", n_closed)
    rated(runtime, "parks", 10, 10, 0, 0, 0)
    row = next(row for row in rows(whole(analyst), "satisfaction") if row[0] == "RDP")
    assert row[8] == shown


def test_a_head_sees_their_own_agency_and_the_export_says_the_same(app: Flask, runtime: Runtime):
    closed(runtime, "parks", 50), closed(runtime, "water", 50)
    rated(runtime, "parks", 5, 5, 5, 5, 10), rated(runtime, "water", 20, 0, 0, 0, 0)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    table = rows(whole(head, VIEW), "satisfaction")
    assert [row[0] for row in table] == ["RDP"]
    export = head.get("/fr/portrait/exports").text
    assert "RDP;30;20;60;;;;50" in export
    assert "version 9" in export


def test_the_definitions_say_how_it_is_kept_apart(client: FlaskClient):
    text = words(client.get("/fr/portrait/definitions").text)
    assert "Les avis sont gardés à part des plaintes" in text
