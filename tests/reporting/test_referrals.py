"""The complaints to which staff led: counted by unit on the page and in its export."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.reporting.figures import VIEW, count, rows, signed_in, title, whole, words

QUARTER = "?periode=2026-T3"


@pytest.fixture
def counted(runtime: Runtime) -> None:
    count(
        runtime,
        ("parks", "2026-08", "received", 0, 40),
        ("parks", "2026-08", "referred_trails", 0, 6),
        ("parks", "2026-08", "referred_trails", 1, 2),
        ("parks", "2026-08", "referred_other", 0, 1),
        ("parks", "2026-08", "referred_gone", 0, 1),
        ("parks", "2026-08", "referred_", 0, 2),
        ("water", "2026-08", "received", 0, 20),
    )


@pytest.mark.usefixtures("counted")
def test_each_unit_has_its_row_and_units_that_are_gone_share_one(app: Flask, runtime: Runtime):
    page = whole(signed_in(app, runtime), VIEW + QUARTER)
    assert title(page, "orientations").startswith("12 plaintes viennent d’une personne orientée")
    assert rows(page, "orientations") == [
        ["RDP"],
        ["Sentiers", "6", "2", "8", "–", "20 %"],
        ["Un autre organisme", "2", "0", "2", "–", "5 %"],
        ["Un autre service", "2", "0", "2", "–", "5 %"],
        ["Tous les services", "10", "2", "12", "40", "30 %"],
        ["Ensemble", "10", "2", "12", "60", "20 %"],
    ]


@pytest.mark.usefixtures("counted")
def test_the_export_says_the_same_in_english(app: Flask, runtime: Runtime):
    client = signed_in(app, runtime)
    export = words(client.get(f"/en/overview/exports{QUARTER}").text)
    assert "12 complaints came from people referred by staff" in export
    assert "Trails,6,2,8,,20" in export
    assert "All units,10,2,12,40,30" in export


def test_nobody_was_led_anywhere(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "received", 0, 40))
    page = whole(signed_in(app, runtime, Role.HEAD, "parks"), VIEW + QUARTER)
    assert title(page, "orientations") == (
        "Aucune plainte ne vient d’une personne orientée par un employé"
    )


def test_the_figure_is_defined(client: FlaskClient):
    page = words(client.get("/fr/portrait/definitions").text)
    assert "On compte le service, jamais l’employé." in page
