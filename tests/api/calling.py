"""A client of the API, its tokens, and how it names itself."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.complaints.api_clients import MadeClient, make_client
from portal.domain.api_scopes import Scope
from portal.runtime import Runtime


def a_client(runtime: Runtime, *scopes: Scope, agency: str = "parks") -> MadeClient:
    """Let a system of an agency use the API; for everything, unless it is said."""
    with runtime.transaction() as session:
        held = scopes or tuple(Scope)
        return make_client(
            session, runtime.keyring, agency, "Registre des parcs", held, runtime.now()
        )


def basic(client_id: str, secret: str) -> dict[str, str]:
    """Return the header by which a client names itself."""
    named = b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {named}"}


def bearer(token: str) -> dict[str, str]:
    """Return the header that shows a token."""
    return {"Authorization": f"Bearer {token}"}


def token_of(app: Flask, made: MadeClient) -> str:
    """Return a token of a client, for all that it may."""
    answer = app.test_client().post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=basic(made.client_id, made.secret),
    )
    token: str = answer.json["access_token"]
    return token


@dataclass(frozen=True)
class Caller:
    """A system that calls the API with its token."""

    browser: FlaskClient
    token: str

    def open(self, method: str, address: str, **sent: Any) -> TestResponse:
        """Call the API with what is sent."""
        headers = {**bearer(self.token), **sent.pop("headers", {})}
        return self.browser.open(f"/api/v1{address}", method=method, headers=headers, **sent)

    def get(self, address: str) -> TestResponse:
        """Read something."""
        return self.open("GET", address)

    def post(
        self, address: str, body: Any, key: str = "", etag: str = "", language: str = "fr"
    ) -> TestResponse:
        """Send JSON, with a key or the version that was read."""
        named = {"Idempotency-Key": key, "If-Match": etag, "Accept-Language": language}
        headers = {name: value for name, value in named.items() if value}
        return self.open("POST", address, json=body, headers=headers)

    def send(self, address: str, content: bytes, etag: str) -> TestResponse:
        """Send a document."""
        kind = "application/octet-stream"
        return self.open(
            "POST", address, data=content, content_type=kind, headers={"If-Match": etag}
        )


def calling(app: Flask, runtime: Runtime, *scopes: Scope, agency: str = "parks") -> Caller:
    """Return a system of an agency that holds a token; for everything, unless it is said."""
    made = a_client(runtime, *scopes, agency=agency)
    return Caller(app.test_client(), token_of(app, made))
