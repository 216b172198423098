"""Pages that stand for nobody: made once, then handed to everybody who asks for them.

Such a page is made as for a visitor of whom nothing is known but the address that was asked for: no
cookie and no other header. What it is made from is also what it is found by, so nothing that the
next visitor does not ask for as well can get into it. It is kept until something moves that
everybody may see, and at most for the minute in which it was made: days and hours change with it.

The token in a page's forms is each visitor's own: it is put in when the page is handed out.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from io import BytesIO
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from msgspec import Struct

from portal.pages.cookies import LANGUAGE, cookie_name
from portal.pages.current import current_language, runtime
from portal.pages.features import Contribution, added
from portal.pages.form_tokens import CSRF_FIELD

View = Callable[..., ResponseReturnValue]

KEPT = "kept pages"
"""Under which name an application keeps them."""
_HEADERS = frozenset({"Content-Type", "Content-Language"})
"""What else is kept of a page: what it is, and nothing that is meant for one browser."""
_MARK = "portal_kept"
_BYTES_AT_MOST = 4 * 1024 * 1024
# Nobody outside this process can write these into a page.
_TOKEN = secrets.token_hex()
"""Stands where a form's token goes."""
# No part of a name of a host is longer than 63.
_HOST = secrets.token_hex(16)
_SITE = f"http://{_HOST}"
"""Stands where the site goes, in an address that is written in full."""
_MARKS = re.compile(f"({_TOKEN}|{_SITE})".encode())

Address = tuple[str, ...]
Read = Callable[[str], str]
"""Reads a value of an address: returns what the page is made from, or nothing."""


class KeptPage(Struct, frozen=True):
    """A page in its pieces; marks stand among them, in the place of what each visitor has.

    Without any piece it is known only that the page is none to be kept.
    """

    made_at: object
    pieces: tuple[bytes, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    version: str = ""

    @classmethod
    def of(cls, made: Response, made_at: object) -> KeptPage:
        """Keep what was made at a moment, as its bytes stand."""
        body = made.get_data()
        headers = tuple(pair for pair in made.headers if pair[0] in _HEADERS)
        version = hashlib.blake2b(body, digest_size=16).hexdigest()
        return cls(made_at, tuple(_MARKS.split(body)), headers, version)

    @property
    def has_token(self) -> bool:
        """Tell whether the visitor's token goes into it."""
        return _TOKEN.encode() in self.pieces

    def filled(self, own: Mapping[str, str]) -> bytes:
        """Return the page with what the visitor has in the place of each mark."""
        of_visitor = {mark.encode(): value.encode() for mark, value in own.items()}
        return b"".join([of_visitor.get(piece, piece) for piece in self.pieces])

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return sum(map(len, self.pieces))


@dataclass
class KeptPages:
    """The pages that a process keeps; those not asked for the longest make room for others."""

    bytes_at_most: int = _BYTES_AT_MOST
    size: int = 0
    _pages: OrderedDict[Address, KeptPage] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, address: Address, now: object) -> KeptPage | None:
        """Return the page of this address, if it was made at what is still the same moment."""
        with self._lock:
            page = self._pages.get(address)
            if page is None or page.made_at != now:
                return None
            self._pages.move_to_end(address)
            return page

    def keep(self, address: Address, page: KeptPage) -> None:
        """Keep a page in place of the one that was made before it."""
        with self._lock:
            self._let_go(address)
            self._pages[address] = page
            self.size += _size(address, page)
            while self.size > self.bytes_at_most:
                self._let_go(next(iter(self._pages)))

    def _let_go(self, address: Address) -> None:
        page = self._pages.pop(address, None)
        if page is not None:
            self.size -= _size(address, page)


def _size(address: Address, page: KeptPage) -> int:
    return page.size + sum(map(len, address))


def install_kept(app: Flask) -> None:
    """Let the pages of `app` be kept."""
    app.extensions[KEPT] = KeptPages()


@dataclass(frozen=True, slots=True)
class AskedWith(Contribution):
    """What a part that a feature adds to a kept page looks for in the address of the page."""

    endpoint: str
    name: str
    read: Read


def _never() -> bool:
    return False


def kept(*, unless: Callable[[], bool] = _never, **asked_with: Read) -> Callable[[View], View]:
    """Hand out what a view returns as it was made once.

    `asked_with` names what its address may ask with, and reads it. Whatever else stands there is
    not heeded: nobody makes the portal work by inventing addresses. A visitor for whom `unless`
    holds has the page made for them alone, as any other page is.
    """

    def keeping(view: View) -> View:
        @wraps(view)
        def handing_out(**arguments: Any) -> ResponseReturnValue:
            if unless():
                return view(**arguments)
            page = _page(view, _query(asked_with))
            return _handed_out(page) if page.pieces else view(**arguments)

        setattr(handing_out, _MARK, True)
        return handing_out

    return keeping


def is_kept(view: Callable[..., Any]) -> bool:
    """Tell whether a view's pages are kept."""
    return getattr(view, _MARK, False)


def not_kept() -> None:
    """Say that the page being made shows what moves without a mark: it is made anew each time."""
    g.not_kept = True


def _query(asked_with: Mapping[str, Read]) -> str:
    """Return what the address asks with, in one way however it is written."""
    if not request.query_string:
        return ""
    of_parts = [part for part in added(AskedWith) if part.endpoint == request.endpoint]
    known = {**asked_with, **{part.name: part.read for part in of_parts}}
    typed = {name: request.args.get(name, "") for name in known}
    asked = ((name, known[name](value)) for name, value in typed.items() if value)
    return urlencode([(name, value) for name, value in asked if value])


def _page(view: View, query: str) -> KeptPage:
    """Return the page asked for, made now if it has to be."""
    pages = cast("KeptPages", current_app.extensions[KEPT])
    now = (runtime().marks.public, _this_minute())
    address = (request.environ.get("SCRIPT_NAME", ""), request.environ["PATH_INFO"], query)
    page = pages.page(address, now)
    if page is None:
        with _asked_by_nobody(address):
            made = make_response(view(**(request.view_args or {})))
            has_to_be_made = made.status_code != 200 or "not_kept" in g
        page = KeptPage(now) if has_to_be_made else KeptPage.of(made, now)
        pages.keep(address, page)
    return page


def _this_minute() -> datetime:
    return runtime().now().replace(second=0, microsecond=0)


def kept_part(of: Address, make: Callable[[], str]) -> Markup:
    """Return a part of a page of the staff as it was made once, until anything moves.

    `of` names all that it is made from, such as what the person asked for and may see: who they
    are, it may not show.
    """
    pages = cast("KeptPages", current_app.extensions[KEPT])
    now = (runtime().marks.inside, _this_minute())
    part = pages.page(of, now)
    if part is None:
        part = KeptPage(now, (make().encode(),))
        pages.keep(of, part)
    return Markup(part.pieces[0].decode())  # noqa: S704  # as a template made it


@contextmanager
def _asked_by_nobody(address: Address) -> Iterator[None]:
    """Open a request for this address of which nothing else is known."""
    asked = dict(zip(("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"), address, strict=True))
    server = {"wsgi.url_scheme": "http", "SERVER_NAME": _HOST, "SERVER_PORT": "80"}
    environ = {**asked, **server, "REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
    # With a context of its own, or `g` would be that of whoever asks.
    with current_app.app_context(), current_app.request_context(environ):
        current_app.preprocess_request()
        setattr(g, CSRF_FIELD, _TOKEN)
        yield


def _handed_out(page: KeptPage) -> Response:
    own = {_SITE: f"{request.scheme}://{request.host}"}
    if page.has_token:
        return Response(page.filled(own | {_TOKEN: generate_csrf()}), headers=list(page.headers))
    response = Response(page.filled(own), headers=list(page.headers))
    response.set_etag(page.version, weak=True)
    response.headers["Cache-Control"] = _caching()
    # The page is the same, but not which cookies come with it.
    response.headers["Vary"] = "Cookie"
    response.make_conditional(request)
    return response


def _caching() -> str:
    """Return who may keep the page: everybody, if no cookie comes with it, or the browser alone.

    Whoever keeps it asks each time whether it is still the same: what everybody may see, they see
    at once.
    """
    is_unknown = request.cookies.to_dict() == {cookie_name(LANGUAGE): current_language()}
    return "public, no-cache" if is_unknown else "private, no-cache"
