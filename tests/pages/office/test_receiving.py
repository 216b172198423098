"""Which agencies an officer is offered, and in which order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.releases.files import sync_releases
from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file

ELSEWHERE = "jurisdiction: GB-EAW"
STORY = "La rampe du parc est brisée."


def put_in_force(runtime: Runtime, files: Path, code: str, name: str, *, here: bool) -> None:
    """Let another agency take complaints, in the portal's country or elsewhere."""
    text = (files / "water.yaml").read_text("utf-8").replace("code: water", f"code: {code}", 1)
    text = text.replace("Service des eaux", name).replace("Water board", name)
    text = text.replace("signs: [eau, water, facture, bill, compteur, meter]", f"signs: [{code}]")
    text = text.replace("words: [facture, bill, compteur, meter]", f"words: [{code}]")
    if here:
        text = text.replace(ELSEWHERE, "jurisdiction: CA-QC-GOV")
    (files / f"{code}.yaml").write_text(text, "utf-8")
    with runtime.transaction(PORTAL) as session:
        sync_releases(session, files, runtime.now())
    runtime.take_up_changes()


@pytest.fixture
def _others(runtime: Runtime, agency_files: Path) -> None:
    """Have agencies whose codes stand in another order than their names and countries."""
    put_in_force(runtime, agency_files, "zones", "Bureau des zones", here=True)
    put_in_force(runtime, agency_files, "airport", "Aéroport", here=True)
    put_in_force(runtime, agency_files, "abbey", "Abbaye", here=False)


def offered(client: FlaskClient, path: str) -> list[str]:
    """Return the agencies to choose from on a page, from the top down."""
    return re.findall(r'name="receiving"[^>]*?value="(\w+)"', client.get(path).text)


@pytest.mark.usefixtures("_others")
@pytest.mark.parametrize("action", ["transferer", "demander-une-partie"])
def test_agencies_of_the_country_come_first_by_name_and_those_elsewhere_say_so(
    app: Flask, runtime: Runtime, action: str
):
    number, client = file(runtime, story=STORY).number, signed_in(app, runtime)
    listed = [code for code in offered(client, case_path(number, action)) if code != "desk"]
    assert listed == ["airport", "zones", "abbey", "water"]
    page = words(client.get(case_path(number, action)).text)
    assert page.count("Dans un autre pays.") == 2
    assert "Abbaye Dans un autre pays." in page


@pytest.mark.usefixtures("_others")
def test_for_an_agency_elsewhere_its_own_country_comes_first(app: Flask, runtime: Runtime):
    number = file(runtime, "water", category=None, story="On m’a mal reçu.").number
    client = signed_in(app, runtime, "paul@eaux.example", agency="water")
    listed = offered(client, case_path(number, "transferer", "water"))
    assert listed == ["abbey", "airport", "zones", "parks", "desk"]


@pytest.mark.usefixtures("_others")
def test_one_elsewhere_that_the_finder_puts_before_all_others_stands_first(
    app: Flask, runtime: Runtime
):
    number = file(runtime, story="Ma facture, et le compteur d’eau.").number
    client = signed_in(app, runtime)
    assert offered(client, case_path(number, "transferer"))[0] == "water"


@pytest.mark.usefixtures("_others")
def test_who_works_for_all_agencies_chooses_among_those_of_the_country_first(
    app: Flask, runtime: Runtime
):
    client = signed_in(app, runtime, "ana@portail.example", Role.ADMINISTRATOR, None, None)
    page = words(client.get("/fr/gestion").text)
    names = ("Aéroport", "Bureau des zones", "Abbaye", "Service des eaux")
    places = [page.index(name) for name in names]
    assert places == sorted(places)
