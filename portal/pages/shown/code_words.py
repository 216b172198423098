"""What a code looks like, wherever one is asked for: as many characters as are given out."""

from __future__ import annotations

from portal.domain.number import CODE_LENGTH, RESUME_CODE_LENGTH, written_code
from portal.pages.current import gettext

_EXAMPLE = "KM7T4QXR8PDN"


def access_code_form() -> str:
    """Return what an access code looks like."""
    return _form(CODE_LENGTH)


def long_code_form() -> str:
    """Return what a code looks like that opens something once, or a draft."""
    return _form(RESUME_CODE_LENGTH)


def _form(length: int) -> str:
    example = written_code(_EXAMPLE[:length])
    return gettext(
        "%(count)s lettres et chiffres, par exemple %(example)s", count=length, example=example
    )
