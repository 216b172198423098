"""How days, moments, allowances, due dates, quarters and years are worded in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from portal.domain.time.opening_hours import MIDNIGHT, Hours
from portal.domain.time.periods import Period
from portal.domain.time.promise import Allowance, Unit
from portal.words.catalogue import gettext_in, ngettext_in, to_translate
from portal.words.typography import NO_BREAK, french_spaces, number_words

_FEW_DAYS = 2
_AT = to_translate("%(day)s à %(time)s")

_FRENCH_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
MONTH_NAMES = (*_FRENCH_MONTHS, *_ENGLISH_MONTHS)
_UNITS: dict[str, dict[Unit, tuple[str, str]]] = {
    "fr": {
        Unit.HOURS: ("heure", "heures"),
        Unit.WORKING_HOURS: ("heure ouvrable", "heures ouvrables"),
        Unit.WORKING_DAYS: ("jour ouvrable", "jours ouvrables"),
        Unit.CALENDAR_DAYS: ("jour civil", "jours civils"),
        Unit.WEEKS: ("semaine", "semaines"),
        Unit.MONTHS: ("mois", "mois"),
        Unit.YEARS: ("an", "ans"),
    },
    "en": {unit: (unit.value.removesuffix("s"), unit.value) for unit in Unit},
}


def short_day_words(day: date, language: str) -> str:
    """Return "1er mars" or "1 March", for a day whose year is plain from what stands near.

    No line breaks within any day.
    """
    if language == "en":
        return f"{day.day}{NO_BREAK}{_ENGLISH_MONTHS[day.month - 1]}"
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{_FRENCH_MONTHS[day.month - 1]}"


def day_words(day: date, language: str) -> str:
    """Return "24 novembre 2026" or "24 November 2026"."""
    return f"{short_day_words(day, language)}{NO_BREAK}{day.year}"


def month_words(day: date, language: str) -> str:
    """Return the month that `day` is in: "novembre 2026" or "November 2026"."""
    months = _ENGLISH_MONTHS if language == "en" else _FRENCH_MONTHS
    return f"{months[day.month - 1]} {day.year}"


def time_words(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return the hour on the clocks of `zone`: "14 h 20" or "2:20 p.m."."""
    return clock_words(moment.astimezone(zone), language)


def clock_words(local: time | datetime, language: str) -> str:
    """Return an hour as clocks show it: "14 h 20" or "2:20 p.m."."""
    if language == "en":
        return _english_clock(local, f"{local.minute:02d}")
    minutes = f"{NO_BREAK}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NO_BREAK}h{minutes}"


def exact_time_words(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return a time to the second on the clocks of `zone`: "14 h 21 min 30 s", "2:21:30 p.m."."""
    local = moment.astimezone(zone)
    if language == "en":
        return _english_clock(local, f"{local.minute:02d}:{local.second:02d}")
    return french_spaces(f"{local.hour} h {local.minute:02d} min {local.second:02d} s")


def _english_clock(local: time | datetime, minutes: str) -> str:
    return f"{local.hour % 12 or 12}:{minutes} {'a.m.' if local.hour < 12 else 'p.m.'}"


def moment_words(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return "24 novembre 2026 à 14 h 20" or "24 November 2026 at 2:20 p.m.".

    The English ends with a full stop already: a sentence that ends with %(moment)s adds none.
    """
    local = moment.astimezone(zone)
    day = day_words(local.date(), language)
    return gettext_in(language, _AT, day=day, time=clock_words(local, language))


def near_moments(now: datetime, zone: ZoneInfo, language: str) -> Callable[[datetime], str]:
    """Return what words moments, with "Aujourd’hui" or "Hier" for their day where that is so.

    A page words many of them: what is the same for all is found once.
    """
    today = now.astimezone(zone).date()
    named = {
        today: gettext_in(language, "Aujourd’hui"),
        today - timedelta(days=1): gettext_in(language, "Hier"),
    }
    at = gettext_in(language, _AT)

    def words(moment: datetime) -> str:
        local = moment.astimezone(zone)
        day = local.date()
        if day not in named:
            named[day] = day_words(day, language)
        return at % {"day": named[day], "time": clock_words(local, language)}

    return words


def allowance_words(allowance: Allowance, language: str) -> str:
    """Return "20 jours ouvrables" or "20 working days"."""
    singular, plural = _UNITS["en" if language == "en" else "fr"][allowance.unit]
    unit = singular if allowance.amount == 1 else plural
    return f"{number_words(allowance.amount, language)} {unit}"


def after_file_words(allowance: Allowance, language: str) -> str:
    """Word a time that waits: "10 jours ouvrables après la réception des documents"."""
    length = allowance_words(allowance, language)
    return gettext_in(language, "%(length)s après la réception des documents", length=length)


def promised_day_words(day: date, language: str, *, is_sample: bool) -> str:
    """Return the day that is promised, labelled where its time is a sample."""
    words = day_words(day, language)
    return gettext_in(language, "%(day)s (délai d’exemple)", day=words) if is_sample else words


def promise_words(last_day: date, allowance: Allowance | None, language: str) -> str:
    """Return "Au plus tard le 22 décembre 2026 (20 jours ouvrables)", or its English."""
    words = gettext_in(language, "Au plus tard le %(day)s", day=day_words(last_day, language))
    return f"{words} ({allowance_words(allowance, language)})" if allowance else words


def days_left_words(days: int, unit: Unit, language: str) -> str:
    """Return the sentence that tells how many days are left, or how late it is.

    `days` counts from today to the last day: 0 is today, less is late.
    """
    if days == 0:
        return gettext_in(language, "C’est le dernier jour.")
    length = allowance_words(Allowance(abs(days), unit), language)
    if days < 0:
        return gettext_in(language, "Le délai est dépassé de %(length)s.", length=length)
    return gettext_in(language, "Il reste %(length)s.", length=length)


def deadline_words(days: int, language: str, unit: Unit = Unit.WORKING_DAYS) -> str:
    """Return the few words of a deadline's tag: "2 jours ouvrables de retard", "Aujourd’hui".

    What is late says in which days; days left are working days where nothing else is said.
    """
    if days == 0:
        return gettext_in(language, "Aujourd’hui")
    if unit is not Unit.WORKING_DAYS:
        length = allowance_words(Allowance(abs(days), unit), language)
        return length if days > 0 else gettext_in(language, "%(length)s de retard", length=length)
    if days < 0:
        return ngettext_in(
            language, "%(num)s jour ouvrable de retard", "%(num)s jours ouvrables de retard", -days
        )
    return ngettext_in(language, "%(num)s jour", "%(num)s jours", days)


def deadline_kind(days: int, is_soon: bool = False) -> str:
    """Return the kind of a deadline's tag: "late", "soon" where little of it is left, or "ok"."""
    if days < 0:
        return "late"
    return "soon" if is_soon or days <= _FEW_DAYS else "ok"


@lru_cache(maxsize=256)
def hours_words(hours: Hours, language: str) -> str:
    """Return "de 8 h 30 à 12 h et de 13 h à 16 h 30", or its English."""
    spans = [
        gettext_in(language, "de %(opens)s à %(closes)s", opens=opens, closes=closes)
        for opens, closes in (
            (clock_words(span.opens, language), _closing_words(span.closes, language))
            for span in hours
        )
    ]
    *first, last = spans
    if not first:
        return last
    return gettext_in(language, "%(first)s et %(last)s", first=", ".join(first), last=last)


def _closing_words(closes: time, language: str) -> str:
    return gettext_in(language, "minuit") if closes == MIDNIGHT else clock_words(closes, language)


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
