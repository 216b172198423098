"""Addresses of pages as templates ask for them: those of Flask's `url_for`, made from patterns."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from flask import request, url_for

from portal.domain.text import Language
from portal.pages.languages import is_localized
from portal.pages.protection import add_static_version

_PATTERNS = 1024
"""How many patterns are remembered: more than pages have, few enough for whatever else comes."""

_MARKED_FROM = 700_000_000_000_000_000
"""No address has such a number, and every kind of number may be as large."""

# What is the same within a path and within a query: no sign of it is quoted.
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")

Shape = tuple[tuple[str, type], ...]
"""Which values an address has, in their order: each by its name, with its type."""


def addresses_in(language: Language) -> Callable[..., str]:
    """Return the `url_for` of templates in a language.

    Flask builds each address anew, in about 12 µs; a list has a hundred. What it builds for the
    values of one shape differs in nothing but plain values, so these are filled into a pattern.
    Whatever has another value, an anchor or a language of its own is left to Flask.
    """

    @lru_cache(_PATTERNS)
    def pattern(endpoint: str, root: str, shape: Shape) -> str | None:
        return _pattern(endpoint, language, shape)

    def address(endpoint: str, /, **values: object) -> str:
        if endpoint.startswith(".") and request.blueprint:
            endpoint = f"{request.blueprint}{endpoint}"
        if endpoint == "static":
            add_static_version(endpoint, values)
        shape = tuple([(name, type(value)) for name, value in values.items()])
        made = pattern(endpoint, request.script_root, shape)
        if made is None or not all(map(_is_plain, values.values())):
            return url_for(endpoint, **values)  # type: ignore[arg-type]  # Flask checks them
        return made % values

    return address


def _is_plain(value: object) -> bool:
    return _PLAIN.fullmatch(str(value)) is not None


def _pattern(endpoint: str, language: Language, shape: Shape) -> str | None:
    """Return the address with a mark in the place of each value, if every value may have one."""
    marks = {name: _mark(kind, place) for place, (name, kind) in enumerate(shape)}
    if "language" in marks or None in marks.values():
        return None
    if is_localized(endpoint):
        marks["language"] = language
    try:
        made = url_for(endpoint, **marks)  # type: ignore[arg-type]  # there is no None
    except ValueError:  # Words stand where the address wants a number.
        return None
    made = made.replace("%", "%%")
    for name, _ in shape:
        made = made.replace(str(marks[name]), f"%({name})s")
    return made


def _mark(kind: type, place: int) -> str | None:
    """Return what stands for a value of a kind, and for nothing else; None for no plain kind."""
    number = str(_MARKED_FROM + place)
    if kind is int:
        return number
    return f"x{number}x" if issubclass(kind, str) else None
