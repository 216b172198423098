"""The application that answers below /api: what is in it, and in which order it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_openapi.openapi import OpenAPI

from portal.api.callers import OPERATIONS, install_callers
from portal.api.document import DESCRIBED, install_document
from portal.api.operations import Operation, Operations
from portal.api.problems import install_problems, unprocessable
from portal.api.reading_bodies import install_bodies
from portal.api.tokens import install_tokens
from portal.pages.oversized import LARGEST_REQUEST
from portal.pages.protection import with_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class ApiApplication(OpenAPI):
    """Flask with flask-openapi, and the headers that every answer of the portal has."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; no cookie of the pages is read."""
        environ.pop("HTTP_COOKIE", None)
        return super().wsgi_app(environ, with_headers(environ, start_response))


def create_api(
    extensions: dict[str, Any],
    groups: Iterable[Operations],
    before: Callable[[], None],
    after: Callable[[BaseException | None], None],
) -> ApiApplication:
    """Return the API that serves these operations for a running portal.

    `extensions` are those of the pages. What comes `before` and `after` each request is what the
    pages do.
    """
    app = ApiApplication(
        "portal.api",
        **DESCRIBED,
        doc_ui=False,
        static_folder=None,
        validation_error_callback=unprocessable,
    )
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has it
    # The same, not a copy: the portal that runs, and what is counted, are those of the pages.
    app.extensions = extensions
    known: dict[str, Operation] = {}
    app.config[OPERATIONS] = known
    app.before_request(before)
    app.teardown_request(after)
    install_problems(app)
    install_callers(app)
    install_bodies(app)
    install_tokens(app)
    for group in groups:
        group.add_to(app, known)
    install_document(app)
    return app


def operations_of(app: Flask) -> Mapping[str, Operation]:
    """Return every operation of an API, by its endpoint."""
    operations: Mapping[str, Operation] = app.config[OPERATIONS]
    return operations
