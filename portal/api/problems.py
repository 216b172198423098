"""What cannot be done, as `application/problem+json` (RFC 9457), in the caller's language.

Nothing of what was sent is said again: neither its values nor the names of its fields that nobody
asked for.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, jsonify, request
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.auth.tries import TooOftenError
from portal.db.troubles import database_trouble
from portal.domain.errors import (
    IncompleteError,
    PortalError,
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.troubles import TroubleError
from portal.pages.actions.missing import missing_words
from portal.pages.current import gettext
from portal.pages.errors import words_of
from portal.pages.troubles import TROUBLES
from portal.words.catalogue import to_translate

log = structlog.get_logger()

TYPE = "application/problem+json"
_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
_LEFT_OUT = frozenset({"extra_forbidden"})


class FieldProblem(BaseModel):
    """Something to correct: where it stands, and what is asked for there."""

    location: str = Field(description=to_translate("Où : body, query, path ou header."))
    pointer: str = Field(description=to_translate("Le champ, comme un pointeur JSON."))
    detail: str = Field(description=to_translate("Ce qui est demandé à cet endroit."))


class Problem(BaseModel):
    """Why something was not done."""

    type: str = Field(description=to_translate("Le genre de problème, toujours le même texte."))
    title: str = Field(description=to_translate("Le problème, dans la langue de l’appelant."))
    status: int = Field(description=to_translate("L’état HTTP de la réponse."))
    detail: str | None = Field(None, description=to_translate("Ce qu’on peut y faire."))
    reference: str | None = Field(None, description=to_translate("À citer si cela recommence."))
    errors: list[FieldProblem] | None = Field(
        None, description=to_translate("Chaque champ à corriger.")
    )


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Return the answer that says what cannot be done."""
    told = Problem(type=f"urn:plaintes:{kind}", title=title, status=status, detail=detail, **more)
    response = jsonify(told.model_dump(exclude_none=True))
    response.status_code, response.mimetype = status, TYPE
    response.headers.update(headers or {})
    return response


_FIELD_WORDS: dict[str, str] = {
    "missing": to_translate("Ce champ est demandé."),
    "string_too_long": to_translate("Ce texte est trop long."),
    "string_too_short": to_translate("Ce texte est trop court."),
    "string_pattern_mismatch": to_translate("Ce texte n’a pas la forme attendue."),
    "enum": to_translate("Ce n’est pas l’un des choix offerts."),
    "literal_error": to_translate("Ce n’est pas l’un des choix offerts."),
    "extra_forbidden": to_translate("Un champ que personne ne demande s’y trouve."),
}
_ANY_FIELD = to_translate("Cette valeur n’est pas de la forme attendue.")
_LOCATIONS = {"Path": "path", "Query": "query", "Headers": "header"}


def unprocessable(error: ValidationError) -> Response:
    """Return what is to be corrected, field by field, and nothing of what stood there."""
    ends = (location for end, location in _LOCATIONS.items() if error.title.endswith(end))
    location = next(ends, "body")
    return to_correct(
        [
            FieldProblem(
                location=location,
                pointer=_pointer(told["loc"], told["type"]),
                detail=gettext(_FIELD_WORDS.get(told["type"], _ANY_FIELD)),
            )
            for told in error.errors(include_url=False, include_context=False, include_input=False)
        ]
    )


def to_correct(errors: Sequence[FieldProblem]) -> Response:
    """Return the answer to what was sent, with each thing to correct in it."""
    return problem(
        422, "to-correct", gettext("Ceci ne peut pas être pris tel quel"), errors=list(errors)
    )


def at(pointer: str, detail: str) -> FieldProblem:
    """Return something to correct in the body."""
    return FieldProblem(location="body", pointer=f"/{pointer}", detail=detail)


def _pointer(steps: tuple[int | str, ...], kind: str) -> str:
    known = steps[:-1] if kind in _LEFT_OUT else steps
    return "".join(f"/{step}" for step in known)


def install_problems(app: Flask) -> None:
    """Make `app` answer whatever goes wrong by a problem."""
    app.register_error_handler(PortalError, portal_problem)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(InternalServerError, broken)
    app.register_error_handler(TooOftenError, _too_often)
    app.register_error_handler(TroubleError, _troubled)
    app.register_error_handler(OSError, _of_the_system)


_OTHER_STATUSES: dict[type[PortalError], int] = {StaleComplaintError: 412}
"""Where an error has another status here than on a page: what was read is named by a header."""


def portal_problem(error: PortalError) -> Response:
    """Return the problem that an error of a use case is, in the words of the pages."""
    words = words_of(error)
    if words.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return broken(error)
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__.removesuffix("Error")).lower()
    missing = error.missing if isinstance(error, IncompleteError) else ()
    errors = [_missing(code) for code in missing] or None
    title, detail = gettext(words.title), gettext(words.to_staff or words.text)
    if type(error) is TransitionNotAllowedError:
        title, detail = _not_allowed(error.status)
    status = _OTHER_STATUSES.get(type(error), words.status)
    return problem(status, name, title, detail, errors=errors)


_POINTERS = {
    "body": "text",
    "contact_ahead": "contact/at",
    "contact_before": "contact/at",
    "receiving": "agency",
}
"""What is called otherwise here than in a use case."""


def _missing(code: str) -> FieldProblem:
    return at(_POINTERS.get(code, code), missing_words(code.partition("-")[0]))


def _not_allowed(status: str) -> tuple[str, str]:
    """Return what to say of an action that a status does not allow: a program opened no page."""
    detail = gettext(
        "L’état de la plainte est « %(status)s » : il ne permet pas cette action, ou elle est"
        " déjà faite.",
        status=status,
    )
    return gettext("L’état de la plainte ne permet pas cette action"), detail


_TITLES: dict[int, str] = {
    400: to_translate("Cette demande n’a pas été comprise"),
    401: to_translate("Un jeton valide est demandé"),
    403: to_translate("Ce jeton ne permet pas cela"),
    404: to_translate("Il n’y a rien à cette adresse"),
    405: to_translate("Cette adresse ne prend pas cette méthode"),
    406: to_translate("Cette forme n’est pas offerte"),
    413: to_translate("C’est trop à la fois"),
    415: to_translate("Ce genre de contenu n’est pas pris ici"),
}


def _http_problem(error: HTTPException) -> Response:
    if error.code is None or error.response is not None:
        return error.get_response()  # type: ignore[return-value]  # made by Flask
    title = gettext(_TITLES.get(error.code, _TITLES[400]))
    kept = {name: value for name, value in error.get_headers() if name in _KEPT_HEADERS}
    kind = HTTPStatus(error.code).phrase.lower().replace(" ", "-")
    return problem(error.code, kind, title, headers=kept)


def _too_often(error: TooOftenError) -> Response:
    headers = {"Retry-After": str(error.wait)}
    return problem(429, "too-often", gettext("Trop de demandes de suite"), headers=headers)


def _troubled(trouble: TroubleError) -> Response:
    log.error("in trouble", trouble=type(trouble).__name__, why=str(trouble), page=request.endpoint)
    words = next(TROUBLES[kind] for kind in type(trouble).__mro__ if kind in TROUBLES)
    headers = {"Retry-After": str(trouble.wait)}
    return problem(503, "in-trouble", gettext(words.title), headers=headers)


def _of_the_system(error: OSError) -> Response:
    trouble = database_trouble(error)
    if trouble is None:
        raise error
    return _troubled(trouble)


def broken(error: Exception) -> Response:
    """Return the problem of what nobody foresaw, with a reference to it in the log."""
    reference = secrets.token_hex(4)
    cause = getattr(error, "original_exception", None) or error
    log.error("api failed", reference=reference, endpoint=request.endpoint, exc_info=cause)
    title = gettext("Le service ne répond pas en ce moment")
    return problem(500, "broken", title, reference=reference)
