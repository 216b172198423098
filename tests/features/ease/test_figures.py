"""How easy filing was, before analysts: few answers are hidden, and what gives them away."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.features.ease.actions import say
from portal.features.ease.rules import Ease
from portal.runtime import Runtime
from tests.reporting.figures import HIDDEN, VIEW, count, rows, signed_in, title, whole

DAY = date(2026, 8, 11)


def said(runtime: Runtime, agency: str, yes: int, partly: int = 0, no: int = 0) -> None:
    every = [*[Ease.YES] * yes, *[Ease.PARTLY] * partly, *[Ease.NO] * no]
    # A period is shown from the first thing that happened in it.
    count(runtime, (agency, "2026-08", "finding_founded", 0, 100))
    with runtime.transaction() as session:
        for number, answer in enumerate(every):
            say(session, f"{agency}-{number}", answer, day=DAY, agency=agency, language="fr")


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime)


def test_shares_stand_beside_how_many_answered(analyst: FlaskClient, runtime: Runtime):
    said(runtime, "parks", 60, 20, 20), said(runtime, "water", 50, 0, 50)
    page = whole(analyst)
    table = {row[0]: row[1:] for row in rows(page, "facilite")}
    assert table["RDP"] == ["100", "60 %", "20 %", "20 %"]
    assert table["Ensemble"] == ["200", "55 %", "10 %", "35 %"]
    assert table["En français"][0] == "200"
    assert title(page, "facilite").startswith("55 % de ceux qui répondent")


def test_fewer_than_five_are_hidden_with_what_would_give_them_away(
    analyst: FlaskClient, runtime: Runtime
):
    said(runtime, "parks", 3), said(runtime, "water", 50, 0, 50)
    table = {row[0]: row[1:] for row in rows(whole(analyst), "facilite")}
    assert table["RDP"] == [HIDDEN] * 4
    languages = ("En français", "En anglais")
    by_agency = [row[0] for name, row in table.items() if row and name not in languages]
    assert by_agency.count(HIDDEN) != 1, table


def test_whoever_sees_one_agency_sees_no_language_of_all(app: Flask, runtime: Runtime):
    said(runtime, "parks", 60, 20, 20), said(runtime, "water", 50, 0, 50)
    head = signed_in(app, runtime, Role.TOP_AUTHORITY, "parks")
    page = whole(head, VIEW)
    assert [row[0] for row in rows(page, "facilite")] == ["RDP"]


def test_the_definition_says_what_is_counted(analyst: FlaskClient):
    assert "Facilité de porter plainte" in analyst.get("/fr/portrait/definitions").text
