"""Where the likeliest agency serves one territory, the finder asks, and sends nobody wrong."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.pages.citizen.journeys import at, begin, post
from tests.pages.office.people import words
from tests.pages.settings.pages import publish, save
from tests.support.agencies import PARKS_YAML

TERRITORY = """territory:
  municipalities: [Montréal]
  postal: [H2*]
  elsewhere: {fr: Une ville reçoit ses plaintes., en: A town receives its complaints.}
"""
FIELD = 'name="municipalite"'
NOT_HERE = "n’est pas sur ce portail : voici où"


@pytest.fixture(autouse=True)
def parks_of_the_city(admin: FlaskClient) -> None:
    save(admin, PARKS_YAML + TERRITORY)
    publish(admin)


def said_on(page: str) -> str:
    return words(page).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def finder_page(client: FlaskClient, typed: str) -> str:
    return client.get(at(begin(client, mots=typed), "organisme")).text


def proposed(page: str) -> str:
    """Return the page without what is folded away."""
    return re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)


def test_where_no_place_is_heard_the_page_asks_and_proposes_all_the_same(client: FlaskClient):
    page = finder_page(client, "un arbre sur le sentier du parc")
    assert FIELD in page
    assert "Dans quelle municipalité?" in said_on(page)
    assert 'value="parks"' in proposed(page)


def test_a_place_inside_asks_nothing(client: FlaskClient):
    page = finder_page(client, "un arbre sur le sentier du parc à Verdun")
    assert FIELD not in page
    assert 'value="parks"' in proposed(page)


def test_a_place_outside_is_told_and_the_agency_folded_but_still_to_choose(client: FlaskClient):
    page = finder_page(client, "un arbre sur le sentier du parc à Laval")
    assert f"Laval {NOT_HERE} Laval reçoit les plaintes" in said_on(page)
    assert "Une ville reçoit ses plaintes." in said_on(page)
    assert 'value="parks"' not in proposed(page)
    assert 'value="parks"' in page
    assert 'value="un arbre sur le sentier du parc à Laval"' in page
    assert "Continuer sans choisir" in page


@pytest.mark.parametrize("place", ["Longueuil", "Saint-Hubert"])
def test_the_town_that_serves_the_place_is_named_instead_of_general_words(
    client: FlaskClient, place: str
):
    page = finder_page(client, f"un arbre sur le sentier du parc à {place}")
    assert "La Ville reçoit ses plaintes elle-même." in said_on(page)
    assert "Une ville reçoit ses plaintes." not in said_on(page)


@pytest.mark.parametrize("place", ["Lévis", "Saint-Rédempteur", "G6V 1A1", "Terrebonne"])
def test_a_town_that_nobody_described_is_named_with_its_town_hall(
    admin: FlaskClient, client: FlaskClient, place: str
):
    save(admin, PARKS_YAML.replace("fr: Régie des parcs", "fr: Ville des parcs") + TERRITORY)
    publish(admin)
    page = said_on(finder_page(client, f"un arbre sur le sentier du parc à {place}"))
    town = "Terrebonne" if place == "Terrebonne" else "Lévis"
    assert f"{town} : l’hôtel de ville, au greffe" in page
    assert "La Ville reçoit ses plaintes elle-même." in page
    assert "À vérifier auprès de l’organisme." in page
    assert "Une ville reçoit ses plaintes." in page


def test_who_is_no_town_leads_nobody_to_a_town_hall(client: FlaskClient):
    page = said_on(finder_page(client, "un arbre sur le sentier du parc à Lévis"))
    assert NOT_HERE in page
    assert "hôtel de ville" not in page


def test_what_is_typed_there_is_kept_and_answered_by(client: FlaskClient):
    draft = begin(client, mots="un arbre sur le sentier du parc")
    sent = post(client, draft, "organisme", mots="un arbre sur le sentier", municipalite="h7n 1a1")
    page = client.get(sent.location).text
    assert f"Laval (H7N) {NOT_HERE}" in said_on(page)
    assert 'value="h7n 1a1"' in page
    corrected = post(client, draft, "organisme", mots="un arbre sur le sentier", municipalite="NDG")
    page = client.get(corrected.location).text
    assert NOT_HERE not in said_on(page)
    assert 'value="parks"' in proposed(page)
    assert 'value="NDG"' in page


def test_other_words_alone_keep_the_place(client: FlaskClient):
    draft = begin(client, mots="un arbre sur le sentier du parc")
    post(client, draft, "organisme", mots="un arbre sur le sentier", municipalite="Laval")
    page = client.get(post(client, draft, "organisme", mots="le sentier du parc").location).text
    assert f"Laval {NOT_HERE}" in said_on(page)


def test_what_is_no_place_is_said_and_stays(client: FlaskClient):
    draft = begin(client, mots="un arbre sur le sentier du parc")
    sent = post(client, draft, "organisme", mots="un arbre sur le sentier", municipalite="chez moi")
    page = client.get(sent.location).text
    assert "Nous ne reconnaissons pas ce lieu." in said_on(page)
    assert 'value="chez moi"' in page
    assert 'value="parks"' in proposed(page)


def test_an_agency_without_a_territory_asks_nothing(client: FlaskClient):
    page = finder_page(client, "ma facture d’eau à Laval")
    assert FIELD not in page
    assert NOT_HERE not in said_on(page)


def test_the_english_page_says_the_same(client: FlaskClient):
    started = client.post(
        "/en/complaint", data={"mots": "a tree on the trail of the park in Laval"}
    )
    page = client.get(started.location).text
    assert "Laval is not on this portal: here is where Laval receives complaints" in said_on(page)
    assert "A town receives its complaints." in said_on(page)
