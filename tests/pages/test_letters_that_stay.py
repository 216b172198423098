"""Where no letter leaves, pages say so, and none says that an e-mail was sent."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from portal.config import Config
from portal.pages.installing.application import UnbelievedProxies
from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in
from tests.pages.tiny_app import tiny_app
from tests.support import file

NONE_LEAVES = "Aucun courriel ne part de ce portail"


@pytest.fixture
def keeps_letters(runtime: Runtime) -> Runtime:
    """A portal whose letters are kept in a folder, as they are unless it is told otherwise."""
    runtime.config.mail = "file"
    return runtime


def test_letters_stay_unless_a_mail_server_is_named():
    assert not Config(_env_file=None).sends_mail
    assert not Config(_env_file=None, mail="console").sends_mail
    assert Config(_env_file=None, mail="smtp", smtp_host="mail.exemple.org").sends_mail


def test_whoever_looks_after_it_is_warned(client: FlaskClient, keeps_letters: Runtime):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ready", "missing": [], "warnings": ["mail"]},
    )
    keeps_letters.is_demonstration = True
    assert client.get("/readyz").json["warnings"] == []  # type: ignore[index]


def test_the_staff_reads_it_on_every_page(admin: FlaskClient, app: Flask, keeps_letters: Runtime):
    officer = signed_in(app, keeps_letters, "odile@parcs.example")
    number = file(keeps_letters).number
    pages = [
        admin.get("/fr/reglages/parks").text,
        officer.get("/fr/gestion/parks/file").text,
        officer.get(case_path(number)).text,
    ]
    assert [NONE_LEAVES in page for page in pages] == [True] * 3
    keeps_letters.is_demonstration = True
    assert NONE_LEAVES not in admin.get("/fr/reglages/parks").text


def test_nobody_is_told_of_an_email_that_does_not_leave(
    client: FlaskClient, app: Flask, keeps_letters: Runtime
):
    assert "par courriel" not in client.get("/fr/").text
    officer = signed_in(app, keeps_letters)
    number = file(keeps_letters).number
    shown = officer.post(case_path(number, "repondre"), data={"body": "Le sentier est ouvert."})
    assert "Un courriel avertit la personne" not in shown.text
    assert "Sur la page de suivi seulement : aucun courriel" in shown.text.replace("\xa0", " ")


def test_a_proxy_that_is_not_believed_is_told_once():
    app = tiny_app()
    app.wsgi_app = UnbelievedProxies(app.wsgi_app)  # type: ignore[method-assign]
    client = app.test_client()
    with capture_logs() as lines:
        client.get("/fr/")
        assert lines == []
        for _ in range(3):
            client.get("/fr/", headers={"X-Forwarded-For": "203.0.113.7"})
    [line] = lines
    assert line["event"] == "a proxy is not believed"
    assert "203.0.113.7" not in str(line)
