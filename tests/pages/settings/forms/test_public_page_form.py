"""What citizens read of an agency is changed by a form; its code and lineage stay."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import IDENTITY, typed
from tests.pages.settings.pages import HOME, hidden, publish, save

FORM = f"{HOME}/page-publique"


def suggested(runtime: Runtime, words: str) -> list[str]:
    """Return the agencies that the finder proposes for these words."""
    return [suggestion.agency for suggestion in runtime.suggested(words, "fr")]


def test_what_was_left_as_it_was_writes_nothing(admin: FlaskClient):
    shown = typed(admin.get(FORM).text)
    for name in ("name_fr", "short_name", "service_en", "verified_on-year"):
        assert shown[name] == IDENTITY[name]
    admin.post(FORM, data=IDENTITY)
    assert "Ce brouillon dit la même chose" in admin.get(f"{HOME}/publication").text


def test_citizens_read_what_was_published(admin: FlaskClient, runtime: Runtime):
    changed = {
        "name_fr": "Régie des parcs et des rivières",
        "not_handled_fr": "Les lacs.",
        "not_handled_en": "Lakes.",
        "website": "www.parcs.example/plaintes",
        "verified_on-month": "nov.",
        "verified_on-day": "1er",
        "sample": "yes",
    }
    answer = admin.post(FORM, data={**IDENTITY, **changed})
    assert answer.location.endswith(HOME)
    assert "rivières" not in admin.get("/fr/organismes/parks").text
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.take_up_changes()
    page = admin.get("/fr/organismes/parks").text
    assert "Régie des parcs et des rivières" in page
    assert "Les lacs." in page
    assert 'href="https://www.parcs.example/plaintes"' in page
    assert "relevées le 1er novembre 2026" in words(page)


def test_another_name_leads_the_finder_to_the_agency(admin: FlaskClient, runtime: Runtime):
    admin.post(FORM, data={**IDENTITY, "aliases": "parcs nationaux\r\n\r\nla maison verte"})
    assert not suggested(runtime, "la maison verte")
    publish(admin)
    runtime.take_up_changes()
    assert suggested(runtime, "la maison verte") == ["parks"]


def test_flags_are_set_and_taken_back(admin: FlaskClient):
    admin.post(FORM, data={**IDENTITY, "two_to_publish": "yes", "sample": ""})
    text = admin.get(f"{HOME}/texte").text
    assert "two_to_publish: true" in text
    assert "sample" not in text
    version = hidden(text, "version")
    admin.post(
        FORM,
        data={
            **IDENTITY,
            "verified_on-day": "",
            "verified_on-month": "",
            "verified_on-year": "",
            "version": version,
        },
    )
    text = admin.get(f"{HOME}/texte").text
    assert "two_to_publish" not in text
    assert "sample: true" in text
    assert "verified_on" not in text


def test_code_and_lineage_stay(admin: FlaskClient):
    admin.post(FORM, data={**IDENTITY, "code": "otters", "name_fr": "Les loutres"})
    text = admin.get(f"{HOME}/texte").text
    assert "code: parks" in text
    assert "Office des sentiers" in text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name_fr", "", "Écrivez le nom en français"),
        ("service_fr", "", "Écrivez le titre en français"),
        ("mandate_fr", "", "Dites en français ce que l’organisme traite"),
        ("not_handled_en", "The lakes", "Écrivez aussi le texte en français"),
        ("website", "http://parcs.example", "Écrivez une adresse telle que"),
        ("website", "parcs", "Écrivez une adresse telle que"),
        ("verified_on-day", "32", "Écrivez un jour complet"),
        ("verified_on-year", "", "Écrivez un jour complet"),
        ("verified_on-year", "2027", "La date doit être aujourd’hui ou avant"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, field: str, value: str, sentence: str
):
    answer = admin.post(FORM, data={**IDENTITY, "short_name": "Les parcs", field: value})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "Les parcs" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("aliases", "parcs nationaux\r\nwater", "water"), ("short_name", "Water", "Water")],
)
def test_a_name_of_another_agency_is_told_at_its_field(
    admin: FlaskClient, field: str, value: str, named: str
):
    answer = admin.post(FORM, data={**IDENTITY, field: value})
    assert answer.status_code == 422
    assert f"« {named} » mène déjà à cet organisme : Service des eaux" in words(answer.text)
    assert f'href="#{field}"' in answer.text
    assert "agency." not in words(answer.text)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(FORM, data={**IDENTITY, "short_name": "Les parcs"})
    assert answer.status_code == 409
    assert "Les parcs" in answer.text
