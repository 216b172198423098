"""Where the API is reached, beside the pages; it is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOUNTED = "api"
"""Under which name the pages' application keeps where its API is reached."""

DOCUMENT_PATH = "/api/v1/openapi.json"
"""Where programs read what the API does."""

_PREFIXES = ("/api/", "/oauth/")


class Api(Protocol):
    """The API as it is mounted, and read about."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""


class Mounted:
    """The pages, and below addresses of its own the API, which most processes never need."""

    def __init__(self, pages: WSGIApplication, make: Callable[[], Api]) -> None:
        self._pages, self._make = pages, make
        self._made: Api | None = None
        self._turn = Lock()

    @property
    def api(self) -> Api:
        """The API; made at the first time."""
        with self._turn:
            if self._made is None:
                self._made = self._make()
            return self._made

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request by the API or by a page."""
        path = f"{environ.get('PATH_INFO', '')}/"
        answering = self.api if path.startswith(_PREFIXES) else self._pages
        return answering(environ, start_response)
