"""Which answers a colleague reads, changed on its page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, said
from tests.support import add_user

FORM = f"{HOME}/deuxieme-lecture"


def save(admin: FlaskClient, **form: object):
    version = hidden(admin.get(FORM).text, "version")
    return admin.post(FORM, data={"version": version, **form})


def test_the_rule_is_put_in_force_and_taken_away(admin: FlaskClient, runtime: Runtime):
    assert said(admin)["deuxieme-lecture"] == "aucune réponse"
    assert save(admin, answers="always").location.endswith(HOME)
    assert "La version 2 est en vigueur" in publish(admin)
    assert runtime.agencies.agency("parks").settings.second_reader.answers == "always"
    assert 'value="always" checked' in admin.get(FORM).text
    save(admin, answers="never")
    publish(admin)
    assert runtime.agencies.agency("parks").settings.second_reader is None


def test_some_categories_are_named(admin: FlaskClient, runtime: Runtime):
    save(admin, answers="categories", categories=["welcome", "trail"])
    assert said(admin)["deuxieme-lecture"] == "2 catégories"
    publish(admin)
    wanted = runtime.agencies.agency("parks").settings.second_reader
    assert [wanted.reads(category) for category in ("welcome", "trail", "other")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "answers"),
        ({"answers": "sometimes"}, "answers"),
        ({"answers": "categories"}, "categories"),
    ],
)
def test_what_is_missing_is_said_at_its_field(admin: FlaskClient, form: dict[str, str], field: str):
    answer = save(admin, **form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_the_page_says_who_could_read(admin: FlaskClient, runtime: Runtime):
    assert "au moins deux personnes" in admin.get(FORM).text
    for name in ("anne", "luc"):
        add_user(runtime, f"{name}@parcs.example")
    assert "Anne, Luc" in words(admin.get(FORM).text)
