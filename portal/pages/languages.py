"""Every page in two languages: translated addresses, the toggle between them, the texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from flask import Blueprint, Flask, Response, current_app, g, request, url_for
from flask.globals import request_ctx

from portal.domain.text import LANGUAGES, Language
from portal.pages.current import current_language
from portal.pages.features import Pages
from portal.words.catalogue import gettext_in

LANGUAGE_COOKIE = "langue"
_LOCALIZED = "localized"
_ONE_YEAR = 365 * 24 * 3600
_READING = frozenset({"GET", "HEAD"})
_KNOWN: dict[str | None, Language] = {language: language for language in LANGUAGES}
_LOCALES: dict[Language, str] = {"fr": "fr-CA", "en": "en-CA"}

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
    return _LOCALES[current_language()]


def constants_in(language: Language) -> dict[str, str]:
    """Return what templates ask of a language that every page of it is told alike.

    They write it as a call. `page_language()` is the `lang` of the page, fr-CA or en-CA,
    `other_language()` where its toggle leads, `colon()` a colon: French has a space before it.
    """
    return {
        "current_language": language,
        "page_language": _LOCALES[language],
        "other_language": _other_than(language),
        "colon": gettext_in(language, " :"),
    }


def url_in(language: Language) -> str:
    """Return the address of this very page, query string included, in `language`.

    A page that has no address of its own, such as an unknown one, leads to the home page.
    """
    if not is_localized(request.endpoint):
        return url_for("citizen.home", language=language)
    url = url_for(str(request.endpoint), **{**(request.view_args or {}), "language": language})
    is_being_read = language == current_language() and request.method in _READING
    if not is_being_read and not _can_be_read(url):
        return url_for("citizen.home", language=language)
    query = request.query_string.decode("utf-8", "replace")
    return f"{url}?{query}" if query else url


def other_language_url() -> str:
    """Return the address of this page in the other language, worked out once a page."""
    if "other_language_url" not in g:
        g.other_language_url = url_in(_other_than(current_language()))
    return cast("str", g.other_language_url)


def language_links() -> list[tuple[str, str]]:
    """Return the hreflang and the full address of this page in each language."""
    if not is_localized(request.endpoint):
        return []
    root, read = request.host_url.rstrip("/"), current_language()
    addresses = {read: url_in(read), _other_than(read): other_language_url()}
    return [(_LOCALES[language], root + addresses[language]) for language in LANGUAGES]


def preferred_language() -> Language:
    """Return the language last read, else the one the browser asks for, else French."""
    # Not best_match: it prefers an exact "en" to the "fr-CA" that is asked for first.
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    wishes = (request.cookies.get(LANGUAGE_COOKIE), *asked)
    return next((_KNOWN[wish] for wish in wishes if wish in _KNOWN), "fr")


def is_localized(endpoint: str | None) -> bool:
    """Tell whether a page has an address in each language."""
    known: dict[str | None, bool] = current_app.extensions[_LOCALIZED]
    if endpoint is None or endpoint not in current_app.view_functions:
        return False
    if endpoint not in known:
        known[endpoint] = current_app.url_map.is_endpoint_expecting(endpoint, "language")
    return known[endpoint]


def install_languages(app: Flask) -> None:
    """Make every page of `app` know its language."""
    app.extensions[_LOCALIZED] = {}
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_keep_language)
    app.after_request(_remember_language)
    app.jinja_env.globals.update(
        other_language_url=other_language_url,
        language_links=language_links,
    )


def _other_than(language: Language) -> Language:
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
    if request.cookies.get(LANGUAGE_COOKIE) != language and is_localized(request.endpoint):
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=_ONE_YEAR,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


def _can_be_read(url: str) -> bool:
    adapter = request_ctx.url_adapter
    path = url.partition("?")[0].removeprefix(request.script_root)
    return adapter is not None and adapter.test(path, method="GET")
