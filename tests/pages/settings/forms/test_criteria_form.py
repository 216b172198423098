"""By what complaints are judged is said by a form that shows what will be chosen from."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import ERROR
from tests.pages.settings.pages import HOME, hidden, publish, said, save

FORM = f"{HOME}/criteres"
WATER = "/fr/reglages/water/criteres"


def test_a_criterion_is_seen_added_and_published(admin: FlaskClient, runtime: Runtime):
    assert "Aucun critère" in admin.get(FORM).text
    assert said(admin)["criteres"] == "aucun critère"
    page = words(admin.post(f"{FORM}/+", data={**ERROR, "preview": "yes"}).text)
    sentence = "au moins un de ces critères est choisi : Le personnel a fait une erreur"
    assert sentence in page
    assert "Un brouillon" not in admin.get(HOME).text
    assert admin.post(f"{FORM}/+", data=ERROR).location.endswith("/criteres")
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.take_up_changes()
    [own] = runtime.agencies.agency("parks").configured.criteria
    assert (own.code, own.founded) == ("le_personnel_a_fait_une_erreur", True)
    assert said(admin)["criteres"] == "un critère"


def test_only_what_leads_to_the_same_finding_is_shown_beside_it(water_admin: FlaskClient):
    page = words(water_admin.get(f"{WATER}/no_harm").text)
    assert "ces critères peuvent être choisis : Aucun préjudice" in page
    assert "Erreur du personnel" not in page


def test_a_criterion_changes_its_finding_its_place_and_goes(water_admin: FlaskClient):
    form = {"name_fr": "Aucun tort", "name_en": "No harm", "finding": "founded", "version": "0"}
    water_admin.post(f"{WATER}/no_harm", data=form)
    assert "Aucun tort Pour une plainte fondée" in words(water_admin.get(WATER).text)
    version = hidden(water_admin.get(WATER).text, "version")
    water_admin.post(WATER, data={"up": "no_harm", "version": version})
    text = water_admin.get("/fr/reglages/water/texte").text
    assert text.index("code: no_harm") < text.index("code: rule")
    version = hidden(water_admin.get(WATER).text, "version")
    water_admin.post(f"{WATER}/no_harm", data={"remove": "yes", "version": version})
    assert "Aucun tort" not in water_admin.get(WATER).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_fr", "", "Écrivez le critère en français"),
        ("finding", "guilty", "Choisissez à quelle conclusion il mène"),
    ],
)
def test_a_mistake_stands_at_its_field(admin: FlaskClient, field: str, typed: str, sentence: str):
    answer = admin.post(f"{FORM}/+", data={**ERROR, "name_en": "Our own error", field: typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "Our own error" in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(f"{FORM}/+", data=ERROR)
    assert answer.status_code == 409
    assert "Le personnel a fait une erreur" in answer.text
