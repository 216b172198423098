"""What the running portal has for the request at hand: its settings, language and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from flask import current_app, g
from markupsafe import Markup, escape

from portal.agencies.settings.shared import PortalIdentity, PortalSettings
from portal.domain.text import Language
from portal.runtime import Runtime
from portal.words.catalogue import gettext_in, ngettext_in

Object = TypeVar("Object")


def behind(proxy: Object) -> Object:
    """Return what a proxy of Flask stands for now: whatever is asked of the proxy takes 1 µs."""
    of_werkzeug: Any = proxy
    object_behind: Object = of_werkzeug._get_current_object()  # noqa: SLF001  # as documented
    return object_behind


def runtime() -> Runtime:
    """Return the running portal: its database, agencies, finder, files and clock."""
    return cast("Runtime", behind(current_app).extensions["portal"])


def portal_settings() -> PortalIdentity:
    """Return the portal's name, phone, hours and addresses, as its settings in force say."""
    return _settings_in_force().portal


def portal_zone() -> ZoneInfo:
    """Return the time zone of moments that belong to no agency."""
    return ZoneInfo(_settings_in_force().calendar.timezone)


def current_language() -> Language:
    """Return the language of the page being made; French outside a page."""
    return cast("Language", behind(g).get("language", "fr"))


def rewording() -> Mapping[str, str] | None:
    """Return what the page being made says instead of what; most pages say what is written."""
    return cast("Mapping[str, str] | None", behind(g).get("rewording"))


def french_shown() -> None:
    """Remember that an English page shows words that are only in French."""
    g.shows_french = True


def _settings_in_force() -> PortalSettings:
    return cast("PortalSettings", behind(current_app).extensions["portal"].agencies.portal)


def gettext(text: str, **params: object) -> str:
    """Return `text` in the language of the page, its marks filled."""
    others = rewording()
    said = text if others is None else others.get(text, text)
    return gettext_in(current_language(), said, **params)


def ngettext(singular: str, plural: str, num: int, /, **params: object) -> str:
    """Return the text that fits `num`, in the language of the page; a param may word it."""
    return ngettext_in(current_language(), singular, plural, num, **params)


def filled(words: str, **params: object) -> Markup:
    """Return words whose marks are filled with what may be marked up, such as French in English."""
    return Markup(escape(words)) % params  # noqa: S704 escaped on the same line
