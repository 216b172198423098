"""Limits on floods: how often one address may send something, counted for all processes alike.

Reading is never limited, and costs nothing here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, after_this_request, current_app, request
from msgspec import Struct

from portal.db.shared_counts import SharedCounts

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that change nothing."""
_WITHIN = 15 * 60
_COUNTS = "flood counts"
_MARK = "portal_limited"

View = TypeVar("View", bound=Callable[..., Any])


class TooOftenError(Exception):
    """Something was done too often; after `wait` seconds it may be done again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def sender() -> str:
    """Return the address that the request comes from."""
    return request.remote_addr or "127.0.0.1"


class _Limit(Struct, frozen=True):
    """How often within a quarter of an hour, of what is counted `by`.

    With `only`, a request counts once it is known how it was answered.
    """

    times: int
    by: Callable[[], str] = sender
    only: Callable[[Response], bool] | None = None

    def heed(self) -> None:
        """Count the request; raise TooOftenError if there were too many."""
        counts: SharedCounts | None = current_app.extensions[_COUNTS]
        if counts is None:
            return
        key, now = f"{request.endpoint} {self.times} {self.by()}", time.time()
        if self.only is None:
            tries = counts.add(key, now, now + _WITHIN)
        else:
            tries = counts.count(key, now) + 1
            after_this_request(partial(_count_if, self.only, counts, key))
        if tries > self.times:
            raise TooOftenError(max(1, math.floor(counts.until(key, now) - now)))


def _count_if(
    only: Callable[[Response], bool], counts: SharedCounts, key: str, response: Response
) -> Response:
    if only(response):
        now = time.time()
        counts.add(key, now, now + _WITHIN)
    return response


_OF_ANY_FORM = _Limit(300)


def limited(
    times: int,
    *,
    by: Callable[[], str] = sender,
    only: Callable[[Response], bool] | None = None,
) -> Callable[[View], View]:
    """Limit how often a view is called within a quarter of an hour: `@limited(20)`.

    Each address counts for itself, or each of what `by` says. With `only`, what counts are the
    calls with such an answer.
    """
    limit = _Limit(times, by, only)

    def limiting(view: View) -> View:
        @wraps(view)
        def heeding(**arguments: Any) -> Any:
            limit.heed()
            return view(**arguments)

        setattr(heeding, _MARK, True)
        return cast("View", heeding)

    return limiting


def install_flood_limits(app: Flask, counts: SharedCounts) -> None:
    """Limit what is sent to `app` by `counts`, unless the installation wants no limits."""
    app.extensions[_COUNTS] = counts if app.config["PORTAL"].flood_limits else None


def limit_any_form() -> None:
    """Limit how often the form that was sent is, unless its view has a limit of its own."""
    if not getattr(current_app.view_functions[str(request.endpoint)], _MARK, False):
        _OF_ANY_FORM.heed()
