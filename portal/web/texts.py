"""Texts in the language of the page, as plain strings."""

from __future__ import annotations

from portal.web.current import current_language
from portal.words.catalogue import gettext_in, ngettext_in


def gettext(text: str, **params: object) -> str:
    """Return `text` in the language of the page, its marks filled."""
    return gettext_in(current_language(), text, **params)


def ngettext(singular: str, plural: str, num: int, **params: object) -> str:
    """Return the text that fits `num`, in the language of the page."""
    return ngettext_in(current_language(), singular, plural, num, **params)
