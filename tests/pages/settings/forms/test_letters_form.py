"""An agency's words are written by a form that shows the letter in which they will be read."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.domain.letter import LetterUse
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, leads_to_the_text, publish, save

FORM = f"{HOME}/modeles"
WORDS = {
    "name_fr": "Boue",
    "name_en": "Mud",
    "use": "acknowledgement",
    "categories": ["trail"],
    "text_fr": "La boue sèche.\r\n\r\nRéponse le {answer_day}.",
    "text_en": "Mud dries.\r\n\r\nAnswer on {answer_day}.",
    "version": "0",
}


def aside(page: str) -> str:
    """What stands beside the form, the letter in both languages."""
    return words(page.split("<aside")[1])


def test_every_letter_and_model_is_listed_with_a_way_to_add_to_it(admin: FlaskClient):
    page = admin.get(FORM).text
    for use in LetterUse:
        assert f"{FORM}/+?pour={use}" in page
    assert f"{FORM}" in admin.get(HOME).text


def test_a_text_is_listed_under_what_it_is_for_and_published(admin: FlaskClient):
    answer = admin.post(f"{FORM}/+", data=WORDS)
    assert answer.location.endswith("/fr/reglages/parks/modeles")
    page = words(admin.get(FORM).text)
    assert "Accusé de réception Boue (État d’un sentier) Ajouter" in page
    assert "Prise en charge Aucun" in page
    assert "La version 2 est en vigueur" in publish(admin)
    assert "La boue sèche.\n\n        Réponse" in admin.get(f"{HOME}/versions/2").text


def test_what_changes_is_shown_word_for_word(admin: FlaskClient):
    admin.post(f"{FORM}/+", data=WORDS)
    publish(admin)
    page = admin.get(f"{FORM}/boue").text
    form = {**WORDS, "text_fr": "La boue gèle.", "version": hidden(page, "version")}
    admin.post(f"{FORM}/boue", data=form)
    compared = admin.get(f"{HOME}/publication").text
    assert "<h3>Lettres et modèles</h3>" in compared
    assert "Boue › Texte › en français" in words(compared)
    assert '<del><span class="u-hide">retiré' in compared
    assert "gèle</ins>" in compared


def test_the_letter_is_shown_as_it_would_leave_in_both_languages(admin: FlaskClient):
    page = aside(admin.post(f"{FORM}/+", data={**WORDS, "preview": "yes"}).text)
    french, english = page.split("En anglais")
    assert "Plainte 2026-001234 reçue : réponse d’ici le 22 décembre" in french
    assert "La boue sèche. Réponse le 22 décembre 2026 (délai d’exemple). Numéro de" in french
    assert "Mud dries. Answer on 22 December 2026 (sample deadline). Complaint number" in english
    assert "Un brouillon" not in admin.get(FORM).text


@pytest.mark.parametrize("use", LetterUse)
def test_every_letter_is_shown_before_anything_is_written(admin: FlaskClient, use: LetterUse):
    page = admin.get(f"{FORM}/+?pour={use}").text
    assert f'<option value="{use}" selected>' in page
    assert ("Plainte 2026-001234" in words(page)) is not use.is_model


def test_a_model_is_shown_as_an_officer_would_find_it(admin: FlaskClient):
    form = {**WORDS, "use": "answer", "text_fr": "Sujet : {category}.", "preview": "yes"}
    page = aside(admin.post(f"{FORM}/+", data=form).text)
    assert "En français Sujet : État d’un sentier. En anglais Mud dries." in page


def test_the_form_says_what_is_filled_in_and_where(admin: FlaskClient):
    page = words(admin.get(f"{FORM}/+").text)
    assert "{number} Le numéro de la plainte {agency}" in page
    assert "{category} Le sujet de la plainte (Modèle de réponse, Modèle de question, " in page


def test_an_unknown_use_in_the_address_chooses_none(admin: FlaskClient):
    page = admin.get(f"{FORM}/+?pour=otter")
    assert page.status_code == 200
    assert "selected" not in page.text


def test_a_text_is_filled_in_again_and_taken_away(admin: FlaskClient):
    admin.post(f"{FORM}/+", data=WORDS)
    page = admin.get(f"{FORM}/boue").text
    assert "Réponse le {answer_day}." in page
    assert 'value="trail" checked' in page
    gone = {"remove": "yes", "version": hidden(page, "version")}
    assert admin.post(f"{FORM}/boue", data=gone).status_code == 303
    assert admin.get(f"{FORM}/boue").status_code == 404
    assert "Boue" not in admin.get(FORM).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_fr", "", "Écrivez le nom en français"),
        ("name_en", " ", "Écrivez le nom en anglais"),
        ("use", "otter", "Choisissez à quoi sert ce texte"),
        ("text_fr", " \r\n", "Écrivez le texte en français"),
        ("text_en", "", "Écrivez le texte en anglais"),
        ("text_fr", "Le {jour}", "« {jour} » ne se remplit pas ici : écrivez {number}, {agency}"),
        ("text_en", "{category}", "« {category} » ne se remplit pas ici"),
        ("text_fr", "é" * 1201, "Raccourcissez ce texte de 1 caractère"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, field: str, typed: str, sentence: str
):
    answer = admin.post(f"{FORM}/+", data={**WORDS, field: typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-e"' in answer.text
    assert sentence in words(answer.text)
    assert 'value="trail" checked' in answer.text
    assert 'value="Mud"' in answer.text or field == "name_en"


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (["trail"], ["welcome", "trail"], True),
        ([], [], True),
        (["trail"], [], False),
        (["trail"], ["welcome"], False),
    ],
)
def test_two_texts_never_stand_in_one_place(
    admin: FlaskClient, first: list[str], second: list[str], clash: bool
):
    admin.post(f"{FORM}/+", data={**WORDS, "categories": first})
    again = {**WORDS, "name_fr": "Neige", "categories": second, "version": "1"}
    answer = admin.post(f"{FORM}/+", data=again)
    assert (answer.status_code, "« Boue » est déjà dans cette lettre" in words(answer.text)) == (
        (422, True) if clash else (303, False)
    )


def test_models_stand_beside_each_other(admin: FlaskClient):
    for version in ("0", "1"):
        model = {**WORDS, "use": "ask", "categories": [], "text_fr": "Où?", "version": version}
        assert admin.post(f"{FORM}/+", data=model).status_code == 303
    assert "boue_2" in admin.get(FORM).text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(f"{FORM}/+", data=WORDS)
    assert answer.status_code == 409
    assert "La boue sèche." in answer.text


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    for answer in (admin.get(FORM), admin.get(f"{FORM}/+"), admin.post(f"{FORM}/+", data=WORDS)):
        assert leads_to_the_text(answer)


def test_a_text_that_never_was_is_not_found(admin: FlaskClient):
    assert admin.get(f"{FORM}/lake").status_code == 404
    assert admin.post(f"{FORM}/lake", data=WORDS).status_code == 404
