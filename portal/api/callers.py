"""Who calls: the client whose token it is, what its scopes let it do, and how often it asks."""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from typing import cast

from flask import Flask, Response, current_app, g, request

from portal.api.operations import Operation
from portal.api.problems import problem
from portal.auth.tries import TooOftenError, sender
from portal.complaints.api_clients import actor_of, client_of
from portal.complaints.queries.api_clients import KnownClient
from portal.db.shared_counts import SharedCounts
from portal.domain.actor import Actor
from portal.domain.api_scopes import Scope, in_words
from portal.domain.text import LANGUAGES, Language
from portal.pages.current import gettext, runtime
from portal.pages.flood_limits import COUNTS

OPERATIONS = "OPERATIONS"
"""Under which name the API's `config` has its operations, by their endpoints."""

A_MINUTE = 60
BY_CLIENT, BY_ADDRESS = 1_200, 300
"""How often a client asks in a minute, and an address that names none."""


def install_callers(app: Flask) -> None:
    """Let `app` know who calls; refuse whoever may not, before anything that they sent is read."""
    app.url_value_preprocessor(_take_language)
    app.before_request(_let_in)
    app.after_request(_tell_pace)


def asked_for() -> Operation | None:
    """Return the operation that the request asks for, if there is one."""
    known: dict[str | None, Operation] = current_app.config[OPERATIONS]
    return known.get(request.endpoint)


def caller() -> KnownClient:
    """Return the client that calls, where the operation needs a scope."""
    return cast("KnownClient", g.caller)


def acting() -> Actor:
    """Return who acts for the client that calls: somebody of its agency."""
    return cast("Actor", g.acting)


def may_read_people() -> bool:
    """Tell whether the caller may read who complains, and in their own words what of."""
    return Scope.PERSONAL in caller().scopes


def _take_language(*_of_address: object) -> None:
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    known: dict[str, Language] = {language: language for language in LANGUAGES}
    g.language = next((known[tag] for tag in asked if tag in known), "fr")


def _let_in() -> Response | None:
    operation = asked_for()
    if operation is None or operation.scope is None:
        _heed(sender(), BY_ADDRESS)
        return None
    client = _client()
    if client is None:
        _heed(sender(), BY_ADDRESS)
        return _unknown()
    _heed(client.client_id, BY_CLIENT)
    g.caller, g.acting = client, actor_of(client)
    return None if {*operation.scopes} <= {*client.scopes} else _lacking(operation.scopes)


def _client() -> KnownClient | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return None
    portal = runtime()
    client = client_of(portal.database, token.strip(), portal.now())
    return client if client and client.agency in portal.agencies.in_force.agencies else None


def _unknown() -> Response:
    # A caller that sent no token is not told of an error of one (RFC 6750, 3.1).
    wrong = ' error="invalid_token"' if "Authorization" in request.headers else ""
    said = gettext("Un jeton valide est demandé")
    return problem(401, "unauthorized", said, headers={"WWW-Authenticate": f"Bearer{wrong}"})


def _lacking(scopes: Collection[Scope]) -> Response:
    needed = in_words(scopes)
    headers = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{needed}"'}
    said = gettext("Ce jeton ne permet pas cela")
    return problem(403, "insufficient-scope", said, headers=headers)


def _heed(who: str, most: int) -> None:
    counts = cast("SharedCounts | None", current_app.extensions[COUNTS])
    if counts is None:
        return
    now, key = time.time(), f"api {who}"
    asked = counts.add(key, now, now + A_MINUTE)
    left = max(1, math.ceil(counts.until(key, now) - now))
    g.pace = (most, max(0, most - asked), left)
    if asked > most:
        raise TooOftenError(left)


def _tell_pace(response: Response) -> Response:
    if pace := g.get("pace"):
        most, rest, left = pace
        response.headers["RateLimit-Policy"] = f'"minute";q={most};w={A_MINUTE}'
        response.headers["RateLimit"] = f'"minute";r={rest};t={left}'
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.add("Vary", "Accept-Language")
    response.headers["Content-Language"] = g.language
    return response
