"""Questions are put in order and changed by forms that show them as citizens are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import CAUSE
from tests.pages.settings.pages import HOME, hidden, leads_to_the_text, publish, save
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/categories/trail/questions"
NUMBER = {"label_fr": "Quel numéro?", "label_en": "Which number?", "kind": "text", "version": "0"}
PATTERN = {
    "pattern": "[A-Z][0-9]{6}",
    "pattern_hint_fr": "Écrivez la lettre et les 6 chiffres",
    "pattern_hint_en": "Enter the letter and the 6 digits",
}


def draft_of(admin: FlaskClient) -> str:
    page = admin.get(f"{HOME}/texte").text
    return page.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


def version_of(admin: FlaskClient) -> str:
    return hidden(admin.get(f"{FORM}/+").text, "version")


def labels(admin: FlaskClient) -> list[str]:
    """Return the questions of the list, in its order."""
    return re.findall(r'questions/\w+">([^<]+)</a></th>', admin.get(FORM).text)


def add(admin: FlaskClient, form: Mapping[str, object] = CAUSE) -> None:
    answer = admin.post(f"{FORM}/+", data={**form, "version": version_of(admin)})
    assert answer.status_code == 303, words(answer.text)


def test_a_new_question_ends_the_list_and_is_published(admin: FlaskClient):
    answer = admin.post(f"{FORM}/+", data=CAUSE)
    assert answer.location.endswith("/fr/reglages/parks/categories/trail/questions")
    assert labels(admin) == ["Quel sentier?", "Depuis quand?", "Qu’est-ce qui bloque?"]
    assert "Choix d’une seule réponse" in admin.get(FORM).text
    assert "{code: un_arbre, label: {fr: Un arbre, en: A tree}}" in draft_of(admin)
    assert "La version 2 est en vigueur" in publish(admin)


def test_the_question_is_seen_as_citizens_are_asked_without_saving(admin: FlaskClient):
    page = admin.post(f"{FORM}/+", data={**CAUSE, "preview": "yes"}).text
    assert 'name="q-quest_ce_qui_bloque"' in page
    assert re.search(r'type="radio"[^>]*value="de_la_boue"', page)
    assert "(facultatif)" in page
    assert "Un brouillon" not in admin.get(HOME).text
    assert 'name="q-place"' in admin.get(f"{FORM}/place").text


def test_questions_change_places(admin: FlaskClient):
    answer = admin.post(FORM, data={"up": "since", "version": version_of(admin)})
    assert answer.location.endswith("/categories/trail/questions")
    assert labels(admin) == ["Depuis quand?", "Quel sentier?"]
    admin.post(FORM, data={"down": "since", "version": version_of(admin)})
    assert labels(admin) == ["Quel sentier?", "Depuis quand?"]
    page = admin.get(FORM).text
    assert page.count('name="up"') == page.count('name="down"') == 1


def test_a_choice_that_stands_there_twice_is_told_at_its_second_place(admin: FlaskClient):
    twice = {"choice_code": ["", ""], "choice_fr": ["Un arbre", "un arbre"]}
    answer = admin.post(f"{FORM}/+", data={**CAUSE, **twice, "choice_en": ["A tree", "Another"]})
    assert answer.status_code == 422
    assert "« un arbre » est déjà plus haut" in words(answer.text)
    assert answer.text.count("est déjà plus haut") == 2


def test_a_choice_keeps_its_code_when_its_words_change(admin: FlaskClient):
    add(admin)
    form = {
        **CAUSE,
        "choice_code": ["de_la_boue", "un_arbre", "stolen", ""],
        "choice_fr": ["Beaucoup de boue", "", "Un arbre", "Autre chose"],
        "choice_en": ["Much mud", "", "A tree", "Something else"],
        "version": version_of(admin),
    }
    admin.post(f"{FORM}/quest_ce_qui_bloque", data=form)
    text = draft_of(admin)
    assert "{code: de_la_boue, label: {fr: Beaucoup de boue, en: Much mud}}" in text
    assert "{code: un_arbre, label: {fr: Un arbre, en: A tree}}" in text
    assert "{code: autre_chose, label: {fr: Autre chose, en: Something else}}" in text
    assert "stolen" not in text
    assert text.index("de_la_boue") < text.index("un_arbre") < text.index("autre_chose")


def test_choices_are_arranged_without_saving(admin: FlaskClient):
    page = admin.post(f"{FORM}/+", data={**CAUSE, "label_en": "", "raise": "2"})
    assert page.status_code == 200
    assert page.text.index('value="De la boue"') < page.text.index('value="Un arbre"')
    more = admin.post(f"{FORM}/+", data={**CAUSE, "more": "yes"}).text
    assert more.count('name="choice_fr"') == page.text.count('name="choice_fr"') + 3
    assert "Un brouillon" not in admin.get(HOME).text


def test_a_question_is_taken_away_and_the_last_one_too(admin: FlaskClient):
    save(admin, PARKS_YAML.replace("        question: since\n", ""))
    for code in ("place", "since"):
        gone = {**NUMBER, "remove": "yes", "version": version_of(admin)}
        assert admin.post(f"{FORM}/{code}", data=gone).status_code == 303
    assert labels(admin) == []
    assert "Aucune question" in admin.get(FORM).text
    assert "La version 2 est en vigueur" in publish(admin)


def test_only_what_fits_the_kind_is_written(admin: FlaskClient):
    add(admin, {**NUMBER, **PATTERN, "max_length": "10"})
    text = draft_of(admin)
    assert 'pattern: "[A-Z][0-9]{6}"' in text
    assert "max_length: 10" in text
    form = {**NUMBER, "kind": "date", "future": "yes", "version": version_of(admin)}
    admin.post(f"{FORM}/quel_numero", data=form)
    text = draft_of(admin)
    assert "future: true" in text
    assert "pattern" not in text
    assert "max_length" not in text


def test_what_a_question_says_is_shown_in_its_form(admin: FlaskClient):
    add(admin, {**NUMBER, "kind": "number", "minimum": "-5", "maximum": "10", "required": "yes"})
    page = admin.get(f"{FORM}/quel_numero").text
    for field, value in (("label_en", "Which number?"), ("minimum", "-5"), ("maximum", "10")):
        assert re.search(rf'name="{field}"[^>]*value="{re.escape(value)}"', page), field
    assert re.search(r'name="required"[^>]*checked', page)
    assert '<option value="number" selected>' in page


def test_a_fourth_required_answer_is_refused(admin: FlaskClient):
    for label in ("Un", "Deux"):
        add(admin, {**NUMBER, "label_fr": label, "required": "yes"})
    fourth = {**NUMBER, "required": "yes", "version": version_of(admin)}
    answer = admin.post(f"{FORM}/+", data=fourth)
    assert answer.status_code == 422
    assert "Trois réponses sont déjà obligatoires" in words(answer.text)
    # One of the three may be saved again.
    again = {**NUMBER, "label_fr": "Un", "required": "yes", "version": version_of(admin)}
    assert admin.post(f"{FORM}/un", data=again).status_code == 303


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"label_fr": ""}, "label_fr", "Écrivez la question en français"),
        ({"hint_en": "There"}, "hint_fr", "Écrivez aussi le texte en français"),
        ({"kind": "oracle"}, "kind", "Choisissez la sorte de réponse"),
        ({"kind": "choice"}, "choice_fr-1", "Écrivez au moins deux choix"),
        ({**CAUSE, "choice_fr": ["Un arbre"]}, "choice_fr-2", "Écrivez au moins deux choix"),
        ({**CAUSE, "choice_fr": ["Un arbre", ""]}, "choice_fr-2", "aussi le texte en français"),
        ({**CAUSE, "kind": "date"}, "choice_fr-1", "Effacez les choix"),
        ({**PATTERN, "kind": "date"}, "pattern", "Effacez la forme de la réponse"),
        ({**PATTERN, "pattern_hint_fr": ""}, "pattern_hint_fr", "Dites quoi écrire"),
        ({**PATTERN, "pattern": ""}, "pattern", "Écrivez l’expression que ces mots expliquent"),
        ({"minimum": "2"}, "minimum", "Effacez ce nombre"),
        ({"future": "yes"}, "future", "Décochez cette case"),
        ({"kind": "file", "max_length": "3"}, "max_length", "Effacez cette longueur"),
        ({"max_length": "0"}, "max_length", "Écrivez un nombre entier"),
        ({"kind": "number", "minimum": "²"}, "minimum", "Écrivez un nombre entier"),
        ({"kind": "number", "minimum": "3", "maximum": "2"}, "maximum", "doit dépasser"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, typed: dict[str, object], field: str, sentence: str
):
    form = {**NUMBER, "hint_fr": "", "hint_en": "", "max_length": "", **typed, "version": "0"}
    answer = admin.post(f"{FORM}/+", data=form)
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-e">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None, words(answer.text)
    assert sentence in words(error[1])
    assert f'id="{field}"' in answer.text


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("([A-Z]", "Il manque une parenthèse fermante (au signe 1)"),
        ("[A-Z])", "Une parenthèse fermante est de trop (au signe 6)"),
        ("[A-Z", "Il manque un crochet fermant (au signe 1)"),
        ("*5", "Il n’y a rien à répéter avant ce signe (au signe 1)"),
        ("[z-a]", "Un intervalle va à l’envers"),
        ("5{4,2}", "Une répétition va à l’envers"),
        (r"\q", "Un signe ne va pas après une barre oblique inverse"),
        ("(?P<a", "Ce n’est pas une expression régulière"),
        ("[A-Z] [0-9]", "Retirez l’espace"),
        (".*", "Cette expression accepte tout"),
        ("(?=[A-Z])[A-Z]+", "Retirez ce qui pourrait être long"),
    ],
)
def test_a_bad_regular_expression_is_told_in_words(admin: FlaskClient, pattern: str, sentence: str):
    answer = admin.post(f"{FORM}/+", data={**NUMBER, **PATTERN, "pattern": pattern})
    assert answer.status_code == 422
    assert sentence in words(answer.text)


def test_comments_of_the_file_stay(admin: FlaskClient):
    said = PARKS_YAML.replace(
        "      - {code: since", "      # Asked by the wardens.\n      - {code: since"
    )
    save(admin, said.replace("  - code: welcome", "  # Then the people.\n  - code: welcome"))
    add(admin)
    admin.post(FORM, data={"up": "since", "version": version_of(admin)})
    text = draft_of(admin)
    assert "# Asked by the wardens.\n      - {code: since" in text
    assert "# Then the people.\n  - code: welcome" in text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(f"{FORM}/+", data=CAUSE)
    assert answer.status_code == 409
    assert "De la boue" in answer.text
    moved = admin.post(FORM, data={"up": "since", "version": "0"})
    assert moved.status_code == 409
    assert "Voici la liste telle qu’elle est maintenant" in moved.text
    assert labels(admin) == ["Quel sentier?", "Depuis quand?"]


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    answers = (
        admin.get(FORM),
        admin.get(f"{FORM}/place"),
        admin.post(FORM, data={"up": "since"}),
        admin.post(f"{FORM}/+", data=CAUSE),
    )
    assert all(map(leads_to_the_text, answers))


@pytest.mark.parametrize("path", ["trail/questions/nobody", "lake/questions", "+/questions"])
def test_what_never_was_is_not_found(admin: FlaskClient, path: str):
    assert admin.get(f"{HOME}/categories/{path}").status_code == 404
    assert admin.post(f"{HOME}/categories/{path}", data=CAUSE).status_code == 404


def test_questions_are_reached_from_their_category(admin: FlaskClient):
    for page in ("categories", "categories/trail"):
        assert "categories/trail/questions" in admin.get(f"{HOME}/{page}").text
