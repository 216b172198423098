"""Public figures of one agency, one theme and one quarter: only what a vintage holds."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.reporting.figures import count, receive, rows, title, words

SUBJECTS = "/fr/statistiques/sujets-des-plaintes"
OF_DELAYS = "periode=2026-T3&theme=delay"


@pytest.fixture(autouse=True)
def counted(runtime: Runtime) -> None:
    count(runtime, *((code, "2026-08", "received", 0, 100) for code in ("parks", "water")))
    receive(
        runtime,
        ("parks", "2026-08", "delay", 60),
        ("parks", "2026-08", "courtesy", 40),
        ("water", "2026-08", "delay", 12),
        ("water", "2026-08", "courtesy", 88),
    )


def test_a_theme_is_told_by_agency_of_the_cells_that_are_published_of_each(client: FlaskClient):
    page = client.get(f"{SUBJECTS}?{OF_DELAYS}").text
    told = {row[0]: row[1:] for row in rows(page, "sujets")}
    assert told["RDP"][:2] == ["60", "60 %"]
    assert told["Ensemble"][:2] == ["72", "36 %"]
    assert title(page, "sujets").endswith("le plus loin des autres : RDP, 60 %")
    for agency, name in (("parks", "RDP"), ("water", next(n for n in told if n[0] != "R"))):
        own = client.get(f"/fr/statistiques/{agency}/sujets-des-plaintes?periode=2026-T3").text
        of_theme = next(row for row in rows(own, "sujets") if row[0] == "Délai")
        assert of_theme[2:4] == told[name][:2]


def test_what_a_theme_hides_in_its_agency_it_hides_among_agencies(
    client: FlaskClient, runtime: Runtime
):
    receive(runtime, ("water", "2026-08", "other", 3), ("parks", "2026-08", "other", 2))
    page = client.get(f"{SUBJECTS}?periode=2026-T3&theme=other").text
    told = {row[0]: row[1:3] for row in rows(page, "sujets") if len(row) > 1}
    few = ["masqué : petits nombres", "non publié : petits nombres"]
    assert [told[name] for name in told if name not in ("Ensemble", "Guichet des plaintes")] == [
        few,
        few,
    ]


def test_other_pages_say_why_nothing_is_told_by_theme_and_lead_where_something_is(
    client: FlaskClient,
):
    page = client.get(f"/fr/statistiques/paliers-et-recours?{OF_DELAYS}").text
    assert "Cette page n’a pas de chiffres publiés par sujet" in words(page)
    assert "<figure" not in page
    assert re.search(rf'href="{SUBJECTS}\?{OF_DELAYS.replace("&", "&amp;")}"', page)
    first = client.get(f"/fr/statistiques?{OF_DELAYS}").text
    assert re.findall(r'<span class="n">([^<]*)', first) == ["72"]


def test_what_is_chosen_is_said_and_taken_away_one_by_one(client: FlaskClient):
    page = client.get(f"/fr/statistiques/parks/sujets-des-plaintes?{OF_DELAYS}").text
    chips = re.search(r'<ul class="s-chips".*?</ul>', page, re.DOTALL)
    assert chips
    without_agency, without_theme, bare = (
        address.replace("&amp;", "&") for address in re.findall(r'href="([^"]*)"', chips[0])
    )
    assert "Sujet : Délai" in words(chips[0])
    assert without_agency == f"{SUBJECTS}?{OF_DELAYS}"
    assert without_theme == "/fr/statistiques/parks/sujets-des-plaintes?periode=2026-T3"
    assert bare == f"{SUBJECTS}?periode=2026-T3"


def test_choosing_an_agency_leads_to_its_page_with_all_else_that_was_asked_for(
    client: FlaskClient,
):
    led = client.get(f"{SUBJECTS}?{OF_DELAYS}&organisme=parks")
    assert led.status_code == 303
    assert led.location == f"/fr/statistiques/parks/sujets-des-plaintes?{OF_DELAYS}"
    elsewhere = client.get("/fr/statistiques/comparer-les-organismes?organisme=parks")
    assert elsewhere.location.startswith("/fr/statistiques/parks?")


def test_what_no_vintage_holds_cannot_be_asked_for(client: FlaskClient):
    page = client.get(f"{SUBJECTS}?periode=2026-T3&canal=phone&langue=en&categorie=x&region=06")
    assert page.text == client.get(f"{SUBJECTS}?periode=2026-T3").text
    assert "Ni la catégorie, ni le canal, ni la langue, ni la région" in words(page.text)


def test_one_figure_and_its_permalink_keep_the_theme(client: FlaskClient):
    page = client.get(f"{SUBJECTS}?{OF_DELAYS}").text
    [alone] = re.findall(r'href="http[^"]*(/fr/statistiques/une-figure/themes[^"]*)"', page)
    assert "theme=delay" in alone
    assert title(client.get(alone.replace("&amp;", "&")).text, "sujets") == title(page, "sujets")
