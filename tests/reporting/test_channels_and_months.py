"""How complaints arrive, and what they are about month by month: two blocks of a page."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.domain.figures.cells import Cell
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.reporting.counted import count_subjects
from tests.reporting.figures import block, count, receive, rows, signed_in, title

PAGE = "/fr/portrait/sujets-des-plaintes?periode=2026-T3"


@pytest.fixture
def auditor(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, Role.AUDITOR)


@pytest.fixture(autouse=True)
def begun(runtime: Runtime) -> None:
    """Let the register begin before what is compared."""
    count(runtime, *(("parks", month, "received", 0, 60) for month in ("2025-06", "2026-08")))


def by_channel(runtime: Runtime, *cells: tuple[str, str, int]) -> None:
    with runtime.transaction() as session:
        counted = {
            Cell(agency, "2026-08", "delay", "delay", channel, "received"): n
            for agency, channel, n in cells
        }
        count_subjects(session, counted)
        move_mark(session, COUNTED)


def test_each_channel_has_its_number_and_share_and_the_heading_names_who_is_apart(
    auditor: FlaskClient, runtime: Runtime
):
    by_channel(runtime, ("parks", "web", 55), ("parks", "phone", 5))
    by_channel(runtime, ("water", "web", 20), ("water", "phone", 80))
    page = auditor.get(PAGE).text
    told = {row[0]: row[1:] for row in rows(page, "canaux")}
    assert told["RDP"] == ["55 (92 %)", "5 (8 %)", "60"]
    assert told["Ensemble"] == ["75 (47 %)", "85 (53 %)", "160"]
    assert title(page, "canaux").startswith("Premier canal : téléphone, 53 % des plaintes;")
    assert "le plus loin des autres" in title(page, "canaux")
    narrowed = auditor.get(f"{PAGE}&canal=web").text
    assert rows(narrowed, "canaux")[0] == ["RDP", "55 (100 %)", "55"]


def test_the_export_gives_number_and_share_in_columns_of_their_own(
    auditor: FlaskClient, runtime: Runtime
):
    by_channel(runtime, ("parks", "web", 55), ("parks", "phone", 5))
    written = auditor.get(
        f"/fr/portrait/exports?page=subjects&format=csv&{PAGE.split('?')[1]}"
    ).text
    assert "RDP;92;55;8;5;60" in written


def test_each_subject_has_a_plot_of_its_own_on_one_scale(auditor: FlaskClient, runtime: Runtime):
    months = ("2025-09", "2026-08", "2026-09")
    receive(runtime, *(("parks", month, "delay", 12 + n) for n, month in enumerate(months)))
    receive(runtime, ("parks", "2026-08", "courtesy", 3), ("parks", "2026-08", "other", 2))
    page = auditor.get(PAGE).text
    drawn = block(page, "sujets-par-mois")
    assert re.findall(r"<li><p>([^<]*) <span", drawn) == ["Délai", "Courtoisie", "Autres sujets"]
    assert set(re.findall(r'text-anchor="end">(\d+)<', drawn)) == {"0", "15"}
    assert 'aria-label="Délai\xa0: de 0 à 14 plaintes par mois"' in drawn
    assert rows(page, "sujets-par-mois")[-2:] == [
        ["août 2026", "13", "3", "2"],
        ["septembre 2026", "14", "0", "0"],
    ]


def test_a_subject_that_changed_beyond_chance_is_named(auditor: FlaskClient, runtime: Runtime):
    receive(runtime, ("parks", "2025-08", "delay", 20), ("parks", "2026-08", "delay", 60))
    receive(runtime, ("parks", "2025-08", "courtesy", 20), ("parks", "2026-08", "courtesy", 22))
    found = title(auditor.get(PAGE).text, "sujets-par-mois")
    assert found == "Le sujet qui change le plus : Délai, de 20 à 60 plaintes"
