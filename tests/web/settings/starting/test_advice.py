"""Before its first publication, an agency is told what its citizens would miss."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.office.people import words
from tests.web.settings.starting.test_beginning_page import (  # noqa: F401
    HOME,
    admin,
    publish,
    start,
)
from tests.web.settings.test_settings_pages import hidden

TOLD = (
    "Aucun autre recours",
    "Ni téléphone, ni adresse, ni comptoir",
    "Aucun autre nom",
    "Aucun mot ne mène à « Glace trop mince »",
)


def test_what_is_missing_is_advised_on_both_pages_with_the_way_to_say_it(admin: FlaskClient):  # noqa: F811
    start(admin)
    for page in (admin.get(HOME).text, admin.get(f"{HOME}/publication").text):
        for told in TOLD:
            assert told in words(page)
    page = admin.get(f"{HOME}/publication").text
    assert f'href="{HOME}/categories/glace_trop_mince">' in page


def test_what_was_said_is_no_longer_advised(admin: FlaskClient):  # noqa: F811
    start(admin)
    form = {"name_fr": "Glace mince", "theme": "delay", "words": "glace"}
    page = f"{HOME}/categories/glace_trop_mince"
    admin.post(page, data={**form, "version": hidden(admin.get(page).text, "version")})
    told = words(admin.get(f"{HOME}/publication").text)
    assert "Aucun mot ne mène" not in told
    assert "Aucun autre recours" in told


def test_advice_holds_nothing_back_and_ends_with_the_publication(admin: FlaskClient):  # noqa: F811
    start(admin)
    assert "La version 1 est en vigueur" in publish(admin)
    assert "Aucun autre recours" not in words(admin.get(HOME).text)


def test_an_empty_list_of_recourses_says_so(admin: FlaskClient):  # noqa: F811
    start(admin)
    page = words(admin.get(f"{HOME}/recours").text)
    assert "Aucun recours pour le moment." in page
