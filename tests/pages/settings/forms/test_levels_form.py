"""Levels are changed by forms that show when each would have a complaint nobody answers."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.absences.actions import end_absences
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.absences.absent import away, user_id
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
    assert "Direction régionale personne 3 jours ouvrables" in page
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


def at(page: str, title: str) -> str:
    """Return the row of a level in the list, in words."""
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    return next(words(row) for row in rows if title in row)


def test_who_answers_at_each_level_stands_beside_it(admin: FlaskClient, runtime: Runtime):
    page = admin.get(FORM).text
    assert "Personne ne répond à 3 paliers" in words(page)
    assert "--role officer --agency parks --post office" in words(page)
    assert "--role top_authority --agency parks --post president" in words(page)
    member(runtime, post="office")
    member(runtime, Role.MANAGER, post="director")
    page = admin.get(FORM).text
    assert "Personne ne répond à un palier" in words(page)
    assert "Manager.Director.Parks" in at(page, "Directrice")
    assert "personne" in at(page, "Présidente")
    assert "Personne n’a le dernier mot" in words(page)
    english = words(admin.get("/en/settings/parks/levels").text)
    assert "Nobody answers at one level" in english
    assert "Manager.Director.Parks" in words(admin.get(f"{FORM}/director").text)


def test_whoever_is_away_is_said_to_be_and_who_works_in_their_place(
    admin: FlaskClient, runtime: Runtime
):
    director = member(runtime, Role.MANAGER, post="director")
    other = member(runtime, Role.MANAGER, post="office")
    away(runtime, director.name, days=(0, 5))
    page = admin.get(FORM).text
    assert "Manager.Director.Parks, en absence sans remplacement" in at(page, "Directrice")
    with runtime.transaction() as session:
        end_absences(session, PORTAL, "parks", user_id(runtime, director.name), runtime.now())
    away(runtime, director.name, other.name, days=(0, 5))
    row = at(admin.get(FORM).text, "Directrice")
    assert "Manager.Director.Parks, en absence : remplacement par Manager.Office.Parks" in row


def test_an_administrator_with_a_post_answers_nothing_there(admin: FlaskClient, runtime: Runtime):
    member(runtime, Role.ADMINISTRATOR, post="director")
    assert "personne" in at(admin.get(FORM).text, "Directrice")
