"""What every employee has to know of complaints: open to all, with the agency's own dates."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.complaints.cases import ruled_by
from tests.features.organisation_changes.successions import merge
from tests.pages.office.people import words

PAGES = {"fr": "/fr/organismes/parks/personnel", "en": "/en/agencies/parks/staff"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "fr",
            [
                "Les dates d’une plainte qui arrive aujourd’hui, le 24 novembre 2026 :",
                "22 décembre 2026",
                "Bureau des plaintes",
                "Si la date passe, palier 2 Directrice 5 jours ouvrables",
                "Présidente La plus haute autorité décide en dernier",
                "Ne lui demandez jamais de retirer sa plainte.",
                "On compte le service, jamais qui y travaille.",
                "514 555-0110",
                "Une plainte n’est pas une attaque.",
            ],
        ),
        (
            "en",
            [
                "The dates of a complaint that comes in today, 24 November 2026:",
                "22 December 2026",
                "If the date passes, level 2 Director 5 working days",
                "Never ask them to withdraw their complaint.",
                "A complaint is not an attack.",
            ],
        ),
    ],
)
def test_anybody_reads_it_without_an_account(client: FlaskClient, language: str, told: list[str]):
    page = client.get(PAGES[language])
    assert page.status_code == 200
    assert [sentence for sentence in told if sentence not in words(page.text)] == []
    assert '<meta name="robots" content="noindex">' in page.text


def test_the_agencys_own_words_take_the_place_of_the_portals(client: FlaskClient, runtime: Runtime):
    assert "Une plainte n’est pas une attaque" in client.get(PAGES["fr"]).text
    own = {"fr": "Les dépliants sont à l’accueil.\n\n<b>", "en": None}
    ruled_by(runtime, staff_page={"text": own})
    page = client.get(PAGES["fr"]).text
    assert "<p>Les dépliants sont à l’accueil.</p>" in page
    assert "<p>&lt;b&gt;</p>" in page
    assert "Une plainte n’est pas une attaque" not in page
    english = client.get(PAGES["en"]).text
    assert '<div lang="fr-CA"><p>Les dépliants' in english
    assert "Part of this page is only in French for now" in words(english)


def test_it_leads_on_from_a_replaced_agency(client: FlaskClient, runtime: Runtime):
    merge(runtime)
    assert client.get(PAGES["fr"]).location == "/fr/organismes/water/personnel"


def test_the_public_page_leads_to_it_and_to_the_leaflet(client: FlaskClient):
    page = client.get("/fr/organismes/parks").text
    assert 'href="/fr/organismes/parks/personnel"' in page
    assert 'href="/fr/organismes/parks/depliant"' in page
