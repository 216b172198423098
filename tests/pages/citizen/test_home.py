import re

import pytest
from flask.testing import FlaskClient

from portal.complaints.records.complaint import DraftRecord
from portal.domain.actor import PORTAL
from portal.pages.cookies import DRAFTS
from portal.runtime import Runtime
from tests.pages.citizen.journeys import WORDS, at, begin

PAGES = [
    *("", "organismes", "organismes/parks", "suivi", "reprendre", "recu", "autres-recours"),
    *("sans-represailles", "autres-facons", "confidentialite", "accessibilite", "nous-joindre"),
    "hors-portail",
]
ENGLISH_PAGES = [
    *("", "agencies", "agencies/parks", "follow", "resume", "receipt", "other-recourses"),
    *("no-reprisals", "other-ways", "privacy", "accessibility", "contact-us", "elsewhere"),
]


def words_of(page: str) -> str:
    return re.sub(r"<[^>]*>", "", page).lower()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_french_has_one_title_and_no_english(client: FlaskClient, page: str):
    text = client.get(f"/fr/{page}").text
    assert text.count("<h1") == 1
    assert '<html lang="fr-CA">' in text
    assert "agency" not in words_of(text)


@pytest.mark.parametrize("page", ENGLISH_PAGES)
def test_a_page_in_english_has_one_title_and_no_french(client: FlaskClient, page: str):
    text = client.get(f"/en/{page}").text
    assert text.count("<h1") == 1
    assert '<html lang="en-CA">' in text
    assert "plainte" not in words_of(text).replace("aide@plaintes.example", "")


def test_the_door_leads_to_the_language_of_the_browser(client: FlaskClient):
    assert client.get("/", headers={"Accept-Language": "en-CA"}).location == "/en/"
    assert client.get("/", headers={"Accept-Language": "fr"}).location == "/fr/"


def test_the_home_page_says_that_it_is_free_confidential_and_without_reprisals(client: FlaskClient):
    text = client.get("/fr/").text
    assert "C’est gratuit et confidentiel" in text
    assert "Porter plainte ne peut pas vous faire perdre un service ni un droit." in text


def test_words_begin_a_draft_and_never_stand_in_an_address(client: FlaskClient, runtime: Runtime):
    response = client.post("/fr/plainte", data={"mots": WORDS})
    draft = response.location.split("/")[3]
    assert response.location == at(draft, "organisme")
    with runtime.reading(PORTAL) as session:
        assert session.get(DraftRecord, draft).content["words"] == WORDS


def test_the_secret_of_a_draft_is_kept_from_scripts(client: FlaskClient):
    response = client.post("/fr/plainte", data={"mots": WORDS})
    cookie = next(
        header for header in response.headers.getlist("Set-Cookie") if header.startswith(DRAFTS)
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_starting_without_choosing_leads_to_the_story_for_the_intake_desk(client: FlaskClient):
    draft = begin(client, **{"sans-choisir": "yes"})
    assert "Guichet des plaintes" in client.get(at(draft, "recit")).text


def test_an_agency_page_starts_a_draft_for_that_agency(client: FlaskClient):
    draft = begin(client, organisme="water")
    assert "Service des eaux" in client.get(at(draft, "recit")).text


def test_nobody_starts_a_draft_for_an_agency_that_is_not_there(client: FlaskClient):
    assert client.post("/fr/plainte", data={"organisme": "nowhere"}).status_code == 404


def test_the_address_of_the_form_leads_home_when_it_is_reloaded(client: FlaskClient):
    assert client.get("/fr/plainte").location == "/fr/"


def test_five_drafts_stay_open_and_the_oldest_is_forgotten(client: FlaskClient):
    drafts = [begin(client) for _ in range(6)]
    answers = [client.get(at(draft, "organisme")).status_code for draft in drafts]
    assert answers == [404, 200, 200, 200, 200, 200]


def test_a_changed_cookie_opens_nothing(client: FlaskClient):
    draft = begin(client)
    client.set_cookie(DRAFTS, "W1siYSIsImIiLGZhbHNlXV0.forged")
    assert client.get(at(draft, "organisme")).status_code == 404


def test_topics_lead_to_the_agencies_that_their_words_call_for(client: FlaskClient):
    assert "/fr/organismes?sujet=parcs" in client.get("/fr/").text
    text = client.get("/fr/organismes?sujet=parcs").text
    assert "Régie des parcs" in text
    assert "Service des eaux" not in text


@pytest.mark.parametrize("page", ["/fr/", "/en/", "/fr/suivi", "/en/follow/lost-code"])
def test_the_number_of_an_example_stands_on_one_line(client: FlaskClient, page: str):
    assert '<span class="u-nowrap">2026-004182</span>' in client.get(page).text
