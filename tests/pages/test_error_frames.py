"""Errors of the staff's pages stand in the staff's frame, with one way back that is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import (
    NotFound,
    RequestEntityTooLarge,
    TooManyRequests,
    UnprocessableEntity,
)

from portal.auth.access import public
from portal.auth.tries import TooOftenError
from portal.domain import errors
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in, without_token, words
from tests.support import file
from tests.support.trouble import remove

WRONG = {
    "403": errors.NotAllowedError("answer"),
    "404": NotFound(),
    "409": errors.StaleComplaintError("2026-000001"),
    "413": RequestEntityTooLarge(),
    "422": UnprocessableEntity(),
    "429": TooOftenError(120),
    "429 of werkzeug": TooManyRequests(),
    "500": ZeroDivisionError(),
}
CITIZENS = (
    "Suivre ma plainte",
    "Besoin d’aide pour déposer",
    "code d’accès",
    "appelez-nous",
    "tel:",
)
CITIZENS_IN_ENGLISH = ("Follow my complaint", "Need help filing", "access code", "call us")
PAGES = {
    ("fr", "GET"): ("/fr/gestion/parks/file", "office.worklist"),
    ("en", "GET"): ("/en/settings/parks", "settings.index"),
    ("fr", "POST"): ("/fr/preferences", "entrance.save_preferences"),
    ("en", "POST"): ("/en/preferences", "entrance.save_preferences"),
}


@contextmanager
def failing(app: Flask, endpoint: str, error: Exception) -> Iterator[None]:
    """Let a page fail."""

    @public
    def fail(**_: Any) -> str:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.view_functions, endpoint, fail)
        patch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        yield


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize(("language", "method"), PAGES)
def test_an_error_of_the_staff_wears_the_staffs_dress(
    app: Flask, runtime: Runtime, kind: str, language: str, method: str
):
    officer = signed_in(app, runtime)
    path, endpoint = PAGES[language, method]
    with failing(app, endpoint, WRONG[kind]):
        answer = officer.open(path, method=method, data={"body": "Ce que j’ai écrit."})
    assert answer.status_code == int(kind[:3])
    assert 'class="is-staff"' in answer.text
    foreign = CITIZENS if language == "fr" else CITIZENS_IN_ENGLISH
    assert [said for said in foreign if said in words(answer.text)] == []
    assert len(re.findall(r"<a ", _main(answer.text))) == 1
    if method == "POST":
        assert "Ce que j’ai écrit." in answer.text
        sends_again = "Envoyer de nouveau" if language == "fr" else "Send again"
        assert (sends_again in answer.text) == (kind not in ("403", "404", "409"))


def test_a_visitor_and_a_citizens_address_keep_the_citizens_page(
    app: Flask, runtime: Runtime, client: FlaskClient
):
    officer = signed_in(app, runtime)
    for somebody, path in ((client, "/fr/gestion/parks/nulle-part"), (officer, "/fr/nulle-part")):
        page = somebody.get(path).text
        assert "is-staff" not in page
        assert "Suivre ma plainte" in page


def test_a_form_of_the_staff_stands_in_their_frame_though_nobody_is_known(client: FlaskClient):
    robot = {"body": "Ce que j’ai écrit.", "ne-pas-remplir": "x"}
    answer = client.post(case_path("2026-000001", "note"), data=robot)
    assert answer.status_code == 422
    assert 'class="is-staff"' in answer.text
    assert [said for said in CITIZENS if said in words(answer.text)] == []
    assert "raccourcis" not in _main(answer.text) + answer.text.partition("</main>")[2]
    assert re.findall(r'<a href="([^"]*)"', _main(answer.text)) == ["/fr/gestion"]


@pytest.mark.parametrize("waits", [True, False])
def test_the_form_to_sign_in_stands_in_the_staffs_frame_where_one_of_theirs_waits_in_it(
    client: FlaskClient, waits: bool
):
    robot = {"kept": "sealed" if waits else "", "ne-pas-remplir": "x"}
    answer = client.post("/fr/connexion", data=robot)
    assert answer.status_code == 422
    assert ('class="is-staff"' in answer.text) == waits


WAYS = {
    "officer": (Role.OFFICER, "parks", "/fr/gestion/parks/nulle/part", "/fr/gestion/parks/file"),
    "officer elsewhere": (Role.OFFICER, "parks", "/fr/gestion/water/file", "/fr/gestion"),
    "officer nowhere": (Role.OFFICER, "parks", "/fr/gestion/xyz/rien/ici", "/fr/gestion"),
    "officer in settings": (Role.OFFICER, "parks", "/fr/reglages/parks", "/fr/gestion"),
    "officer in the portrait": (Role.OFFICER, "parks", "/fr/portrait/rien", "/fr/gestion"),
    "administrator": (
        *(Role.ADMINISTRATOR, "parks"),
        *("/fr/reglages/parks/nulle/part/ici", "/fr/reglages/parks"),
    ),
    "administrator in the office": (
        *(Role.ADMINISTRATOR, "parks"),
        *("/fr/gestion/parks/file", "/fr/gestion"),
    ),
    "administrator of all": (Role.ADMINISTRATOR, None, "/fr/reglages/xyz/rien", "/fr/gestion"),
    "analyst": (Role.ANALYST, None, "/fr/portrait/nulle-part", "/fr/portrait"),
    "in English": (Role.OFFICER, "parks", "/en/office/parks/no/where", "/en/office/parks/list"),
}


@pytest.mark.parametrize("who", WAYS)
def test_the_way_back_opens(app: Flask, runtime: Runtime, who: str):
    role, agency, path, back = WAYS[who]
    somebody = signed_in(app, runtime, role=role, agency=agency)
    answer = somebody.get(path)
    assert answer.status_code in (403, 404)
    assert re.findall(r'<a href="([^"]*)"', _main(answer.text)) == [back]
    assert somebody.get(back, follow_redirects=True).status_code == 200


def test_a_number_that_is_not_theirs_is_answered_like_one_that_nobody_has(
    app: Flask, runtime: Runtime
):
    number = file(runtime, "water").number
    officer = signed_in(app, runtime)
    theirs, nobodys = (officer.get(case_path(one)) for one in (number, "2026-999999"))
    assert theirs.status_code == nobodys.status_code == 404
    assert "Seules les plaintes qui vous sont ouvertes" in words(nobodys.text)
    assert without_token(theirs.text, number) == without_token(nobodys.text, "2026-999999")


def test_what_was_just_done_is_said_on_the_next_page_that_shows_it(app: Flask, runtime: Runtime):
    officer = signed_in(app, runtime)
    officer.post("/fr/preferences", data={"raccourcis": "on"})
    assert "actifs" not in words(_main(officer.get("/fr/gestion/parks/nulle/part").text))
    assert "actifs" in words(_main(officer.get("/fr/preferences").text))


def test_the_language_of_an_unknown_page_leads_the_staff_to_their_own(app: Flask, runtime: Runtime):
    page = signed_in(app, runtime).get("/fr/gestion/parks/nulle/part").text
    assert re.search(r'<a href="/en/office"\s+lang="en"', page)


def test_who_cannot_be_read_gets_the_plain_page_and_when_to_try_again(app: Flask, runtime: Runtime):
    officer = signed_in(app, runtime)
    remove(runtime.database)
    officer.post("/fr/preferences")
    gone = officer.get("/fr/gestion/parks/file")
    assert gone.status_code == 503
    assert "is-staff" not in gone.text
    sent = officer.post("/fr/preferences", data={"texte": "Une phrase à garder."})
    assert (sent.status_code, "is-staff" in sent.text) == (503, True)
    assert "ou appelez-nous" not in words(sent.text)
    assert "Une phrase à garder." in sent.text
    unknown = officer.get("/fr/gestion/parks/nulle/part")
    assert unknown.status_code == 404
    assert "is-staff" not in unknown.text
