"""Requests that come by a proxy which the installation was not told of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

_FORWARDED = "HTTP_X_FORWARDED_FOR"


class UnbelievedProxies:
    """Says once in the log that such requests come: everybody seems to have the proxy's address.

    Limits would shut all of them out together. A visitor may have sent the header, so that nothing
    is done about it.
    """

    def __init__(self, within: WSGIApplication) -> None:
        self._within, self._is_told = within, False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does."""
        if _FORWARDED in environ and not self._is_told:
            self._is_told = True
            log.warning("a proxy is not believed", remedy="say how many in PORTAL_BEHIND_PROXIES")
        return self._within(environ, start_response)
