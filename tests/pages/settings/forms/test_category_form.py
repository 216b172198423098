"""A category is written by a form, seen before it counts, and never lost by two at once."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import CAMP
from tests.pages.settings.pages import HOME, hidden, leads_to_the_text, publish, save
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/categories"


def test_a_new_category_is_seen_in_the_draft_before_it_is_published(admin: FlaskClient):
    answer = admin.post(f"{FORM}/+", data=CAMP)
    assert answer.location.endswith("/fr/reglages/parks/categories")
    page = words(admin.get(FORM).text)
    assert "Camping fermé 10 jours ouvrables" in page
    assert "camping_ferme" not in admin.get("/fr/organismes/parks").text
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "aurait sa réponse le 8 décembre 2026. Sujets : Camping fermé" in compared
    assert "La version 2 est en vigueur" in publish(admin)


def test_the_effect_is_shown_without_saving(admin: FlaskClient):
    page = admin.post(f"{FORM}/+", data={**CAMP, "preview": "yes"})
    assert page.status_code == 200
    assert "aurait sa réponse le 8 décembre 2026" in words(page.text)
    assert "Camping fermé" in page.text
    assert "Un brouillon" not in admin.get(FORM).text


def test_a_category_keeps_what_the_form_does_not_show(admin: FlaskClient):
    page = admin.get(f"{FORM}/trail").text
    assert 'value="État d’un sentier"' in page
    form = {**CAMP, "name_fr": "Sentier", "name_en": "Trail", "amount": ""}
    admin.post(f"{FORM}/trail", data=form)
    text = admin.get(f"{HOME}/texte").text
    assert "Quel sentier?" in text


def test_examples_are_typed_line_by_line(admin: FlaskClient):
    typed = "Le camping était fermé\r\n\r\nThe campground was closed\r\n"
    admin.post(f"{FORM}/+", data={**CAMP, "examples": typed})
    assert "Le camping était fermé\nThe campground" in admin.get(f"{FORM}/camping_ferme").text
    assert "The campground was closed" in admin.get(f"{HOME}/texte").text


def test_where_there_are_no_units_the_form_says_where_complaints_go(admin: FlaskClient):
    units = "units:\n  - {code: trails, name: {fr: Sentiers, en: Trails}}\n"
    save(admin, PARKS_YAML.replace(units, "").replace("    unit: trails\n", ""))
    page = words(admin.get(f"{FORM}/trail").text)
    assert "toutes ses plaintes vont au premier palier" in page


def test_a_deadline_of_its_own_is_taken_away_again(admin: FlaskClient):
    for amount, sentence in (("7", "Accueil 7 jours civils"), ("", "Accueil 20 jours ouvrables")):
        version = hidden(admin.get(f"{FORM}/welcome").text, "version")
        form = {**CAMP, "name_fr": "Accueil", "amount": amount, "counted": "calendar days"}
        admin.post(f"{FORM}/welcome", data={**form, "version": version})
        assert sentence in words(admin.get(FORM).text)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_fr", "", "Écrivez le nom en français"),
        ("description_en", "Closed", "Écrivez aussi le texte en français"),
        ("theme", "otter", "Choisissez un thème"),
        ("amount", "dix", "Écrivez un nombre entier"),
        ("amount", "0", "Écrivez un nombre entier"),
        ("amount", "²", "Écrivez un nombre entier"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, field: str, typed: str, sentence: str
):
    answer = admin.post(f"{FORM}/+", data={**CAMP, field: typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "tente" in answer.text


def test_the_default_category_is_not_retired(admin: FlaskClient):
    answer = admin.post(f"{FORM}/other", data={**CAMP, "retired": "yes"})
    assert answer.status_code == 422
    assert "elle doit rester offerte" in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(f"{FORM}/+", data=CAMP)
    assert answer.status_code == 409
    assert "Camping fermé" in answer.text
    again = admin.post(f"{FORM}/+", data={**CAMP, "version": hidden(answer.text, "version")})
    assert again.status_code == 303


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    for answer in (admin.get(FORM), admin.get(f"{FORM}/trail"), admin.post(f"{FORM}/+", data=CAMP)):
        assert leads_to_the_text(answer)


def test_a_category_that_never_was_is_not_found(admin: FlaskClient):
    assert admin.get(f"{FORM}/lake").status_code == 404


def test_a_name_that_citizens_would_read_twice_is_refused_at_its_field(admin: FlaskClient):
    french = words(admin.post(f"{FORM}/+", data={**CAMP, "name_fr": "Etat d’un  sentier"}).text)
    assert "« Etat d’un sentier » est déjà le nom d’une autre catégorie" in french
    kept = admin.post(f"{FORM}/+", data={**CAMP, "name_fr": "Etat d’un sentier"})
    assert kept.status_code == 422
    assert 'href="#name_fr"' in kept.text
    retired = {**CAMP, "name_fr": "Etat d’un sentier", "retired": "yes"}
    assert admin.post(f"{FORM}/+", data=retired).status_code == 303


def test_a_file_with_two_of_one_name_is_no_draft_to_publish(admin: FlaskClient):
    second = "  - {code: twin, name: {fr: État d’un sentier, en: Twin}, theme: delay}\n"
    save(admin, PARKS_YAML.replace("categories:\n", f"categories:\n{second}"))
    assert "est déjà le nom d’une autre catégorie" in words(admin.get(f"{HOME}/texte").text)


def test_what_was_sent_twice_is_said_to_be_kept_already(admin: FlaskClient):
    admin.post(f"{FORM}/+", data=CAMP)
    again = admin.post(f"{FORM}/+", data=CAMP, follow_redirects=True)
    assert again.status_code == 200
    assert "C’est déjà enregistré dans le brouillon" in words(again.text)
    other = admin.post(f"{FORM}/+", data={**CAMP, "amount": "11"})
    assert other.status_code == 409


def test_a_category_of_the_draft_alone_is_taken_out_of_it(admin: FlaskClient):
    admin.post(f"{FORM}/+", data=CAMP)
    page = admin.get(f"{FORM}/camping_ferme").text
    assert "Retirer cette catégorie du brouillon" in page
    gone = {"remove": "yes", "version": hidden(page, "version")}
    admin.post(f"{FORM}/camping_ferme", data=gone)
    assert "Camping fermé" not in admin.get(FORM).text
    assert "Retirer cette catégorie du brouillon" not in admin.get(f"{FORM}/trail").text


def test_what_a_category_takes_the_place_of_is_compared_by_its_name(admin: FlaskClient):
    admin.post(f"{FORM}/+", data={**CAMP, "formerly": "trail"})
    compared = words(admin.get(f"{HOME}/publication").text)
    assert "Prend la place de ajouté : État d’un sentier" in compared
