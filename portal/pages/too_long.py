"""What people read when a text is too long for its field: which text, and by how much.

Forms that have a shorter limit say it beside the field: this is what none goes beyond.
"""

from __future__ import annotations

from flask import Flask, Response

from portal.pages.current import current_language, gettext, ngettext
from portal.pages.filters import number
from portal.pages.oversized import TextTooLongError
from portal.pages.resending import resend_page


def install_too_long(app: Flask) -> None:
    """Make `app` give a form with a text that is too long back, to be sent again."""
    app.register_error_handler(TextTooLongError, _too_long)


def _too_long(error: TextTooLongError) -> Response:
    words = ngettext(
        "Raccourcissez de %(count)s caractère le texte qui commence par « %(begin)s » : "
        "son champ en prend %(most)s au plus.",
        "Raccourcissez de %(count)s caractères le texte qui commence par « %(begin)s » : "
        "son champ en prend %(most)s au plus.",
        error.excess,
        count=number(current_language(), error.excess),
        begin=error.begin,
        most=number(current_language(), error.at_most),
    )
    return resend_page(gettext("Ce que vous avez écrit est trop long"), words, 413)
