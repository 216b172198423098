"""The texts of a page in its language, for Python code that words them."""

from __future__ import annotations

import flask_babel


def gettext(text: str, **params: object) -> str:
    """Return `text` in the language of the page, its marks filled."""
    words: str = flask_babel.gettext(text, **params)
    return words


def ngettext(singular: str, plural: str, num: int, **params: object) -> str:
    """Return the text that fits `num` in the language of the page."""
    words: str = flask_babel.ngettext(singular, plural, num, **params)
    return words
