"""Levels are changed by forms that show when each would have a complaint nobody answers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import LEVEL
from tests.pages.settings.pages import HOME, hidden, leads_to_the_text, publish, save

FORM = f"{HOME}/paliers"


def test_the_way_up_is_shown_with_the_days_it_leads_to(admin: FlaskClient):
    page = words(admin.get(FORM).text)
    assert "Si personne ne répondait" in page
    assert "jusqu’au 22 décembre 2026" in page
    assert "plus haute autorité" in page


def test_a_new_level_stands_below_the_top_authority(admin: FlaskClient):
    answer = admin.post(f"{FORM}/+", data=LEVEL)
    assert answer.location.endswith("/fr/reglages/parks/paliers")
    page = words(admin.get(FORM).text)
    assert page.index("Direction régionale") < page.index("Présidente plus haute autorité")
    assert "Direction régionale 3 jours ouvrables" in page
    assert "La version 2 est en vigueur" in publish(admin)


def test_a_level_is_taken_away_again_but_not_the_first_nor_the_last(admin: FlaskClient):
    admin.post(f"{FORM}/+", data=LEVEL)
    page = admin.get(f"{FORM}/direction_regionale").text
    assert "Retirer ce palier" in page
    gone = {**LEVEL, "remove": "yes", "version": hidden(page, "version")}
    assert admin.post(f"{FORM}/direction_regionale", data=gone).status_code == 303
    assert "Direction régionale" not in admin.get(FORM).text
    for post in ("office", "president"):
        assert "Retirer ce palier" not in admin.get(f"{FORM}/{post}").text
        version = hidden(admin.get(f"{FORM}/{post}").text, "version")
        admin.post(f"{FORM}/{post}", data={**LEVEL, "remove": "yes", "version": version})
        assert admin.get(f"{FORM}/{post}").status_code == 200


def test_the_effect_is_shown_without_saving(admin: FlaskClient):
    page = words(admin.post(f"{FORM}/+", data={**LEVEL, "preview": "yes"}).text)
    assert "Direction régionale : jusqu’au" in page
    assert "Un brouillon" not in admin.get(HOME).text


def test_the_first_level_has_no_time_of_its_own(admin: FlaskClient):
    page = admin.get(f"{FORM}/office").text
    assert 'name="amount"' not in page
    answer = admin.post(f"{FORM}/office", data={**LEVEL, "amount": ""})
    assert answer.status_code == 303
    assert "Direction régionale" in admin.get(FORM).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title_fr", "", "Écrivez le titre en français"),
        ("amount", "trois", "Écrivez un nombre entier"),
    ],
)
def test_a_mistake_stands_at_its_field(admin: FlaskClient, field: str, typed: str, sentence: str):
    answer = admin.post(f"{FORM}/+", data={**LEVEL, field: typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)


def test_a_level_that_never_was_is_not_found(admin: FlaskClient):
    assert admin.get(f"{FORM}/nobody").status_code == 404


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    assert admin.post(f"{FORM}/+", data=LEVEL).status_code == 409


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    answers = (admin.get(FORM), admin.get(f"{FORM}/president"), admin.post(f"{FORM}/+", data=LEVEL))
    assert all(map(leads_to_the_text, answers))
