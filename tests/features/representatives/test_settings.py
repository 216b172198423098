"""For which subjects a proof is asked for, changed on its page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.agencies.settings.reader import read_agency, read_portal
from portal.runtime import Runtime
from tests.pages.settings.pages import HOME, hidden, publish, said
from tests.support.agencies import AGENCIES, PARKS_YAML

FORM = f"{HOME}/representation"
PORTAL, _ = read_portal(AGENCIES / "_portal.yaml")


def save(admin: FlaskClient, **form: object):
    version = hidden(admin.get(FORM).text, "version")
    return admin.post(FORM, data={"version": version, **form})


def test_what_is_not_said_is_the_closed_way(admin: FlaskClient, runtime: Runtime):
    asked = runtime.agencies.agency("parks").configured.representation
    assert asked.needs_proof("trail")
    assert asked.answers_without == "general"
    assert said(admin)["representation"] == "preuve demandée pour tous les sujets"


def test_a_rule_is_put_in_force_and_taken_away(admin: FlaskClient, runtime: Runtime):
    save(admin, proof="categories", categories=["trail"], answers_without="full")
    assert said(admin)["representation"] == "preuve demandée pour une catégorie"
    assert "La version 2 est en vigueur" in publish(admin)
    asked = runtime.agencies.agency("parks").configured.representation
    assert [asked.needs_proof(category) for category in ("trail", "welcome")] == [True, False]
    save(admin, proof="always", answers_without="general")
    publish(admin)
    assert runtime.agencies.agency("parks").configured.representation.needs_proof("welcome")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"answers_without": "general"}, "proof"),
        ({"proof": "categories", "answers_without": "general"}, "categories"),
        ({"proof": "always", "answers_without": "all"}, "answers_without"),
    ],
)
def test_what_is_missing_is_said_at_its_field(admin: FlaskClient, form: dict[str, str], field: str):
    answer = save(admin, **form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


@pytest.mark.parametrize(
    ("written", "mistake"),
    [
        ("representation: {proof: categories}", "representation.proof"),
        ("representation: {proof: categories, categories: [sentier]}", "categories[0]"),
        ("representation: {proof: often}", "representation.proof"),
    ],
)
def test_a_mistake_in_a_file_is_told_where_it_stands(written: str, mistake: str):
    settings, mistakes = read_agency(PARKS_YAML + written + "\n", PORTAL)
    assert settings is None
    assert any(mistake in str(one) for one in mistakes), mistakes
