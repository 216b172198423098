"""A block on what complaints are about, month by month: the most frequent themes, and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec.structs import replace

from portal.domain.actor import PORTAL
from portal.domain.figures.breaks import Measured
from portal.domain.figures.changes import CountVerdict, count_change
from portal.domain.figures.leading import Led
from portal.domain.figures.small_cells import TOTAL
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.counts.queries_received import received_by_month
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of
from portal.reporting.plots.small_multiples import Months, Series, small_multiples
from portal.reporting.portrait_figures.by_subject import OTHER
from portal.reporting.queries_beginning import too_early
from portal.reporting.tables.blocks import Block, Cell, Column, Group, Line, count_cell
from portal.reporting.tables.breaks import (
    Marked,
    break_words,
    marked_months,
    marks_in_month,
    parting_of_theme,
)
from portal.reporting.tables.leads import led

AT_MOST = 4
"""So many themes have a plot of their own; what is left has one together."""
_Counts = Counter[tuple[str, str]]
_MOVED = frozenset({CountVerdict.MORE, CountVerdict.LESS})


def themes_by_month(reading: Reading) -> Block:
    """How many complaints about each of the most frequent themes came in each month."""
    months = reading.asked.trend
    counts = _read(reading)
    codes = _most_frequent(counts)
    columns = _columns(counts, codes, months)
    broken = marked_months(reading, Measured.RECEIVED, "sujets")
    return Block(
        code="sujets-par-mois",
        title=_title(reading, codes),
        unit=gettext(
            "Plaintes reçues par mois, de %(first)s à %(last)s, toutes à la même échelle.",
            first=texts.month(months[0]),
            last=texts.month(months[-1]),
        ),
        first=gettext("Mois"),
        columns=tuple(Column(name) for name in columns),
        groups=(Group(_lines(reading, columns, codes, broken)),) if counts else (),
        definition="sujets",
        chart=_plots(reading, columns, broken) if counts else None,
        breaks=tuple(break_words(one.what) for one in broken) if counts else (),
        is_wide=True,
    )


def _read(reading: Reading) -> _Counts:
    asked = reading.asked
    # As the portal: whoever may see figures need not be one who may see complaints.
    rows = runtime().read(
        PORTAL,
        received_by_month,
        [agency.code for agency in reading.agencies],
        asked.trend,
        heirs_of(asked),
        asked.narrowing,
    )
    counts: _Counts = Counter()
    for row in rows:
        counts[row.month, row.theme] += row.n
    return counts


def _most_frequent(counts: _Counts) -> list[str]:
    together: Counter[str] = Counter()
    for (_, theme), n in counts.items():
        together[theme] += n
    named = sorted((code for code in together if code != OTHER), key=lambda c: (-together[c], c))
    return named[:AT_MOST]


def _columns(
    counts: _Counts, codes: Sequence[str], months: Sequence[str]
) -> Mapping[str, list[int]]:
    """Return the months of each theme by its name; the rest of them is one."""
    names = _names()
    columns = {names.get(code, code): [counts[month, code] for month in months] for code in codes}
    by_month: Counter[str] = Counter()
    for (month, theme), n in counts.items():
        by_month[month] += 0 if theme in codes else n
    if by_month.total():
        columns[gettext("Autres sujets")] = [by_month[month] for month in months]
    return columns


def _names() -> dict[str, str]:
    return {one.code: texts.words_of(one.name.text) for one in runtime().agencies.portal.themes}


def _lines(
    reading: Reading,
    columns: Mapping[str, list[int]],
    codes: Sequence[str],
    broken: Sequence[Marked],
) -> tuple[Line, ...]:
    def cell(n: int, month: str, code: str) -> Cell:
        """Return how many came about a theme; what is left together is of several."""
        count = count_cell(n)
        return led(reading, count, TOTAL, Led.RECEIVED, period=month, theme=code) if code else count

    def line(place: int, month: str) -> Line:
        named = zip(columns.values(), [*codes, ""], strict=False)
        first, *others = (cell(values[place], month, code) for values, code in named)
        of_month = marks_in_month(broken, place)
        return Line(texts.month_text(month), (replace(first, marks=of_month), *others))

    return tuple(line(place, month) for place, month in enumerate(reading.asked.trend))


def _plots(reading: Reading, columns: Mapping[str, list[int]], broken: Sequence[Marked]) -> Markup:
    months = reading.asked.trend
    is_open = months[-1] == reading.asked.today.strftime("%Y-%m")
    first, last = (_with_year(month) for month in (months[0], months[-1]))
    series = [
        Series(name, values, texts.number(values[-1]), _said(name, values))
        for name, values in columns.items()
    ]
    return small_multiples(
        Months(first, last, len(months), is_open, [one[:2] for one in broken]), series
    )


def _with_year(month: str) -> str:
    return f"{texts.short_month(month)} {month[:4]}"


def _said(name: str, values: Sequence[int]) -> str:
    return gettext(
        "%(name)s : de %(low)s à %(high)s plaintes par mois",
        name=name,
        low=texts.number(min(values)),
        high=texts.number(max(values)),
    )


def _title(reading: Reading, codes: Sequence[str]) -> str:
    """Name the theme that moved most beyond chance since the period compared to, if one did."""
    if not reading.asked.is_over:
        return gettext("Les sujets mois par mois : la période n’est pas finie")
    if early := too_early(reading):
        return gettext("Les sujets mois par mois : %(early)s", early=early)
    now, before = reading.themes, reading.themes_before
    moved = {
        code: (now.n(TOTAL, code) or 0) - (before.n(TOTAL, code) or 0)
        for code in codes
        if not parting_of_theme(reading, code, TOTAL)
        and count_change(before.n(TOTAL, code) or 0, now.n(TOTAL, code) or 0, len(codes)) in _MOVED
    }
    if not moved:
        return gettext("Aucun des premiers sujets n’a changé au-delà du hasard")
    most = max(sorted(moved), key=lambda code: abs(moved[code]))
    return gettext(
        "Le sujet qui change le plus : %(theme)s, de %(before)s à %(now)s plaintes",
        theme=_names().get(most, most),
        before=texts.number(before.n(TOTAL, most) or 0),
        now=texts.number(now.n(TOTAL, most) or 0),
    )
