"""What is sent to the API has to be what its operation reads: JSON, and an object of it."""

from __future__ import annotations

from typing import Annotated

from flask import Flask, Response, abort, request
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from portal.api.callers import asked_for
from portal.api.problems import at, to_correct
from portal.domain.typed import cleaned, is_blank
from portal.pages.current import gettext
from portal.pages.forms import LONGEST_STORY
from portal.pages.oversized import LONGEST_TEXT

LARGEST_BODY = 256 * 1024
"""What an operation reads at once, in bytes; files and lines apart."""


def _seen(text: str) -> str:
    """Return a text as pages keep it; refuse one of which nobody would see anything."""
    kept = cleaned(text)
    if is_blank(kept):
        raise PydanticCustomError("string_too_short", "nothing of it shows")
    return kept


Story = Annotated[
    str, Field(min_length=1, max_length=LONGEST_STORY, pattern=r"\S"), AfterValidator(_seen)
]
"""A text that somebody reads, without what pages leave out of what is typed."""

LongText = Annotated[
    str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S"), AfterValidator(_seen)
]
"""The same, as long as an answer may be."""


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
    if not isinstance(_json(), dict):
        return to_correct([at("", gettext("Un objet JSON est demandé."))])
    return None


def _json() -> object:
    """Return what was sent; None for what is no JSON, or is nested deeper than can be read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None
