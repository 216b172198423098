"""How opening hours are worded in both languages."""

from __future__ import annotations

from portal.domain.time.hours import Hours
from portal.words.catalogue import gettext_in
from portal.words.dates import clock_words


def hours_words(hours: Hours, language: str) -> str:
    """Return "de 8 h 30 à 12 h et de 13 h à 16 h 30", or its English."""
    spans = [
        gettext_in(language, "de %(opens)s à %(closes)s", opens=opens, closes=closes)
        for opens, closes in (
            (clock_words(each.opens, language), clock_words(each.closes, language))
            for each in hours
        )
    ]
    return _joined(spans, language)


def _joined(parts: list[str], language: str) -> str:
    *first, last = parts
    if not first:
        return last
    return gettext_in(language, "%(first)s et %(last)s", first=", ".join(first), last=last)
