"""Limits on floods: how often one address may send something, counted for all processes alike.

Reading is never limited, and costs nothing here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from msgspec import Struct

from portal.auth.tries import TooOftenError, sender
from portal.db.shared_counts import SharedCounts

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that change nothing."""
_WITHIN = 15 * 60
_COUNTS = "flood counts"
_MARK = "portal_limited"

View = TypeVar("View", bound=Callable[..., Any])


class _Limit(Struct, frozen=True):
    """How often within a quarter of an hour one address may send something."""

    times: int

    def heed(self) -> None:
        """Count the request; raise TooOftenError if there were too many."""
        counts: SharedCounts | None = current_app.extensions[_COUNTS]
        if counts is None:
            return
        key, now = f"{request.endpoint} {self.times} {sender()}", time.time()
        g.portal_counted = key
        if counts.add(key, now, now + _WITHIN) > self.times:
            raise TooOftenError(max(1, math.floor(counts.until(key, now) - now)))


_OF_ANY_FORM = _Limit(300)


def limited(times: int) -> Callable[[View], View]:
    """Limit how often one address calls a view within a quarter of an hour: `@limited(20)`."""
    limit = _Limit(times)

    def limiting(view: View) -> View:
        @wraps(view)
        def heeding(**arguments: Any) -> Any:
            limit.heed()
            return view(**arguments)

        return _marked(cast("View", heeding))

    return limiting


def limited_by_tries(view: View) -> View:
    """Say that a view counts its own tries, by `auth/tries`: no right one locks an address."""
    return _marked(view)


def take_back() -> None:
    """Let the request not have counted: the portal could not do it, and asks to send it again."""
    counts: SharedCounts | None = current_app.extensions[_COUNTS]
    key = g.pop("portal_counted", None)
    if counts is not None and key is not None:
        counts.take_back(key, time.time())


def _marked(view: View) -> View:
    setattr(view, _MARK, True)
    return view


def install_flood_limits(app: Flask, counts: SharedCounts) -> None:
    """Limit what is sent to `app` by `counts`, unless the installation wants no limits."""
    app.extensions[_COUNTS] = counts if app.config["PORTAL"].flood_limits else None


def limit_any_form() -> None:
    """Limit how often the form that was sent is, unless its view has a limit of its own."""
    if not getattr(current_app.view_functions[str(request.endpoint)], _MARK, False):
        _OF_ANY_FORM.heed()
