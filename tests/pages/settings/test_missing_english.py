"""English may come later: forms take it, pages list what is missing, citizens read the French."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import (
    BEARS,
    BILLS,
    CAMP,
    CAUSE,
    CHANNELS,
    COURT,
    ERROR,
    IDENTITY,
    LEVEL,
    SIXTY,
    UNIT,
)
from tests.pages.settings.pages import HOME, publish, save
from tests.support.agencies import PARKS_YAML

FRENCH_CAMP = {**CAMP, "name_en": " "}
NAMED = "Camping fermé"
NOTE = "Part of this page is only in French for now."


def test_a_form_keeps_words_that_have_no_english_yet(admin: FlaskClient):
    assert admin.post(f"{HOME}/categories/+", data=FRENCH_CAMP).status_code == 303
    page = words(admin.get(f"{HOME}/categories/camping_ferme").text)
    assert "Nom en anglais (facultatif) Pas encore en anglais : les citoyens lisent" in page
    text = admin.get(f"{HOME}/texte").text
    assert "name: {fr: Camping fermé}" in text


def test_english_is_taken_out_again(admin: FlaskClient):
    admin.post(f"{HOME}/paliers/president", data={**LEVEL, "title_en": ""})
    page = admin.get(f"{HOME}/paliers/president").text
    assert 'name="title_en" type="text" value=""' in page


@pytest.mark.parametrize("page", [HOME, f"{HOME}/publication"])
def test_what_is_only_in_french_is_listed_with_the_page_that_corrects_it(
    admin: FlaskClient, page: str
):
    assert "pas encore en anglais" not in admin.get(HOME).text
    admin.post(f"{HOME}/categories/+", data=FRENCH_CAMP)
    shown = admin.get(page).text
    assert "Un texte n’est pas encore en anglais" in words(shown)
    assert f'href="{HOME}/categories/camping_ferme" lang="fr-CA">{NAMED}</a>' in shown


# Each form with French alone: where it is sent, what is typed, where the list leads from there.
EVERY_FORM = [
    ("unites/+", {**UNIT, "name_en": ""}, "unites/equipes_de_terrain"),
    ("suspensions/+", {**BILLS, "name_en": ""}, "suspensions/vos_factures"),
    ("reprise", {**SIXTY, "basis_en": ""}, "reprise"),
    ("criteres/+", {**ERROR, "name_en": ""}, "criteres/le_personnel_a_fait_une_erreur"),
    ("canaux", {**CHANNELS, "hours_fr": "Tous les jours"}, "canaux"),
    ("page-publique", {**IDENTITY, "mandate_en": ""}, "page-publique"),
    (
        "categories/trail/questions/+",
        {**CAUSE, "hint_en": " "},
        "categories/trail/questions/quest_ce_qui_bloque",
    ),
    (
        "categories/trail/questions/+",
        {**CAUSE, "choice_en": ["A tree", "", ""]},
        "categories/trail/questions/quest_ce_qui_bloque",
    ),
    ("recours/+", {**COURT, "deadline_en": ""}, "recours/tribunal_des_sentiers"),
    ("avis/+", {**BEARS, "text_en": ""}, "avis/si_vous_voyez_un_ours_reculez"),
]


@pytest.mark.parametrize(("path", "typed", "form"), EVERY_FORM)
def test_every_form_keeps_french_alone_and_is_reached_from_the_list(
    admin: FlaskClient, path: str, typed: dict[str, object], form: str
):
    assert admin.post(f"{HOME}/{path}", data={**typed, "version": "0"}).status_code == 303
    shown = admin.get(HOME).text
    assert "Un texte n’est pas encore en anglais" in words(shown)
    assert f'href="{HOME}/{form}" lang="fr-CA"' in shown
    assert "Pas encore en anglais : les citoyens lisent" in words(admin.get(f"{HOME}/{form}").text)


@pytest.mark.parametrize(("path", "typed", "form"), EVERY_FORM)
def test_every_form_asks_for_english_where_it_is_the_main_language(
    admin: FlaskClient, path: str, typed: dict[str, object], form: str
):
    save(admin, PARKS_YAML.replace("  code: parks\n", "  code: parks\n  languages: [en, fr]\n"))
    answer = admin.post(f"{HOME}/{path}", data={**typed, "version": "1"})
    assert answer.status_code == 422
    assert "Écrivez le texte en anglais : c’est la langue principale" in words(answer.text)


def test_words_without_a_form_lead_to_their_line_of_the_text(admin: FlaskClient):
    lines = PARKS_YAML.split("\n")
    [body] = [rank for rank, line in enumerate(lines) if "en: Trails office}" in line]
    lines[body] = lines[body].replace(", en: Trails office", "")
    save(admin, "\n".join(lines))
    shown = admin.get(HOME).text
    assert f'href="{HOME}/texte#text" lang="fr-CA">Office des sentiers</a>' in shown
    assert f"L’organisme · ligne {body + 1}" in words(shown)


def test_where_a_notice_says_to_turn_leads_to_its_form(admin: FlaskClient):
    save(admin, PARKS_YAML.replace("{fr: le refus, en: the refusal}", "{fr: le refus}"))
    assert f'href="{HOME}/avis/permit" lang="fr-CA">le refus</a>' in admin.get(HOME).text


def test_an_agency_whose_main_language_is_english_is_asked_for_it(admin: FlaskClient):
    save(admin, PARKS_YAML.replace("  code: parks\n", "  code: parks\n  languages: [en, fr]\n"))
    answer = admin.post(f"{HOME}/categories/+", data={**FRENCH_CAMP, "version": "1"})
    assert answer.status_code == 422
    assert "Écrivez le texte en anglais : c’est la langue principale" in words(answer.text)
    assert "Nom en anglais (facultatif)" not in words(answer.text)


def test_citizens_read_the_french_marked_as_french_with_one_note(
    admin: FlaskClient, runtime: Runtime
):
    admin.post(f"{HOME}/categories/+", data=FRENCH_CAMP)
    assert NOTE not in admin.get("/en/agencies/parks").text
    publish(admin)
    runtime.take_up_changes()
    page = admin.get("/en/agencies/parks").text
    assert f'<span lang="fr-CA">{NAMED}</span>' in page
    assert page.count(NOTE) == 1
    french = admin.get("/fr/organismes/parks").text
    assert NAMED in french
    assert "n’existe qu’en français" not in french
    assert NOTE not in admin.get("/en/agencies/water").text
