"""A client of the API gets a token for its secret, and nothing without."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.complaints.api_clients import AlreadyMadeError, make_client, revoke_client
from portal.complaints.queries.api_clients import clients_of
from portal.db.row_filter import NARROWED
from portal.domain.actor import PORTAL
from portal.domain.api_scopes import Scope
from portal.runtime import Runtime
from tests.api.calling import a_client, basic, bearer, token_of
from tests.support import FixedClock, on_both

READ = "complaints:read"


@on_both
def test_a_token_opens_what_its_scopes_say_for_an_hour_at_most(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    made = a_client(runtime, Scope.READ, Scope.FILE)
    browser = app.test_client()
    given = browser.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=basic(made.client_id, made.secret),
    )
    assert given.status_code == 200
    assert given.json["expires_in"] == 3600
    assert given.json["scope"] == "complaints:file complaints:read"
    assert given.headers["Cache-Control"] == "no-store"
    opened = browser.get("/api/v1/client", headers=bearer(given.json["access_token"]))
    assert opened.json == {
        "client_id": made.client_id,
        "agency": "parks",
        "scopes": ["complaints:file", "complaints:read"],
    }
    clock.moment += timedelta(hours=1)
    late = browser.get("/api/v1/client", headers=bearer(given.json["access_token"]))
    assert late.status_code == 401
    assert late.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_is_given_for_less_and_never_for_more(app: Flask, runtime: Runtime):
    made = a_client(runtime, Scope.READ, Scope.FILE)
    browser = app.test_client()
    form = {"grant_type": "client_credentials"}
    form |= {"client_id": made.client_id, "client_secret": made.secret}
    less = browser.post("/oauth/token", data={**form, "scope": "complaints:file"})
    assert less.status_code == 200, less.text
    assert less.json["scope"] == "complaints:file"
    refused = browser.get("/api/v1/client", headers=bearer(less.json["access_token"]))
    assert refused.status_code == 403
    assert 'scope="complaints:read"' in refused.headers["WWW-Authenticate"]
    more = browser.post("/oauth/token", data={**form, "scope": "complaints:handle"})
    assert (more.status_code, more.json["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "unsupported_grant_type"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 401, "invalid_client"),
        (
            {"grant_type": "client_credentials", "client_id": "client-x", "client_secret": "y"},
            401,
            "invalid_client",
        ),
    ],
)
def test_whatever_is_wrong_is_told_as_oauth_does(
    client: FlaskClient, form: dict[str, str], status: int, error: str
):
    answer = client.post("/oauth/token", data=form)
    assert (answer.status_code, answer.json["error"]) == (status, error)


def test_a_wrong_secret_is_told_as_an_unknown_client_and_tried_slowly(app: Flask, runtime: Runtime):
    made = a_client(runtime, Scope.READ)
    browser = app.test_client()
    form = {"grant_type": "client_credentials"}

    def tried(client_id: str) -> tuple[int, str]:
        answer = browser.post("/oauth/token", data=form, headers=basic(client_id, "wrong"))
        return answer.status_code, answer.text

    assert tried(made.client_id) == tried("client-unknown")
    while (status := tried(made.client_id)[0]) == 401:
        pass
    assert status == 429


@on_both
def test_revoking_ends_tokens_at_once_and_gives_no_other(app: Flask, runtime: Runtime):
    made = a_client(runtime, Scope.READ)
    token = token_of(app, made)
    browser = app.test_client()
    assert browser.get("/api/v1/client", headers=bearer(token)).status_code == 200
    [listed] = runtime.read(PORTAL, clients_of, "parks")
    assert listed.last_used_at == runtime.now()
    with runtime.transaction() as session:
        assert not revoke_client(session, "water", made.client_id, runtime.now())
        assert revoke_client(session, "parks", made.client_id, runtime.now())
    assert browser.get("/api/v1/client", headers=bearer(token)).status_code == 401
    again = browser.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=basic(made.client_id, made.secret),
    )
    assert again.status_code == 401


def test_neither_database_nor_log_has_a_secret_or_a_token(
    app: Flask, runtime: Runtime, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        made = a_client(runtime, Scope.READ)
        token = token_of(app, made)
        app.test_client().get("/api/v1/client", headers=bearer(token))
    assert made.secret not in caplog.text
    assert token not in caplog.text
    with runtime.transaction() as session:
        rows = [
            session.execute(text(f"SELECT * FROM {table}").execution_options(**{NARROWED: True}))
            for table in ("api_client", "api_token")
        ]
        kept = str([list(each) for each in rows])
    assert made.secret not in kept
    assert token not in kept


def test_a_form_that_is_sent_twice_makes_one_client(runtime: Runtime):
    with runtime.transaction() as session:
        held = [Scope.READ]
        make_client(session, runtime.keyring, "parks", "Un", held, runtime.now(), once="a")
    assert len(runtime.read(PORTAL, clients_of, "parks")) == 1
    with runtime.transaction() as session, pytest.raises(AlreadyMadeError):
        make_client(session, runtime.keyring, "parks", "Un", held, runtime.now(), once="a")


def test_cookies_and_forms_of_the_pages_are_nothing_to_the_api(admin: FlaskClient):
    assert admin.get("/fr/reglages/parks").status_code == 200
    answer = admin.get("/api/v1/client")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert "Set-Cookie" not in answer.headers
