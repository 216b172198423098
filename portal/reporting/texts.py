"""Names of agencies, texts and values, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable

from portal.agencies.agency import Agency
from portal.domain.figures.published import Bounds, Form
from portal.domain.figures.shares import Share
from portal.domain.text import Text
from portal.domain.time.periods import Period, first_day_of
from portal.pages.current import current_language, gettext
from portal.pages.current import ngettext as counted
from portal.words.catalogue import gettext_in, to_translate
from portal.words.dates import month_words, period_words, short_month_words, short_period_words
from portal.words.typography import number_words, percent_words

ALL = to_translate("Ensemble")


def ngettext(singular: str, plural: str, num: int, **words: str) -> str:
    """Return the text that fits `num`, which is written in the language of the page."""
    return counted(singular, plural, num, **{"num": number(num), **words})


def number(value: int) -> str:
    """Write a number: "4 318"."""
    return number_words(value, current_language())


def percent(share: float) -> str:
    """Write a share of 1: "88 %"."""
    return percent_words(share, current_language())


def decimal(value: float) -> str:
    """Write a ratio with two decimals: "0,94"."""
    return number_words(value, current_language(), 2)


def signed(value: int) -> str:
    """Write by how much something moved: "+6", "−2", "0"."""
    return f"+{number(value)}" if value > 0 else number(value)


def share(value: Share) -> str:
    """Write a share in whole percent: "88 %", "moins de 1 %", or "99 %" of nearly all."""
    if 0 < 200 * value.part < value.n:
        return gettext("moins de %(share)s", share=percent(0.01))
    return percent((value.percent or 0) / 100)


def rate(known: Bounds) -> str:
    """Write what is known of a share: "88 %", "95 % ou plus", "87 à 89 %"."""
    low, high = known.percents
    if known.form is Form.AT_LEAST:
        return gettext("%(share)s ou plus", share=percent(low / 100))
    if known.form is Form.AT_MOST:
        return gettext("%(share)s ou moins", share=percent(high / 100))
    if low == high:
        return share(Share(known.least, known.n)) if known.is_exact else percent(low / 100)
    return gettext("%(low)s à %(high)s", low=number(low), high=percent(high / 100))


def how_many(known: Bounds) -> str:
    """Write how many the part of a whole has, as far as is known: "42", "1 à 4"."""
    if known.is_exact:
        return number(known.least)
    return gettext("%(low)s à %(high)s", low=number(known.least), high=number(known.most))


def days(count: int) -> str:
    """Word so many days: "9 jours"."""
    return ngettext("%(num)s jour", "%(num)s jours", count)


def working_days(first: int, last: int) -> str:
    """Word one number of days, or from which to which: "de 10 à 11 jours ouvrables"."""
    if first == last:
        return ngettext("%(num)s jour ouvrable", "%(num)s jours ouvrables", last)
    return ngettext(
        "de %(first)s à %(num)s jour ouvrable",
        "de %(first)s à %(num)s jours ouvrables",
        last,
        first=number(first),
    )


def period(value: Period) -> str:
    """Name a period in full: "2e trimestre 2026 (avril à juin)"."""
    return period_words(value, current_language())


def short_period(value: Period) -> str:
    """Name a period in short: "2e trim. 2026"."""
    return short_period_words(value, current_language())


def month(value: str) -> str:
    """Name a month such as 2026-04: "avril 2026"."""
    return month_words(first_day_of(value), current_language())


def short_month(value: str) -> str:
    """Name a month for an axis: "avr."."""
    return short_month_words(first_day_of(value), current_language())


def month_text(value: str) -> Text:
    """Name a month in both languages."""
    day = first_day_of(value)
    return Text(month_words(day, "fr"), month_words(day, "en"))


def in_sentence(value: Period) -> str:
    """Name a period inside a sentence: "année 2026"."""
    words = period(value)
    return words[0].lower() + words[1:]


def words_of(text: Text) -> str:
    """Choose the words in the language of the page."""
    return text.in_(current_language())


def short_name(agency: Agency) -> str:
    """Return the name of an agency that fits in a sentence."""
    return agency.settings.agency.short_name or words_of(agency.name)


def short_text(agency: Agency) -> Text:
    """Return the short name as it stands in tables below the first."""
    short = agency.settings.agency.short_name
    return Text(short, short) if short else agency.name


def both_names(agency: Agency) -> Text:
    """Return the name with the short one behind it, by which other tables call the agency."""
    name, short = agency.name, agency.settings.agency.short_name
    if short is None or short in (name.fr, name.en):
        return name
    return Text(f"{name.fr} ({short})", f"{name.en} ({short})" if name.en else "")


def whole_name() -> Text:
    """Return the name of the row of all agencies together."""
    return Text(ALL, gettext_in("en", ALL))


def with_most(found: str, ends: tuple[Agency, Agency] | None, value: Callable[[str], str]) -> str:
    """Add to a finding who has the most of it, where anybody stands out."""
    if ends is None:
        return found
    return gettext(
        "%(found)s; le plus, parmi ceux qui en ont au moins 30 : %(agency)s, %(value)s",
        found=found,
        agency=short_name(ends[1]),
        value=value(ends[1].code),
    )


def change(now: int, before: int) -> str:
    """Word how a count moved: "6 % de plus", "autant"."""
    if now == before:
        return gettext("autant")
    if before == 0:
        return gettext("aucune auparavant")
    share = percent(abs(now - before) / before)
    if now > before:
        return gettext("%(share)s de plus", share=share)
    return gettext("%(share)s de moins", share=share)
