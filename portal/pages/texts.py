"""Texts in the language of the page, as plain strings."""

from __future__ import annotations

from markupsafe import Markup, escape

from portal.pages.current import current_language
from portal.words.catalogue import gettext_in, ngettext_in


def gettext(text: str, **params: object) -> str:
    """Return `text` in the language of the page, its marks filled."""
    return gettext_in(current_language(), text, **params)


def ngettext(singular: str, plural: str, num: int, /, **params: object) -> str:
    """Return the text that fits `num`, in the language of the page; a param may word it."""
    return ngettext_in(current_language(), singular, plural, num, **params)


def filled(words: str, **params: object) -> Markup:
    """Return words whose marks are filled with what may be marked up, such as French in English."""
    return Markup(escape(words)) % params  # noqa: S704 escaped on the same line
