"""Breaks in series on pages of figures: which part two periods, in words, and where they stand.

What is parted is not compared: in the place of a change stands why. Categories that were split or
merged are compared as all of them together, and so is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for

from portal.domain.figures.breaks import OF_CATEGORIES, Break, BreakKind, Measured, lineage
from portal.domain.figures.small_cells import TOTAL
from portal.pages.current import current_language, gettext, runtime
from portal.reporting import texts
from portal.reporting.addresses import narrower
from portal.reporting.asked import TODAY
from portal.reporting.counts.narrowed import TOGETHER
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import Cell, Mark
from portal.reporting.tables.break_words import BreakWords, active_categories


class Marked(NamedTuple):
    """A break on a plot over months: the place of its month, its number, and itself."""

    place: int
    number: int
    what: Break


def parting(
    reading: Reading, measured: Measured, code: str = TOTAL, anchor: str = ""
) -> tuple[Break, ...]:
    """Return the breaks for which a figure of an agency is not compared, or that of all together.

    `anchor` is the definition of the figure.
    """
    asked = reading.asked
    first, last = asked.compared.first_day, asked.period.last_day
    return tuple(
        one
        for one in _of(reading, measured, code, anchor)
        if one.lies_between(min(first, asked.period.first_day), last)
    )


def _of(reading: Reading, measured: Measured, code: str, anchor: str) -> list[Break]:
    agencies = {agency.code for agency in reading.agencies}
    named = agencies if code == TOTAL else {code}
    return [
        one
        for one in reading.breaks
        if one.agency in {"", *named}
        and one.touches(measured, anchor)
        and _is_of_page(reading, one, agencies if code == TOTAL else set())
    ]


def _is_of_page(reading: Reading, one: Break, whole: set[str]) -> bool:
    """Tell whether a break is of what the page is narrowed to.

    Who replaced whom parts nothing where both are counted together.
    """
    narrowing = reading.asked.narrowing
    if one.kind in OF_CATEGORIES:
        return _parts_narrowed(one, narrowing.categories, narrowing.theme)
    if one.kind is BreakKind.ORGANISATION:
        return reading.asked.geography != TODAY and not one.organisations <= whole
    of_others = one.categories and narrowing.category
    return not of_others or not one.categories.isdisjoint(narrowing.categories)


def _parts_narrowed(one: Break, categories: Sequence[str], theme: str) -> bool:
    """Tell whether a break of categories parts what a page is narrowed to by these."""
    if categories:
        is_met = not one.categories.isdisjoint(categories)
        return is_met and not one.categories.issubset(categories)
    return bool(theme) and theme in one.themes and len(one.themes) > 1


def of_themes(reading: Reading, theme: str, code: str = TOTAL) -> tuple[Break, ...]:
    """Return the breaks by which categories came under a subject, or left it."""
    asked = reading.asked
    agencies = {agency.code for agency in reading.agencies} if code == TOTAL else {code}
    return tuple(
        one
        for one in reading.breaks
        if one.kind in OF_CATEGORIES
        and one.agency in agencies
        and _parts_narrowed(one, (), theme)
        and one.touches(Measured.RECEIVED)
        and one.lies_between(asked.compared.first_day, asked.period.last_day)
    )


def parting_of_theme(reading: Reading, theme: str, code: str) -> tuple[Break, ...]:
    """Return what parts the counts of a subject: who had them, or which categories it has."""
    parted = parting(reading, Measured.RECEIVED, code, "sujets")
    of_it = (one for one in of_themes(reading, theme, code) if one not in parted)
    return (*parted, *of_it)


def refused(breaks: Sequence[Break]) -> Cell:
    """Return what stands in the place of a change: that it is not compared, and why."""
    words = gettext("non comparé")
    marks = tuple(Mark(break_words(one), address()) for one in breaks)
    return Cell(words, words, marks=marks)


def why_not(breaks: Sequence[Break]) -> str:
    """Say in a sentence why two periods are not compared; nothing where they may be."""
    if not breaks:
        return ""
    return gettext("non comparé : %(why)s", why="; ".join(map(break_words, breaks)))


def address() -> str:
    """Return where breaks in series are explained."""
    return url_for("overview.definitions", _anchor="ruptures")


def marked_months(reading: Reading, measured: Measured, anchor: str = "") -> list[Marked]:
    """Return the breaks of a plot over months, each with the place of its month and its number.

    Of one agency it is whatever broke there, what became of categories only where theirs are
    the figures; of several, what parts the figure itself.
    """
    months, code = reading.asked.trend, reading.trend_of
    alone = reading.agencies[0].code if len(reading.agencies) == 1 else code
    shown = (
        _of(reading, measured, TOTAL, anchor)
        if alone == TOTAL
        else [one for one in reading.breaks if one.agency in {"", alone} and _meets(reading, one)]
    )
    places = [(one.on_day.strftime("%Y-%m"), one) for one in shown]
    known = [(months.index(month), one) for month, one in places if month in months]
    return [Marked(place, number, one) for number, (place, one) in enumerate(known, 1)]


def marks_in_month(broken: Sequence[Marked], place: int) -> tuple[Mark, ...]:
    """Return what broke in a month, for its row of the table."""
    return tuple(Mark(break_words(one.what), address()) for one in broken if one.place == place)


def _meets(reading: Reading, one: Break) -> bool:
    narrowing = reading.asked.narrowing
    categories = narrowing.categories
    if one.kind is BreakKind.DEFINITION:
        return bool(one.after.get("definitions"))
    if one.kind in OF_CATEGORIES and not categories:
        return _parts_narrowed(one, (), narrowing.theme)
    return not (one.categories and categories) or not one.categories.isdisjoint(categories)


def together_words(reading: Reading) -> tuple[Mark, ...]:
    """Return what leads to all of a lineage together, where a part of it is shown alone."""
    link = together_link(reading)
    return (Mark(gettext("voir ensemble ce qui a été divisé ou réuni"), link),) if link else ()


def together_link(reading: Reading) -> str:
    """Return where the page shows all of one lineage together; nothing if it does, or has none."""
    narrowing, agency = reading.asked.narrowing, reading.asked.agency
    if not narrowing.category or not agency:
        return ""
    together = lineage(reading.breaks, agency, narrowing.categories[0])
    if set(together) <= set(narrowing.categories):
        return ""
    return narrower(
        "overview.trends", reading.asked, agency=agency, category=TOGETHER.join(together)
    )


# In words.


def break_words(one: Break) -> str:
    """Say what broke, whose, and on which day; what an administrator added follows."""
    return _here().whole(one)


def said_words(one: Break) -> str:
    """Say what broke in the portal's own words, neither whose nor when."""
    return _here().said(one)


def _here() -> BreakWords:
    """Return the words of the page at hand, in its language."""
    agencies = runtime().agencies
    themes = {theme.code: theme.name.text for theme in agencies.portal.themes}
    return BreakWords(current_language(), _short_name, themes, _active)


def _short_name(code: str) -> str:
    agencies = runtime().agencies
    known = agencies.in_force.agencies
    return texts.short_name(agencies.agency(code)) if code in known else code


def _active(code: str) -> frozenset[str]:
    """Return the categories that an agency has today; none of one that is there no more."""
    agencies = runtime().agencies
    if code not in agencies.in_force.agencies:
        return frozenset()
    return active_categories(agencies.agency(code))
