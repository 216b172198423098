"""Where a client gets a token for its secret: OAuth 2.0 client credentials (RFC 6749, 4.4)."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from flask import Flask, Response

from portal.auth.tries import Secret, trying
from portal.complaints.api_clients import TOKENS_LAST, client_by_secret, give_token
from portal.complaints.queries.api_clients import KnownClient
from portal.domain.api_scopes import granted, scopes_in
from portal.pages.current import runtime

TOKEN_PATH = "/oauth/token"  # noqa: S105  # an address
LONGEST = 100
"""What an id or a secret has at most, in characters; ours are shorter."""

_METHODS = ("client_secret_basic", "client_secret_post")

SECRETS = Secret("api client secret", wrong_from_address=100, longest=3600)
"""How fast secrets of clients may be tried."""

# It writes tokens into the log, where somebody asked for every detail.
logging.getLogger("authlib").setLevel(logging.WARNING)


class ClaimedClient(ClientMixin):  # type: ignore[misc]  # Authlib has no types
    """A client as it names itself; who it is, is known once its secret was right.

    Of one that there is none of no more is told than of a wrong secret.
    """

    def __init__(self, client_id: str) -> None:
        self.client_id = client_id
        self.known: KnownClient | None = None

    def check_client_secret(self, client_secret: str) -> bool:
        """Tell whether this is the client's secret; raise TooOftenError if it is too soon."""
        if len(client_secret) > LONGEST or len(self.client_id) > LONGEST:
            return False
        portal = runtime()
        with trying(SECRETS, self.client_id, portal.now().timestamp()) as one_try:
            self.known = client_by_secret(portal.database, self.client_id, client_secret)
            one_try.was_right = self.known is not None
        return one_try.was_right

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Tell whether it may say its secret so: in a header or in a form."""
        return method in _METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether it may ask for a token so."""
        return bool(grant_type == ClientCredentialsGrant.GRANT_TYPE)

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Return the scopes of its token: what it asks for, if it holds all of that."""
        return granted(scope, self.known.scopes) if self.known else None


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS


def _new_token(**_of: Any) -> str:
    return secrets.token_urlsafe(32)


def _keep(token: dict[str, Any], request: Any) -> None:
    portal, client = runtime(), request.client.known
    # What it was really given may be more than it asked for by name.
    given = " ".join(scopes_in(token["scope"]))
    give_token(portal.database, client, token["access_token"], given, portal.now())


def install_tokens(app: Flask) -> None:
    """Let `app` give tokens for an hour."""
    server = AuthorizationServer(app, ClaimedClient, _keep)
    lasts = int(TOKENS_LAST.total_seconds())
    server.register_token_generator(
        "default", BearerTokenGenerator(_new_token, expires_generator=lambda *_: lasts)
    )
    server.register_grant(_Grant)

    @app.post(TOKEN_PATH, endpoint="token", doc_ui=False)
    def token() -> Response:
        """Give a token for a client's id and secret."""
        answer: Response = server.create_token_response()
        return answer
