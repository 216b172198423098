"""Who let the portal choose is promised what the intake desk can keep, whoever has to answer."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.complaints.handling import following
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.pages.citizen.journeys import NUMBER, REPLY, at, begin, post
from tests.pages.office.people import words

OUTSIDE = "Mon train est toujours en retard."
IF_ANY = "Si un organisme de ce portail doit répondre, le guichet lui remet votre plainte"


@pytest.fixture
def draft(client: FlaskClient) -> str:
    """Send a complaint that no agency of the portal can answer."""
    draft = begin(client, mots="mon train")
    post(client, draft, "organisme", organisme="desk")
    post(client, draft, "recit", recit=OUTSIDE)
    client.post(at(draft, "questions"), data={"pour-sujet": "desk/"})
    client.post(at(draft, "reponse"), data=REPLY)
    assert post(client, draft, "verifier").status_code == 303
    return draft


def test_it_is_handed_over_only_if_an_agency_has_to_answer(client: FlaskClient, draft: str):
    page = words(client.get(at(draft, "envoyee")).text)
    assert IF_ANY in page
    assert "Si aucun ne doit répondre, le guichet vous écrit lui-même" in page
    followed = words(client.get(f"/fr/suivi/{NUMBER}").text)
    assert IF_ANY in followed
    assert "Sinon, le guichet vous répond lui-même" in followed


def test_the_same_is_said_in_english(client: FlaskClient, draft: str):
    page = words(client.get(f"/en/complaint/{draft}/sent").text)
    assert "If an agency on this portal has to answer" in page
    assert "the intake desk writes to you itself" in page


def test_who_may_have_to_answer_outside_is_named_after_sending_too(client: FlaskClient, draft: str):
    found = words(client.get(at(begin(client, mots="mon train"), "organisme")).text)
    assert "Peut-être hors de ce portail :" in found
    for page in (at(draft, "envoyee"), f"/fr/suivi/{NUMBER}"):
        assert "Peut-être hors de ce portail :" in words(client.get(page).text)


def test_nobody_outside_is_named_once_it_is_withdrawn(
    client: FlaskClient, runtime: Runtime, draft: str
):
    client.get(at(draft, "envoyee"))
    client.post(f"/fr/suivi/{NUMBER}/retirer", data={"confirmer": "yes", "raison": "Réglé."})
    act(runtime, NUMBER, following.withdraw, PORTAL)
    for page in (at(draft, "envoyee"), f"/fr/suivi/{NUMBER}"):
        assert "Peut-être hors de ce portail" not in words(client.get(page).text)
