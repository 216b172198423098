"""Every page in two languages: translated addresses, the toggle between them, the texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, current_app, g, request

from portal.domain.text import LANGUAGES, Language
from portal.pages.cookies import LANGUAGE, read_cookie, write_cookie
from portal.pages.current import behind, current_language
from portal.pages.features import Pages
from portal.words.catalogue import gettext_in

_LOCALIZED = "localized"
_ONE_YEAR = timedelta(days=365)
_KNOWN: dict[str | None, Language] = {language: language for language in LANGUAGES}
LOCALES: dict[Language, str] = {"fr": "fr-CA", "en": "en-CA"}

View = TypeVar("View", bound=Callable[..., Any])


def localized(
    pages: Pages | Blueprint,
    *,
    fr: str,
    en: str,
    methods: Sequence[str] = ("GET",),
    endpoint: str | None = None,
) -> Callable[[View], View]:
    """Give a view its two addresses, below /fr and /en, under one endpoint.

    The view is not handed the language: `current_language()` has it, and `url_for` keeps it
    unless it is told `language="en"`.
    """

    def register(view: View) -> View:
        for language, path in (("fr", fr), ("en", en)):
            pages.add_url_rule(
                f"/{language}{path}",
                endpoint=endpoint or getattr(view, "__name__", None),
                view_func=view,
                methods=list(methods),
                defaults={"language": language},
            )
        return view

    return register


def page_language() -> str:
    """Return what the `lang` of the page is: fr-CA or en-CA."""
    return LOCALES[current_language()]


def constants_in(language: Language) -> dict[str, str]:
    """Return what templates ask of a language that every page of it is told alike.

    They write it as a call. `page_language()` is the `lang` of the page, fr-CA or en-CA,
    `other_language()` where its toggle leads, `colon()` a colon: French has a space before it.
    """
    return {
        "current_language": language,
        "page_language": LOCALES[language],
        "other_language": other_than(language),
        "colon": gettext_in(language, " :"),
    }


def preferred_language() -> Language:
    """Return the language last read, else the one the browser asks for, else French."""
    # Not best_match: it prefers an exact "en" to the "fr-CA" that is asked for first.
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    wishes = (read_cookie(LANGUAGE), *asked)
    return next((_KNOWN[wish] for wish in wishes if wish in _KNOWN), "fr")


def is_localized(endpoint: str | None) -> bool:
    """Tell whether a page has an address in each language."""
    app = behind(current_app)
    known: dict[str | None, bool] = app.extensions[_LOCALIZED]
    if endpoint is None or endpoint not in app.view_functions:
        return False
    if endpoint not in known:
        known[endpoint] = app.url_map.is_endpoint_expecting(endpoint, "language")
    return known[endpoint]


def install_languages(app: Flask) -> None:
    """Make every page of `app` know its language."""
    app.extensions[_LOCALIZED] = {}
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_keep_language)
    app.after_request(_remember_language)


def other_than(language: Language) -> Language:
    """Return the other of the two languages."""
    return "fr" if language == "en" else "en"


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.language = (values or {}).pop("language", None) or _language_of_path(request.path)


def _language_of_path(path: str) -> Language:
    return _KNOWN.get(path.strip("/").partition("/")[0]) or preferred_language()


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if is_localized(endpoint):
        values.setdefault("language", current_language())


def _remember_language(response: Response) -> Response:
    language = current_language()
    if read_cookie(LANGUAGE) != language and is_localized(request.endpoint):
        write_cookie(response, LANGUAGE, language, _ONE_YEAR)
    return response
