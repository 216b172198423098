"""The hint about plain language: it names words, counts, and never stops anybody."""

from __future__ import annotations

from portal.agencies.agency import hints_on
from portal.domain.plain_language import Hints
from portal.domain.text import Language
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext, ngettext


def hints_for(case: OpenedCase, body: str) -> Hints:
    """Return what could be said more plainly in a text to the complainant, in their language."""
    language: Language = "en" if case.complaint.language == "en" else "fr"
    return hints_on(case.agency, body, language)


def hints_words(count: int) -> str:
    """Return how many hints a text had."""
    if not count:
        return gettext("Langage clair : aucune remarque.")
    return ngettext(
        "Langage clair : %(num)s remarque.", "Langage clair : %(num)s remarques.", count
    )
