"""Before its first publication, an agency is told what its citizens would miss."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.office.people import words
from tests.pages.settings.pages import hidden, publish
from tests.pages.settings.starting.lakes import HOME, start

TOLD = (
    "Aucun autre recours",
    "Ni téléphone, ni adresse, ni comptoir",
    "Aucun autre nom",
    "Aucun mot ne mène à « Glace trop mince »",
)


def test_what_is_missing_is_advised_on_both_pages_with_the_way_to_say_it(portal_admin: FlaskClient):
    start(portal_admin)
    for page in (portal_admin.get(HOME).text, portal_admin.get(f"{HOME}/publication").text):
        for sentence in TOLD:
            assert sentence in words(page)
    page = portal_admin.get(f"{HOME}/publication").text
    assert f'href="{HOME}/categories/glace_trop_mince">' in page


def test_what_was_said_is_no_longer_advised(portal_admin: FlaskClient):
    start(portal_admin)
    form = {"name_fr": "Glace mince", "theme": "delay", "words": "glace"}
    page = f"{HOME}/categories/glace_trop_mince"
    portal_admin.post(
        page, data={**form, "version": hidden(portal_admin.get(page).text, "version")}
    )
    page = words(portal_admin.get(f"{HOME}/publication").text)
    assert "Aucun mot ne mène" not in page
    assert "Aucun autre recours" in page


def test_advice_holds_nothing_back_and_ends_with_the_publication(portal_admin: FlaskClient):
    start(portal_admin)
    assert "La version 1 est en vigueur" in publish(portal_admin, HOME)
    assert "Aucun autre recours" not in words(portal_admin.get(HOME).text)


def test_an_empty_list_of_recourses_says_so(portal_admin: FlaskClient):
    start(portal_admin)
    page = words(portal_admin.get(f"{HOME}/recours").text)
    assert "Aucun recours pour le moment." in page
