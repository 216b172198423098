"""A client of the API, its tokens, and how it names itself."""

from __future__ import annotations

from base64 import b64encode

from flask import Flask

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
