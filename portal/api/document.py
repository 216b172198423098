"""The description of the API, as OpenAPI has it: public, in the language that is asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Response, jsonify
from flask_openapi.openapi import OpenAPI

from portal.api.bulk import Line, LineAnswer
from portal.api.mounted import DOCUMENT_PATH
from portal.api.operations import OAUTH, described
from portal.domain.api_scopes import Scope
from portal.domain.text import Language
from portal.pages.current import current_language
from portal.words.catalogue import gettext_in, to_translate

_WORDED = ("summary", "description", "title")

SCOPES: dict[Scope, str] = {
    Scope.FILE: to_translate("Déposer des plaintes"),
    Scope.READ: to_translate("Lire les plaintes, sans dire qui porte plainte"),
    Scope.PERSONAL: to_translate("Lire aussi qui porte plainte, le récit et les messages"),
    Scope.HANDLE: to_translate("Traiter les plaintes"),
    Scope.TRANSFER: to_translate(
        "Proposer de transmettre une plainte, pour qui lit aussi qui porte plainte"
    ),
}

DESCRIBED: dict[str, Any] = {
    "info": {
        "title": "Plaintes",
        "version": "1.0.0",
        "description": to_translate(
            "Déposer, lire et traiter des plaintes, chacune par les règles de son organisme."
        ),
    },
    "security_schemes": {
        OAUTH: {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/oauth/token",
                    "scopes": {str(scope): words for scope, words in SCOPES.items()},
                }
            },
        }
    },
}
"""What is said of the API as a whole."""


def install_document(app: OpenAPI) -> None:
    """Serve the description of the operations that `app` has by now."""
    app.openapi_version = "3.1.0"
    described(app, Line, LineAnswer)

    @cache
    def in_language(language: Language) -> dict[str, Any]:
        worded: dict[str, Any] = _worded(app.api_doc, language)
        return worded

    @app.get(DOCUMENT_PATH, doc_ui=False)
    def document() -> Response:
        """Describe the API."""
        response = jsonify(in_language(current_language()))
        response.headers["Cache-Control"] = "public, max-age=300"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def described_in(app: object, language: Language) -> dict[str, Any]:
    """Return the description of an API in a language."""
    assert isinstance(app, OpenAPI), "only the API describes itself"
    worded: dict[str, Any] = _worded(app.api_doc, language)
    return worded


def _worded(part: Any, language: Language) -> Any:
    """Return a part of the description with its French texts in a language."""
    if isinstance(part, list):
        return [_worded(each, language) for each in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("description", "-")).isspace():
        part = {name: value for name, value in part.items() if name != "description"}
    return {
        name: gettext_in(language, value)
        if (name in _WORDED or name in SCOPES) and isinstance(value, str) and value.strip()
        else _worded(value, language)
        for name, value in part.items()
    }
