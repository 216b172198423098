"""What people ask to be adapted, by the codes that drafts and complaints keep."""

from __future__ import annotations

from collections.abc import Iterable

LARGE_PRINT = "large_print"
FORMS_OF_LETTERS = (LARGE_PRINT, "braille", "audio")
"""The needs that are met by the form in which a letter leaves."""


def forms_asked(needs: Iterable[str]) -> tuple[str, ...]:
    """Return in which forms somebody asked to get what is written to them."""
    return tuple(need for need in needs if need in FORMS_OF_LETTERS)
