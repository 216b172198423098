"""Addresses of pages as templates ask for them, in both languages, made from patterns."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, cast

from flask import Flask, current_app, g, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from portal.domain.text import LANGUAGES, Language
from portal.pages.current import behind, current_language
from portal.pages.error_frames import is_for_staff
from portal.pages.languages import LOCALES, is_localized, other_than
from portal.pages.protection import add_static_version

_READING = frozenset({"GET", "HEAD"})

BACK = "retour"
"""Where an address keeps the page that led to it, to lead back there."""

_PATTERNS = 1024
"""How many patterns are remembered: more than pages have, few enough for whatever else comes."""

_MARKED_FROM = 700_000_000_000_000_000
"""No address has such a number, and every kind of number may be as large."""

# What is the same within a path and within a query: no sign of it is quoted.
_is_plain = re.compile(r"[A-Za-z0-9._~-]+").fullmatch


class Addresses:
    """The `url_for` of templates in a language.

    Flask builds each address anew, in about 12 µs; a list has a hundred. What it builds for the
    values of one shape differs in nothing but plain values, so these are filled into a pattern.
    Whatever has another value, an anchor or a language of its own is left to Flask.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._pattern = lru_cache(_PATTERNS)(partial(_pattern, language))

    def __call__(self, endpoint: str, /, **values: object) -> str:
        """Return the address of a page with these values."""
        if endpoint.startswith(".") and request.blueprint:
            endpoint = f"{request.blueprint}{endpoint}"
        if endpoint == "static":
            add_static_version(endpoint, values)
        return self._address(endpoint, tuple(values), *values.values())

    def to(self, endpoint: str, *names: str) -> Callable[..., str]:
        """Return what makes the addresses of a page from values of these names, in this order."""
        return partial(self._address, endpoint, names)

    def _address(self, endpoint: str, names: tuple[str, ...], *values: object) -> str:
        kinds = map(type, values)
        made = self._pattern(endpoint, names, behind(request).script_root, *kinds)
        if made is not None and all(map(_is_plain, map(str, values))):
            return made(*values)
        named: dict[str, Any] = dict(zip(names, values, strict=True))
        if is_localized(endpoint):
            named.setdefault("language", self._language)
        return url_for(endpoint, **named)


def address_of(endpoint: str, /, **values: object) -> str:
    """Return the address of a page as templates have it, in the language of the page being made."""
    return _addresses_in(current_language())(endpoint, **values)


def install_addresses(app: Flask) -> None:
    """Let templates lead to the page that they show in the other language."""
    app.jinja_env.globals.update(
        other_language_url=other_language_url,
        language_links=language_links,
        resent_url=resent_url,
        path_in=path_in,
    )


def url_in(language: Language) -> str:
    """Return the address of this very page, query string included, in `language`.

    A page that has no address of its own, such as an unknown one, leads to the home page; whoever
    is signed in, on an address of the staff, to their first page.
    """
    page, addresses = behind(request), _addresses_in(language)
    if page.endpoint is None or not is_localized(page.endpoint):
        return addresses(_first_page())
    url = addresses(page.endpoint, **(page.view_args or {}))
    if page.method not in _READING and not _can_be_read(url):
        return addresses(_first_page())
    query = page.query_string.decode("utf-8", "replace")
    return f"{url}?{query}" if query else url


def other_language_url() -> str:
    """Return the address of this page in the other language, worked out once a page."""
    of_page = behind(g)
    if "other_language_url" not in of_page:
        of_page.other_language_url = url_in(other_than(current_language()))
    return cast("str", of_page.other_language_url)


def resent_url() -> str:
    """Return where the form that came is sent in the other language; empty where nothing takes it.

    Nobody may be able to read a page there.
    """
    page = behind(request)
    if page.endpoint is None or not is_localized(page.endpoint):
        return ""
    return _addresses_in(other_than(current_language()))(page.endpoint, **(page.view_args or {}))


def path_in(language: Language, path: str, method: str = "POST") -> str:
    """Return where a form for a path of the portal is sent in `language`.

    With the `method` GET it is where a link to a page leads.
    """
    bare, _, query = path.partition("?")
    try:
        endpoint, values = current_app.url_map.bind("").match(bare, method=method)
    except HTTPException:
        return path
    if not is_localized(endpoint):
        return path
    url = _addresses_in(language)(endpoint, **{**values, "language": language})
    return f"{url}?{query}" if query else url


def language_links() -> list[tuple[str, str]]:
    """Return the hreflang and the address of this page in each language.

    It is whole where the portal has a public address: what a request says of the Host is believed
    by nobody who reads the page.
    """
    page, read = behind(request), current_language()
    if not is_localized(page.endpoint):
        return []
    root = page.host_url.rstrip("/") if behind(current_app).config["PORTAL"].public_url else ""
    addresses = {read: url_in(read), other_than(read): other_language_url()}
    return [(LOCALES[language], root + addresses[language]) for language in LANGUAGES]


def _first_page() -> str:
    return "entrance.home" if is_for_staff() else "citizen.home"


def _addresses_in(language: Language) -> Addresses:
    templates = cast("Any", behind(current_app).jinja_env)
    return cast("Addresses", templates.in_language(language).globals["url_for"])


def _can_be_read(url: str) -> bool:
    adapter = request_ctx.url_adapter
    path = url.partition("?")[0].removeprefix(request.script_root)
    return adapter is not None and adapter.test(path, method="GET")


def _pattern(
    language: Language, endpoint: str, names: tuple[str, ...], _root: str, *kinds: type
) -> Callable[..., str] | None:
    """Return what fills values into the address, if every value may be filled in."""
    marks = {name: _mark(kinds[place], place) for place, name in enumerate(names)}
    if "language" in marks or None in marks.values():
        return None
    if is_localized(endpoint):
        marks["language"] = language
    try:
        made = url_for(endpoint, **marks)  # type: ignore[arg-type]  # there is no None
    except ValueError:  # Words stand where the address wants a number.
        return None
    made = made.replace("{", "{{").replace("}", "}}")
    for place, name in enumerate(names):
        made = made.replace(str(marks[name]), f"{{{place}}}")
    return made.format


def _mark(kind: type, place: int) -> str | None:
    """Return what stands for a value of a kind, and for nothing else; None for no plain kind."""
    number = str(_MARKED_FROM + place)
    if kind is int:
        return number
    return f"x{number}x" if issubclass(kind, str) else None
