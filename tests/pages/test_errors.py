import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from portal.domain import errors
from portal.pages.errors import HTTP_ERRORS, PORTAL_ERRORS, words_of
from tests.pages.tiny_app import tiny_app

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.PortalError)
]


@pytest.fixture
def app() -> Flask:
    app = tiny_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fr/erreur/<name>")
    @app.get("/en/error/<name>", endpoint="english")
    def fail(name: str) -> str:
        raise getattr(errors, name)

    @app.get("/fr/panne")
    def break_down() -> str:
        raise ZeroDivisionError

    @app.get("/fr/statut/<int:status>")
    def refuse(status: int) -> str:
        abort(status)

    return app


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_portal_has_words(kind: type[errors.PortalError]):
    assert kind in PORTAL_ERRORS


def test_an_error_of_a_kind_without_words_takes_those_of_its_parent():
    class StrangerError(errors.DraftGoneError):
        pass

    assert words_of(StrangerError()).status == 410


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/fr/erreur/UnknownComplaintError", 404, "Plainte introuvable"),
        ("/en/error/UnknownComplaintError", 404, "Complaint not found"),
        ("/fr/erreur/NotAllowedError", 403, "Vous n’avez pas accès à cette page"),
        ("/en/error/DraftGoneError", 410, "This draft no longer exists"),
        ("/fr/statut/413", 413, "Ce que vous avez écrit est trop long"),
        ("/fr/statut/418", 418, "Cette demande n’a pas été comprise"),
        ("/fr/nulle-part", 404, "Page introuvable"),
        ("/en/nowhere", 404, "Page not found"),
    ],
)
def test_an_error_is_a_page_in_the_language_of_its_address(
    client: FlaskClient, path: str, status: int, title: str
):
    response = client.get(path)
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert "tel:+18005550142" in response.text


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient):
    client.application.config["WTF_CSRF_ENABLED"] = False
    response = client.post("/fr/suivi")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("path", ["/fr/panne", "/fr/erreur/ActorMissingError"])
def test_a_broken_page_gives_a_short_reference_that_is_logged(
    client: FlaskClient, path: str, capsys: pytest.CaptureFixture[str]
):
    response = client.get(path)
    assert response.status_code == 500
    reference = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{2}", response.text)
    assert reference is not None
    assert reference[0] in capsys.readouterr().out


def test_a_broken_frame_still_gives_the_reference(app: Flask, client: FlaskClient):
    app.jinja_env.globals.pop("language_links")
    response = client.get("/fr/panne")
    assert response.status_code == 500
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{2}", response.text)


def test_http_errors_keep_their_own_status():
    assert all(status == words.status for status, words in HTTP_ERRORS.items())
