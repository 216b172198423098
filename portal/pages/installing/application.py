"""The web application: Flask, without what the portal has no use for at each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask

from portal.auth.sessions import SignedSessions
from portal.pages.installing.templates import Templates
from portal.pages.late_rules import LateRule
from portal.pages.oversized import SizedRequest
from portal.pages.protection import with_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


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

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: no view waits for anything that is asynchronous."""
        return func
