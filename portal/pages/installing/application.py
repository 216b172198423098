"""The web application: Flask, without what the portal has no use for at each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import structlog
from flask import Flask, Request, request
from werkzeug.routing import RequestRedirect, Rule

from portal.auth.signing import SignedSessions
from portal.pages.installing.templates import Templates
from portal.pages.oversized import SizedRequest
from portal.pages.protection import with_headers

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class LateRule(Rule):
    """A rule that makes what builds its addresses when the first one is asked for.

    The portal has 550 rules, and makes what few pages need for all of them otherwise: a seventh
    of the time until the first page.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(partial(super()._compile_builder, append_unknown))

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build


_ErrorInfo = tuple[type, BaseException, "TracebackType"] | tuple[None, None, None]

OPENING = frozenset({"key", "token"})
"""What the parts of addresses are called by which something opens."""


class Application(Flask):
    """Flask with the portal's own templates, rules of addresses and sessions."""

    jinja_environment = Templates
    url_rule_class = LateRule
    request_class = SizedRequest

    def __init__(self, public_url: str = "") -> None:
        """Make an application that is reached at `public_url`, or wherever a request says."""
        super().__init__("portal.pages")
        self.session_interface = SignedSessions()
        place = urlsplit(public_url)
        known = {"wsgi.url_scheme": place.scheme, "HTTP_HOST": place.netloc}
        self._place = known if public_url else {}

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, at the one address that the portal has, with what every answer says."""
        environ.update(self._place)
        return super().wsgi_app(environ, with_headers(environ, start_response))

    def raise_routing_exception(self, request: Request) -> NoReturn:
        """Lead to where an address is written right by its path alone: nobody believes a Host."""
        error = request.routing_exception
        if isinstance(error, RequestRedirect):
            place = urlsplit(error.new_url)
            # Two slashes would name another host.
            path = f"/{place.path.lstrip('/')}"
            error.new_url = f"{path}?{place.query}" if place.query else path
        super().raise_routing_exception(request)

    def log_exception(self, exc_info: _ErrorInfo) -> None:
        """Log an error and on which page, without what opens something in the page's address."""
        rule, named = request.url_rule, set(request.view_args or ())
        page = rule.rule if rule is not None and named & OPENING else request.path
        self.logger.error("Exception on %s [%s]", page, request.method, exc_info=exc_info)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: no view waits for anything that is asynchronous."""
        return func


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
