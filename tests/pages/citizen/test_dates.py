"""How dates are counted, told to citizens: from the rules and the calendar of each agency."""

import html
import re

import pytest
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.time.promise import Unit
from portal.pages.citizen.date_pages import unit_words
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.complaints.dates.other_rules import WELCOME, WITH_OWN, WITH_WAIT
from tests.releases.publishing import publish
from tests.support import FixedClock, file
from tests.support.agencies import PARKS_YAML


def text_of(client: FlaskClient, path: str) -> str:
    """Return the words of a page, each run of spaces as one."""
    response = client.get(path)
    assert response.status_code == 200
    bare = re.sub(r"<[^>]+>", " ", response.text)
    return " ".join(html.unescape(bare).replace("\xa0", " ").split())


def test_the_page_of_an_agency_tells_its_times_hours_and_next_closed_days(client: FlaskClient):
    text = text_of(client, "/fr/organismes/parks/dates")
    assert "Prise en charge par une personne 2 jours ouvrables" in text
    assert "Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h à 16 h 30" in text
    assert "25 décembre 2026 · Noël" in text
    assert "Le délai de réponse peut être prolongé une fois, de 10 jours ouvrables au plus." in text


def test_the_page_tells_what_is_counted_after_the_answer_in_both_languages(client: FlaskClient):
    text = text_of(client, "/fr/organismes/parks/dates")
    assert "20 jours ouvrables à partir de la réponse" in text
    assert "Le délai part de votre demande. Directrice : 5 jours ouvrables" in text
    assert "faire reprendre ou réviser la plainte pendant 30 jours civils" in text
    assert "Les jours civils Le jour 0" in text
    text = text_of(client, "/en/agencies/parks/dates")
    assert "20 working days from the answer" in text
    assert "The time limit starts from your request. Director: 5 working days" in text
    assert "have the complaint reopened or reviewed for 30 calendar days" in text


def test_what_became_of_a_date_is_told_though_the_date_was_explained_before(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    opened = {"numero": receipt.number, "code": receipt.code}
    path = client.post("/fr/suivi", data=opened).location
    before = text_of(client, path)
    act(runtime, receipt.number, casework.record_first_contact)
    assert text_of(client, path).count("Fait le") == before.count("Fait le") + 1


def test_each_cap_of_a_pause_is_told(client: FlaskClient):
    text = text_of(client, "/en/agencies/water/dates")
    assert "Reading of the meter: once, 5 working days at most" in text
    assert "Your bills: 2 times, 3 working days at most each time (sample deadline)" in text


def test_an_agency_that_reopens_nothing_says_so(
    client: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    client.get("/fr/")
    monkeypatch.setattr(runtime.agencies.agency("parks").configured, "reopening", None)
    assert "ne reprend pas une plainte fermée" in text_of(client, "/fr/organismes/parks/dates")


def test_a_closing_of_its_own_is_told_with_its_subject(client: FlaskClient, runtime: Runtime):
    own = "    deadlines: {closing: {within: 5 working days, basis: Directive}}\n"
    publish(runtime, PARKS_YAML.replace(WELCOME, WELCOME + own), moving=False)
    text = text_of(client, "/fr/organismes/parks/dates")
    assert "5 jours ouvrables à partir de la réponse (délai d’exemple) Accueil" in text


def test_the_example_counts_a_complaint_of_this_week(client: FlaskClient, clock: FixedClock):
    text = text_of(client, "/fr/organismes/parks/dates")
    assert "Le délai part de la réception : 23 novembre 2026 à 9 h 30." in text
    assert "24 novembre 2026 Jour 1" in text
    assert "Dernier jour : 21 décembre 2026." in text
    assert "Reçue le même jour, mais après la fermeture? Le dernier jour serait le 22" in text


def test_only_the_units_that_an_agency_promises_in_are_told(client: FlaskClient):
    page = text_of(client, "/en/agencies/parks/dates")
    assert "Working days Day 0 is the day of receipt." in page
    assert "Months" not in page
    everything = text_of(client, "/en/dates")
    assert "Months" in everything
    assert "Working hours" in everything


def test_every_unit_has_its_rules_in_words(client: FlaskClient):
    with client.application.test_request_context("/fr/dates"):
        assert all(rules for _, rules in unit_words(Unit))


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/fr/organismes/parks", "/fr/organismes/parks/dates"),
        ("/en/agencies/parks", "/en/agencies/parks/dates"),
        ("/fr/sans-represailles", "/fr/dates"),
        ("/en/no-reprisals", "/en/dates"),
        ("/fr/dates", "/fr/organismes/parks/dates"),
    ],
)
def test_the_rules_are_a_link_away(client: FlaskClient, page: str, link: str):
    assert f'href="{link}"' in client.get(page).text


def test_the_follow_page_explains_the_date_and_leads_to_the_rules(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    page = client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code}).location
    text = text_of(client, page)
    assert "Comment cette date est comptée" in text
    assert "28 novembre Fin de semaine" in text
    assert "Dernier jour : 22 décembre 2026." in text
    assert "Les autres dates de cette plainte" in text
    assert 'href="/fr/organismes/parks/dates"' in client.get(page).text


def test_subjects_that_have_days_of_their_own_are_told_apart(client: FlaskClient, runtime: Runtime):
    publish(runtime, WITH_OWN, moving=False)
    text = text_of(client, "/fr/organismes/parks/dates")
    assert "Des sujets ont leurs propres heures et leurs propres jours fermés." in text
    assert "Heures d’ouverture : État d’un sentier Du lundi au vendredi, de 10 h à 12 h" in text
    assert "Prochains jours fermés : État d’un sentier 7 décembre 2026" in text


def test_a_time_that_starts_with_the_complete_file_is_told_and_counted_from_it(
    client: FlaskClient, runtime: Runtime
):
    publish(runtime, WITH_WAIT, moving=False)
    text = text_of(client, "/fr/organismes/parks/dates")
    assert "Réponse 10 jours ouvrables après la réception des documents" in text
    assert "le délai de réponse part de lui-même après 5 jours ouvrables." in text
    assert "le dossier a été complet, ou devait l’être : 23 novembre 2026 à 9 h 30." in text
    assert "Reçue le même jour" not in text


def test_the_follow_page_of_a_complaint_that_waits_says_what_starts_its_time(
    client: FlaskClient, runtime: Runtime
):
    publish(runtime, WITH_WAIT, moving=False)
    receipt = file(runtime)
    page = client.post("/en/follow", data={"numero": receipt.number, "code": receipt.code}).location
    text = text_of(client, page)
    assert "How this date is counted" in text
    assert "There is no date until the file is complete." in text


def test_words_in_french_alone_are_marked_as_french_in_an_english_explanation(
    client: FlaskClient, runtime: Runtime
):
    french = WITH_WAIT.replace("basis: Déclaration", "basis: {fr: Déclaration}")
    publish(runtime, french, moving=False)
    page = client.get("/en/agencies/parks/dates").text
    assert '<span lang="fr-CA">Déclaration</span>' in page


def test_an_agency_that_is_not_there_has_no_page(client: FlaskClient):
    assert client.get("/fr/organismes/nowhere/dates").status_code == 404
