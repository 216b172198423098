"""Pages that another site may show within its own: they say nothing of who looks, and take nothing.

Every other page refuses it, so that nobody is led to press what they do not see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

from portal.pages.current import behind

View = TypeVar("View", bound=Callable[..., Any])

FRAMED = "portal.framed"
"""What a request is marked with whose answer may be framed."""
_MARK = "portal_may_be_framed"


def may_be_framed(view: View) -> View:
    """Let other sites show what a view returns within their pages."""
    setattr(view, _MARK, True)
    return view


def is_framed(view: Callable[..., Any]) -> bool:
    """Tell whether other sites may show what a view returns."""
    return getattr(view, _MARK, False)


def install_framing(app: Flask) -> None:
    """Let the answers of `app` say which of them may be framed."""
    app.after_request(_say_who_may_frame)


def _say_who_may_frame(response: Response) -> Response:
    view = behind(current_app).view_functions.get(request.endpoint or "")
    if view is not None and is_framed(view) and response.status_code in {200, 304}:
        request.environ[FRAMED] = True
    return response
