"""Bodies outside the portal: their page in both languages, and those that the finder names."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.pages.citizen.journeys import at, begin
from tests.support import FixedClock

FR, EN = "/fr/hors-portail", "/en/elsewhere"
COMPARED = "Comparé à trains.example le 24 novembre 2026."


def headings(page: str, level: int) -> list[str]:
    return re.findall(rf"<h{level}[^>]*>([^<]+)</h{level}>", page)


def test_the_directory_is_by_kind_in_the_order_of_the_alphabet_whatever_the_accents(
    client: FlaskClient,
):
    page = client.get(FR).text
    assert headings(page, 2)[1:] == [
        "Écoles, garderies et universités",
        "Transport en commun et trains",
        "Villes et municipalités",
    ]
    assert headings(page, 3) == [
        "Écoles publiques",
        "Compagnie des trains",
        "Ébénistes du tramway",
        "Ville de Longueuil",
    ]


def test_each_kind_is_a_link_away(client: FlaskClient):
    page = client.get(EN).text
    assert re.findall(r'<li><a href="#(\w+)">', page) == re.findall(r'<h2 id="(\w+)">', page)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (FR, ["Par écrit.", "30 jours après le voyage.", "trains.example/fr", COMPARED]),
        (EN, ["In writing.", "30 days after the journey.", "trains.example/en", "Compared with"]),
    ],
)
def test_each_body_says_how_until_when_and_with_what_that_was_compared(
    client: FlaskClient, address: str, told: list[str]
):
    page = client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    for words in (*told, "tel:+18005550188"):
        assert words in page


def test_what_nobody_verified_says_so(client: FlaskClient):
    assert client.get(FR).text.count("À vérifier auprès de l’organisme.") == 3


def test_every_page_leads_there_from_below(client: FlaskClient):
    assert f'href="{FR}"' in client.get("/fr/").text
    assert f'href="{EN}"' in client.get("/en/other-recourses").text


@pytest.mark.parametrize("where", ["directory", "finder"])
@pytest.mark.parametrize(
    ("year", "told"),
    [
        (2029, "D’après trains.example, 2026 : à vérifier."),
        (2028, COMPARED),
    ],
)
def test_what_was_compared_with_a_page_that_is_old_by_now_is_to_be_verified(
    client: FlaskClient, clock: FixedClock, where: str, year: int, told: str
):
    clock.moment = datetime(year, 1, 5, 15, tzinfo=UTC)
    begun = FR if where == "directory" else at(begin(client, mots="mon train"), "organisme")
    page = client.get(begun).text.replace("\N{NO-BREAK SPACE}", " ")
    assert told in page
    assert ("Vérifier sur son site" in page) is (told != COMPARED or where == "directory")


@pytest.mark.parametrize(("words", "is_named"), [("mon train est en retard", True), ("lac", False)])
def test_the_finder_names_the_body_with_its_form_time_and_day(
    client: FlaskClient, words: str, is_named: bool
):
    page = client.get(at(begin(client, mots=words), "organisme")).text
    for told in ("Compagnie des trains", "30 jours après le voyage", "Comparé à", "tous les"):
        assert (told in page) is is_named
