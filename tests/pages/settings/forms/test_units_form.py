"""Units are named, added and taken away by a form; one that a category needs stays."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import UNIT
from tests.pages.settings.pages import HOME, hidden, publish, save
from tests.support import file

FORM = f"{HOME}/unites"


def test_the_list_says_who_has_how_much_to_do(admin: FlaskClient, runtime: Runtime):
    file(runtime, category="trail")
    file(runtime, category="trail")
    file(runtime, category="welcome")
    assert "Sentiers trails 1 2" in words(admin.get(FORM).text)


def test_a_new_unit_is_offered_to_categories_and_published(admin: FlaskClient):
    answer = admin.post(f"{FORM}/+", data=UNIT)
    assert answer.location.endswith("/fr/reglages/parks/unites")
    assert "Équipes de terrain equipes_de_terrain 0 0" in words(admin.get(FORM).text)
    assert 'value="equipes_de_terrain"' in admin.get(f"{HOME}/categories/trail").text
    assert "La version 2 est en vigueur" in publish(admin)


def test_a_unit_takes_another_name_and_keeps_its_code(admin: FlaskClient):
    page = words(admin.get(f"{FORM}/trails").text)
    assert "Code : trails . Il ne change pas" in page
    admin.post(f"{FORM}/trails", data=UNIT)
    assert "Équipes de terrain trails 1 0" in words(admin.get(FORM).text)


def test_a_unit_in_use_names_its_categories_and_stays(admin: FlaskClient):
    page = admin.get(f"{FORM}/trails").text
    assert "La catégorie qui y mène" in page
    assert f'href="{HOME}/categories/trail"' in page
    assert "Retirer cette unité" not in page
    admin.post(f"{FORM}/trails", data={**UNIT, "remove": "yes"})
    assert "Sentiers" in admin.get(FORM).text
    assert "Un brouillon" not in admin.get(HOME).text


def test_a_unit_without_category_is_taken_away(admin: FlaskClient):
    admin.post(f"{FORM}/+", data=UNIT)
    path = f"{FORM}/equipes_de_terrain"
    page = admin.get(path).text
    assert "Retirer cette unité" in page
    # Its name may be half deleted by then: nothing has to be corrected in what goes.
    gone = {"name_fr": "", "remove": "yes", "version": hidden(page, "version")}
    assert admin.post(path, data=gone).location.endswith("/unites")
    assert "Équipes de terrain" not in admin.get(FORM).text


def test_an_agency_without_units_is_told_what_they_are_for(admin: FlaskClient):
    from tests.support.agencies import PARKS_YAML

    alone = PARKS_YAML.replace("    unit: trails\n", "")
    start, end = alone.index("units:"), alone.index("categories:")
    save(admin, alone[:start] + alone[end:])
    page = admin.get(FORM).text
    assert "Aucune unité" in page
    admin.post(f"{FORM}/+", data={**UNIT, "version": "1"})
    assert "equipes_de_terrain" in admin.get(FORM).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_fr", "", "Écrivez le nom en français"),
        ("name_fr", " ", "Écrivez le nom en français"),
    ],
)
def test_a_mistake_stands_at_its_field(admin: FlaskClient, field: str, typed: str, sentence: str):
    answer = admin.post(f"{FORM}/+", data={**UNIT, field: typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(f"{FORM}/+", data=UNIT)
    assert answer.status_code == 409
    assert "Équipes de terrain" in answer.text


def test_a_unit_that_never_was_is_not_found(admin: FlaskClient):
    assert admin.get(f"{FORM}/boats").status_code == 404
    assert admin.post(f"{FORM}/boats", data=UNIT).status_code == 404
