"""What is sent to the API has to be what its operation reads: JSON, and an object of it."""

from __future__ import annotations

from flask import Flask, Response, abort, request

from portal.api.callers import asked_for
from portal.api.problems import at, to_correct
from portal.pages.current import gettext

LARGEST_BODY = 256 * 1024
"""What an operation reads at once, in bytes; files and lines apart."""


def install_bodies(app: Flask) -> None:
    """Refuse, before it is checked, what is no JSON object where one is read."""
    app.before_request(_check_body)


def _check_body() -> Response | None:
    operation = asked_for()
    if operation is None or operation.method == "GET" or operation.takes_any:
        return None
    if request.mimetype != "application/json":
        abort(415)
    request.max_content_length = LARGEST_BODY
    # flask-openapi would read a JSON text once more, as JSON of its own.
    if not isinstance(request.get_json(silent=True), dict):
        return to_correct([at("", gettext("Un objet JSON est demandé."))])
    return None
