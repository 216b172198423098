"""A search of the work list is kept by its name, for oneself alone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.complaints.accounts import MOST, keep_search, saved_searches
from portal.complaints.queries.search_rebuild import begin_rebuild, rebuild_some
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.pages.office.people import signed_in, words
from tests.support import file, on_both

LIST, KEEP, FORGET = (f"/fr/gestion/parks/file{tail}" for tail in ("", "/garder", "/oublier"))
QUERY = "vue=equipe&canal=web&q=sentier"


@pytest.fixture
def claire(claire: FlaskClient, runtime: Runtime) -> FlaskClient:
    """Claire, who has a complaint to look for."""
    file(runtime)
    return claire


@on_both
def test_a_search_is_kept_opened_and_forgotten(claire: FlaskClient):
    page = claire.get(f"{LIST}?{QUERY}").text
    assert "Garder cette recherche" in words(page)
    kept = claire.post(f"{KEEP}?{QUERY}", data={"nom-recherche": "Sentiers"})
    page = claire.get(kept.location).text
    assert "La recherche « Sentiers » est gardée." in words(page)
    assert "Mes recherches" in page
    assert "canal=web" in kept.location
    page = claire.get(LIST).text
    assert "Sentiers" in page
    claire.post(FORGET, data={"recherche": 1})
    assert "Mes recherches" not in claire.get(LIST).text


def test_nobody_else_sees_or_forgets_it(claire: FlaskClient, app: Flask, runtime: Runtime):
    claire.post(f"{KEEP}?{QUERY}", data={"nom-recherche": "Sentiers"})
    paul = signed_in(app, runtime, "paul@parcs.example")
    assert "Mes recherches" not in paul.get(LIST).text
    paul.post(FORGET, data={"recherche": 1})
    assert "Mes recherches" in claire.get(LIST).text


def test_what_somebody_looks_for_is_not_readable_in_the_database(
    claire: FlaskClient, runtime: Runtime
):
    claire.post(f"{KEEP}?vue=equipe&q=Gagnon", data={"nom-recherche": "Monsieur Gagnon"})
    with runtime.reading(PORTAL) as session:
        [row] = session.execute(text("SELECT name, query FROM saved_search")).all()
    assert b"Gagnon" not in bytes(row.name) + bytes(row.query)


def test_a_name_is_needed_and_the_same_name_takes_the_place_of_the_first(
    claire: FlaskClient, runtime: Runtime
):
    without = claire.post(f"{KEEP}?{QUERY}", data={"nom-recherche": " "}, follow_redirects=True)
    assert "Donnez un nom à la recherche" in words(without.text)
    for query in (QUERY, "vue=en-retard"):
        claire.post(f"{KEEP}?{query}", data={"nom-recherche": "Du jour"})
    with runtime.reading(PORTAL) as session:
        [kept] = saved_searches(session, 1, "parks")
    assert kept.query == {"vue": "en-retard"}


def test_the_oldest_goes_when_there_are_too_many(claire: FlaskClient, runtime: Runtime):
    with runtime.transaction() as session:
        for rank in range(MOST + 2):
            keep_search(session, 1, "parks", f"Recherche {rank:02}", {"vue": "equipe"})
            session.flush()
    with runtime.reading(PORTAL) as session:
        names = [search.name for search in saved_searches(session, 1, "parks")]
    assert names == [f"Recherche {rank:02}" for rank in range(2, MOST + 2)]


@on_both
def test_a_search_says_how_far_the_index_is_made_anew(claire: FlaskClient, runtime: Runtime):
    file(runtime, story="Le sentier est boueux.")
    with runtime.transaction() as session:
        begin_rebuild(session)
        rebuild_some(session, runtime.keyring, most=1)
    searched = words(claire.get(f"{LIST}?{QUERY}").text)
    assert "La recherche n’est pas encore complète" in searched
    assert re.search(r"anciennes : 50\s%", searched)
    assert "n’est pas encore complète" not in words(claire.get(LIST).text)
    with runtime.transaction() as session:
        rebuild_some(session, runtime.keyring)
    assert "n’est pas encore complète" not in words(claire.get(f"{LIST}?{QUERY}").text)
