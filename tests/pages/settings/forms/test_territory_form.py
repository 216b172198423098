"""Where an agency serves is typed in a form, which tells the names that nobody would hear."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, said

FORM = f"{HOME}/territoire"
LAVAL = {
    "municipalities": "Laval\r\nGrande-Île-aux-Ours\r\nLaval\r\n",
    "postal": "h7n\r\nH2*",
    "elsewhere_fr": "Le parc de votre région.",
    "elsewhere_en": "The park of your region.",
}


def send(admin: FlaskClient, **form: str) -> TestResponse:
    return admin.post(FORM, data={**form, "version": hidden(admin.get(FORM).text, "version")})


def text_of(admin: FlaskClient) -> str:
    return admin.get(f"{HOME}/texte").text


def test_a_territory_is_written_published_and_said(admin: FlaskClient, runtime: Runtime):
    assert said(admin)["territoire"] == "partout"
    assert send(admin, **LAVAL).status_code == 303
    assert said(admin)["territoire"] == "2 municipalités et quartiers"
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.notice_releases()
    runtime.take_up_changes()
    territory = runtime.agencies.agency("parks").settings.territory
    assert territory is not None
    assert territory.municipalities == ("Laval", "Grande-Île-aux-Ours")
    assert territory.postal == ("H7N", "H2*")


def test_a_name_that_nobody_would_hear_is_told_before_saving(admin: FlaskClient):
    page = words(send(admin, **LAVAL, preview="yes").text)
    assert "ils ne seront pas entendus dans un récit. Grande-Île-aux-Ours" in page
    page = words(send(admin, **{**LAVAL, "municipalities": "Laval"}, preview="yes").text)
    assert "Le portail connaît chacun de ces noms." in page
    assert "territory:" not in text_of(admin)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"postal": "H7N\r\nLaval"}, "postal", "« LAVAL » : écrivez les trois premiers signes"),
        ({"municipalities": "", "postal": ""}, "municipalities", "Nommez une municipalité"),
        ({"elsewhere_fr": ""}, "elsewhere_fr", "Écrivez aussi le texte en français"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, typed: dict[str, str], field: str, sentence: str
):
    answer = send(admin, **{**LAVAL, **typed})
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-e">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in words(error[1])
    assert "The park of your region." in answer.text


def test_an_agency_serves_everywhere_again_by_a_button(admin: FlaskClient):
    assert "Servir partout" not in admin.get(FORM).text
    send(admin, **LAVAL)
    assert "Servir partout" in admin.get(FORM).text
    assert send(admin, remove="yes").status_code == 303
    assert "territory:" not in text_of(admin)


def test_a_form_of_no_place_writes_nothing(admin: FlaskClient):
    assert send(admin).status_code == 303
    assert "territory:" not in text_of(admin)
