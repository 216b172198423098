"""An organisation was replaced: the portrait is read as things were, or as they are today."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.organisation_changes.successions import merge
from tests.reporting.figures import VIEW, count, rows, signed_in, whole, words

TODAY = f"{VIEW}?organismes=aujourdhui"


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    count(runtime, ("parks", "2026-08", "answered", 5, 40), ("parks", "2026-08", "level", 1, 40))
    count(runtime, ("water", "2026-08", "answered", 9, 70), ("water", "2026-08", "level", 1, 70))
    return signed_in(app, runtime)


def answered(page: str) -> dict[str, str]:
    """Return how many answers each organisation of a page gave."""
    return {row[0]: row[1] for row in rows(page, "delais") if len(row) > 1}


def test_nothing_is_to_be_chosen_where_none_was_replaced(analyst: FlaskClient):
    assert 'name="organismes"' not in whole(analyst)


def test_figures_are_read_as_organisations_were(analyst: FlaskClient, runtime: Runtime):
    merge(runtime)
    page = whole(analyst)
    assert '<option value="alors" selected>Tels qu’ils étaient' in page
    shown = answered(page)
    assert (shown["Régie des parcs (RDP)"], shown["Service des eaux"]) == ("40", "70")


def test_figures_are_read_as_organisations_are_today(analyst: FlaskClient, runtime: Runtime):
    merge(runtime)
    shown = answered(whole(analyst, TODAY))
    assert shown["Service des eaux"] == shown["Ensemble"] == "110"
    assert "Régie des parcs (RDP)" not in shown


def test_the_export_says_which_way_it_is_read(analyst: FlaskClient, runtime: Runtime):
    merge(runtime)
    for choice, shown in (
        ("organismes=aujourdhui", "Tels qu’ils sont aujourd’hui"),
        ("", "Tels qu’ils étaient"),
    ):
        lines = analyst.get(f"/fr/portrait/exports?{choice}").get_data(as_text=True).splitlines()
        assert next(line for line in lines if line.startswith("Organismes;")).endswith(shown)
    english = analyst.get("/en/overview/exports?organismes=aujourdhui").get_data(as_text=True)
    assert "As they are today" in english


def test_the_successors_head_sees_the_past_they_took_over(
    analyst: FlaskClient, app: Flask, runtime: Runtime
):
    merge(runtime)
    head = signed_in(app, runtime, Role.HEAD, "water")
    assert answered(whole(head, TODAY)) == {"Service des eaux": "110"}
    shown = answered(whole(head, VIEW))
    assert (shown["Régie des parcs (RDP)"], shown["Service des eaux"]) == ("40", "70")
    other = signed_in(app, runtime, Role.TOP_AUTHORITY, "desk")
    for address in (VIEW, TODAY):
        assert "Régie des parcs" not in whole(other, address)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/fr/portrait/definitions", "Le portrait peut aussi se lire avec les organismes"),
        ("/en/overview/definitions", "The overview can also be read with the agencies"),
    ],
)
def test_the_definitions_say_so(client: FlaskClient, address: str, shown: str):
    assert shown in words(client.get(address).text)
