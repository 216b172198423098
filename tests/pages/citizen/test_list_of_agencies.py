"""The list of agencies: by topic, by what one looks for, those of other countries apart."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

ABROAD = 'id="ailleurs"'


def test_those_of_another_country_stand_apart(client: FlaskClient):
    page = client.get("/fr/organismes").text
    assert ABROAD in page
    assert page.index("Régie des parcs") < page.index(ABROAD) < page.index("Service des eaux")


def test_a_topic_leads_to_agencies_of_the_country_and_shows_no_word_that_nobody_typed(
    client: FlaskClient,
):
    page = client.get("/fr/organismes?sujet=parcs").text
    assert "Régie des parcs" in page
    assert ABROAD not in page
    assert "Proposé à cause de vos mots" not in page


@pytest.mark.parametrize("typed", ["RDP", "camping", "régie des PARCS", "trails", "sentier"])
def test_an_agency_is_found_by_its_name_or_its_task(client: FlaskClient, typed: str):
    answer = client.post("/fr/organismes", data={"cherche": typed})
    assert answer.status_code == 200
    assert "Régie des parcs" in answer.text
    assert "Service des eaux" not in answer.text
    assert f'value="{typed}"' in answer.text
    assert "Voir tous les organismes" in answer.text


def test_what_no_agency_is_called_leads_to_all_and_to_those_outside(client: FlaskClient):
    answer = client.post("/en/agencies", data={"cherche": "<spaceship>"})
    assert "&lt;spaceship&gt;" in answer.text
    assert 'href="/en/agencies"' in answer.text
    assert 'href="/en/elsewhere"' in answer.text
