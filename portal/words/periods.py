"""How quarters, years and months are named; a quarter always names its months."""

from __future__ import annotations

from datetime import date

from portal.domain.time.periods import Period
from portal.words.catalogue import gettext_in
from portal.words.dates import month_words

_SHORT = {
    "fr": [
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juill.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ],
    "en": [
        "Jan.",
        "Feb.",
        "March",
        "April",
        "May",
        "June",
        "July",
        "Aug.",
        "Sept.",
        "Oct.",
        "Nov.",
        "Dec.",
    ],
}
_RANKS = {"fr": ("1er", "2e", "3e", "4e"), "en": ("1st", "2nd", "3rd", "4th")}


def period_words(period: Period, language: str) -> str:
    """Return "2e trimestre 2026 (avril à juin)", or "Année 2026"."""
    if period.quarter is None:
        return gettext_in(language, "Année %(year)s", year=period.year)
    return gettext_in(
        language,
        "%(rank)s trimestre %(year)s (%(first)s à %(last)s)",
        rank=_rank(period.quarter, language),
        year=period.year,
        first=_month_alone(period.first_day, language),
        last=_month_alone(period.last_day, language),
    )


def short_period_words(period: Period, language: str) -> str:
    """Return "2e trim. 2026" or "2026", for a period that is named in full nearby."""
    if period.quarter is None:
        return str(period.year)
    rank = _rank(period.quarter, language)
    return gettext_in(language, "%(rank)s trim. %(year)s", rank=rank, year=period.year)


def short_month_words(day: date, language: str) -> str:
    """Return the month for an axis: "juill." or "July"."""
    return _SHORT["en" if language == "en" else "fr"][day.month - 1]


def _rank(quarter: int, language: str) -> str:
    return _RANKS["en" if language == "en" else "fr"][quarter - 1]


def _month_alone(day: date, language: str) -> str:
    return month_words(day, language).rsplit(" ", 1)[0]
