"""An administrator of the portal starts an agency on a page, and publishes it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.domain.role import Role
from portal.runtime import Runtime, build_runtime
from tests.pages.office.people import sign_in, signed_in, words
from tests.pages.settings.pages import hidden, publish
from tests.pages.settings.starting.lakes import ANSWERS, HOME, PAGE, start
from tests.support import add_user


def test_whoever_administers_the_portal_is_led_to_the_page(portal_admin: FlaskClient):
    assert f'href="{PAGE}"' in portal_admin.get("/fr/gestion").text
    assert "Ajouter un organisme" in portal_admin.get(PAGE).text
    assert "Add an agency" in words(portal_admin.get("/en/settings/new").text)


def test_the_way_to_the_first_complaint_names_the_posts(portal_admin: FlaskClient):
    start(portal_admin)
    page = portal_admin.get(HOME).text
    for role in ("officer --agency lacs --post service", "top_authority --agency lacs --post top"):
        assert f"--role {role}</code>" in page


@pytest.mark.parametrize("agency", ["parks", "water"])
def test_nobody_else_starts_an_agency(app: Flask, runtime: Runtime, agency: str):
    own = signed_in(app, runtime, "paul@parcs.example", Role.ADMINISTRATOR, agency, None)
    assert own.get(PAGE).status_code == 403
    assert own.post(PAGE, data=ANSWERS).status_code == 403
    assert "Ajouter un organisme" not in own.get("/fr/gestion", follow_redirects=True).text


def test_what_is_started_is_seen_by_administrators_alone(portal_admin: FlaskClient, app: Flask):
    page = start(portal_admin)
    assert "L’organisme est en préparation." in page
    assert "Pas encore en vigueur" in page
    assert "Office des lacs" in words(portal_admin.get("/fr/gestion").text)
    citizen = app.test_client()
    assert citizen.get("/fr/organismes/lacs").status_code == 404
    assert "Office des lacs" not in citizen.get("/fr/organismes").text
    other = signed_in(app, app.extensions["portal"], "paul@parcs.example", Role.ADMINISTRATOR)
    assert other.get(HOME).status_code == 403


@pytest.mark.parametrize(
    "page", ["", "/categories", "/delais", "/paliers", "/calendrier", "/texte", "/publication"]
)
def test_every_part_of_it_can_be_seen_and_changed(portal_admin: FlaskClient, page: str):
    start(portal_admin)
    answer = portal_admin.get(HOME + page)
    assert answer.status_code == 200
    assert "Office des lacs" in answer.text


def test_no_way_leads_into_the_office_of_an_agency_in_preparation(portal_admin: FlaskClient):
    start(portal_admin)
    page = portal_admin.get(HOME).text
    assert "/fr/reglages/lacs" in page
    assert "/fr/gestion/lacs" not in page


@pytest.mark.parametrize("page", ["/versions/1", "/changements", "/rejeu"])
def test_what_needs_something_in_force_is_not_there_yet(portal_admin: FlaskClient, page: str):
    start(portal_admin)
    answer = portal_admin.get(HOME + page)
    assert answer.status_code == 404 or answer.location.endswith("/publication")
    assert portal_admin.post(HOME + page, data={"version": "1"}).status_code < 500


def test_a_form_changes_the_draft_of_an_agency_in_preparation(portal_admin: FlaskClient):
    start(portal_admin)
    version = hidden(portal_admin.get(f"{HOME}/delais").text, "version")
    answer = portal_admin.post(
        f"{HOME}/categories/+",
        data={
            "version": version,
            "name_fr": "Quai brisé",
            "name_en": "Broken pier",
            "theme": "delay",
        },
    )
    assert answer.location.endswith("/categories")
    assert "Quai brisé" in portal_admin.get(f"{HOME}/categories").text


def test_its_publication_opens_it_to_citizens_at_once(portal_admin: FlaskClient, app: Flask):
    start(portal_admin)
    page = words(portal_admin.get(f"{HOME}/publication").text)
    assert "L’organisme paraît dans la liste et dans la recherche" in page
    assert "aurait sa réponse le 15 décembre 2026. Sujets : Glace trop mince, Autre sujet" in page
    assert "Mot pour mot" not in page
    assert "La version 1 est en vigueur" in publish(portal_admin, HOME)
    citizen = app.test_client()
    assert "Office des lacs" in citizen.get("/fr/organismes").text
    assert "Lakes office" in citizen.get("/en/agencies/lacs").text


def test_another_process_that_did_not_notice_yet_shows_it_all_the_same(
    portal_admin: FlaskClient, runtime: Runtime
):
    start(portal_admin)
    other = build_runtime(
        runtime.config,
        runtime.keyring,
        runtime.mailer,
        runtime.files,
        runtime.features,
        runtime.now,
    )
    other.notice_releases()
    assert "lacs" not in other.agencies.in_force.agencies
    publish(portal_admin, HOME)
    app = create_app(other)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    there = signed_in(app, other, "anne@portail.example", Role.ADMINISTRATOR, None, None)
    other._noticing._looked_at = float("inf")  # it looks only when it has to
    assert "Version 1, en vigueur" in words(there.get(HOME).text)
    other.database.close()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"code": ""}, "code", "Écrivez un code"),
        ({"code": "Les lacs"}, "code", "Écrivez de 2 à 20 petites lettres"),
        ({"code": "parks"}, "code", "Un autre organisme a déjà ce code"),
        ({"code": "new"}, "code", "Ce mot sert déjà dans les adresses"),
        ({"name_fr": "Régie des parcs"}, "name_fr", "l’organisme dont le code est parks"),
        ({"name_en": "RDP"}, "name_en", "l’organisme dont le code est parks"),
        ({"top_en": ""}, "top_en", "Écrivez le titre en anglais"),
        ({"days": "vingt"}, "days", "Écrivez un nombre entier"),
        ({"days": "1000"}, "days", "Écrivez un nombre entier"),
        ({"category-1-theme": "otter"}, "category-1-theme", "Choisissez un thème"),
        ({"category-1-fr": ""}, "category-1-fr", "Écrivez la catégorie en français"),
        ({"category-3-en": "Noise"}, "category-3-fr", "Écrivez la catégorie en français"),
        ({"administrator": "nobody@lakes.example"}, "administrator", "Personne ne se connecte"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    portal_admin: FlaskClient, typed: dict[str, str], field: str, sentence: str
):
    answer = portal_admin.post(PAGE, data={**ANSWERS, **typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert f'id="{field}-e"' in answer.text
    assert 'value="Office des lacs"' in answer.text or "name_fr" in typed
    assert 'value="Thin ice"' in answer.text
    assert portal_admin.get(HOME).status_code == 404


def test_every_problem_is_told_at_once(portal_admin: FlaskClient):
    answer = portal_admin.post(
        PAGE, data={"code": "parks", "name_fr": "Régie des parcs", "days": "0"}
    )
    assert "Il y a 13 réponses à corriger" in words(answer.text)


def test_the_first_administrator_lands_on_the_new_agency(
    portal_admin: FlaskClient, app: Flask, runtime: Runtime
):
    add_user(runtime, "ann@lacs.example", Role.ADMINISTRATOR, "water", None)
    start(portal_admin, administrator=" Ann@lacs.example ")
    ann = app.test_client()
    sign_in(ann, "ann@lacs.example")
    assert "Office des lacs" in ann.get("/fr/gestion", follow_redirects=True).text
    assert ann.get(HOME).status_code == 200


def test_a_draft_with_mistakes_still_opens_by_its_name(portal_admin: FlaskClient):
    start(portal_admin)
    version = hidden(portal_admin.get(f"{HOME}/texte").text, "version")
    answer = portal_admin.post(f"{HOME}/texte", data={"text": "agency: [", "version": version})
    assert answer.status_code == 422
    assert "Corriger le brouillon" in words(portal_admin.get(HOME).text)
    assert words(portal_admin.get("/fr/gestion").text).count("lacs") == 1


def test_an_agency_in_preparation_is_given_up(portal_admin: FlaskClient):
    start(portal_admin)
    page = portal_admin.get(f"{HOME}/renoncer").text
    assert "Le brouillon est effacé pour toujours." in words(page)
    version = {"version": hidden(page, "version")}
    assert portal_admin.post(f"{HOME}/brouillon/supprimer", data=version).location.endswith(
        "/renoncer"
    )
    assert portal_admin.post(f"{HOME}/renoncer", data={"version": "9"}).status_code == 409
    answer = portal_admin.post(f"{HOME}/renoncer", data=version, follow_redirects=True)
    assert "L’organisme en préparation est supprimé." in words(answer.text)
    assert portal_admin.get(HOME).status_code == 404
    assert "L’organisme est en préparation." in start(portal_admin)


def test_an_agency_in_force_is_never_given_up(portal_admin: FlaskClient):
    for home in ("/fr/reglages/parks/renoncer", "/fr/reglages/nulle/renoncer"):
        assert portal_admin.get(home).status_code == 404
        assert portal_admin.post(home, data={"version": "0"}).status_code == 404
