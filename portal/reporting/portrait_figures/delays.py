"""Blocks on how long answers take: agency by agency, and month by month."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from portal.domain.figures.breaks import Measured
from portal.domain.figures.leading import Led
from portal.domain.figures.means import Rated
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Unit
from portal.pages.current import current_language, gettext
from portal.reporting import texts
from portal.reporting.asked import Asked
from portal.reporting.figures import Reading
from portal.reporting.known import Days
from portal.reporting.plots import charts
from portal.reporting.plots.charts import Axis
from portal.reporting.plots.trend_plot import Trend, trend_chart
from portal.reporting.queries_beginning import too_early
from portal.reporting.tables.blocks import (
    RANKED_FROM,
    Block,
    Cell,
    Column,
    Group,
    InRows,
    Line,
    Mark,
    agency_column,
    count_cell,
    days_cell,
    hidden,
    ranked_groups,
)
from portal.reporting.tables.breaks import (
    break_words,
    marked_months,
    marks_in_month,
    parting,
    together_words,
)
from portal.reporting.tables.leads import led
from portal.reporting.tables.marks import marked, marks_of
from portal.reporting.tables.rates import KEPT, none_of_it, rate_cell, unpublished
from portal.words.dates import allowance_words


def delays(reading: Reading) -> Block:
    """How long first answers take, agency by agency."""
    known = [reading.days(agency.code).ninth or 0 for agency in reading.agencies]
    own = [_in_working_days(promise) or 0 for promise in reading.promised.values()]
    axis = Axis.over(max([*known, *own], default=1))

    def line(name: Text, code: str) -> Line:
        return _delay_line(reading, name, code, reading.promised.get(code), axis)

    def order(code: str) -> tuple[float, ...]:
        days = reading.days(code)
        return (-(days.median or 0), -(days.ninth or 0))

    return Block(
        code="delais",
        title=_delay_title(reading),
        unit=gettext(
            "Jours ouvrables entre la réception et la première réponse complète, %(period)s."
            " La moitié des réponses arrivent avant la médiane.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Réponses"), is_n=True),
            Column(gettext("Médiane"), gettext("jours ouvrables"), is_sorted=True),
            Column(gettext("9 sur 10"), gettext("jours ouvrables")),
            Column(gettext("Promis"), gettext("jours ouvrables, sauf mention")),
            Column(gettext("Dans le délai"), "%", is_first_read=True),
        ),
        groups=ranked_groups(
            reading.agencies,
            line,
            order,
            size=reading.levels.n,
            apart=gettext("Moins de 30 réponses : affichés, mais pas classés"),
            name=texts.both_names,
        ),
        definition="delai",
        in_rows=InRows(gettext("Graphique des délais"), 4, charts.dot_line_axis(axis)),
        key=(
            (charts.KEY_DOT, gettext("Médiane")),
            (charts.KEY_RING, gettext("9 réponses sur 10")),
            (charts.KEY_PROMISE, gettext("Délai promis")),
        ),
        note=gettext(
            "Les délais promis diffèrent : comparez d’abord la colonne « Dans le délai »."
            " Certaines catégories ont un délai à elles."
        ),
        is_wide=True,
        has_two_ends=True,
    )


def trend(reading: Reading) -> Block:
    """How the time to answer moved over thirteen months."""
    months, broken = reading.asked.trend, marked_months(reading, Measured.DAYS, "delai")
    days = list(reading.days_by_month.values())
    is_open = months[-1] == reading.asked.today.strftime("%Y-%m")
    lines = Trend(
        months=[_on_axis(month, months[0]) for month in months],
        first=[of_month.median for of_month in days],
        second=[of_month.ninth for of_month in days],
        first_name=gettext("Médiane"),
        second_name=gettext("9 sur 10"),
        open_from=len(months) - 1 if is_open else None,
        open_name=gettext("mois en cours"),
        breaks=[(one.place, one.number) for one in broken],
    )
    settled = days[:-1] if is_open else days
    title = _trend_title(reading, [of_month.median for of_month in settled if of_month.is_many])
    rows = [
        _month_line(reading, month, of_month, marks_in_month(broken, place))
        for place, (month, of_month) in enumerate(zip(months, days, strict=True))
    ]
    words = tuple(break_words(one.what) for one in broken)
    return Block(
        code="tendance",
        title=title,
        unit=_trend_unit(reading),
        first=gettext("Mois"),
        columns=_month_columns(reading),
        groups=(Group(tuple(rows)),),
        definition="delai",
        chart=trend_chart("tendance", lines, title, _trend_text(lines, words)),
        breaks=words,
        note=_trend_note(reading),
        marks=(*marks_of(reading, TOTAL, Rated.DAYS), *together_words(reading)),
    )


def _trend_unit(reading: Reading) -> str:
    first, *_, last = map(texts.month, reading.asked.trend)
    unit = gettext(
        "Jours ouvrables jusqu’à la première réponse, par mois, de %(first)s à %(last)s.",
        first=first,
        last=last,
    )
    if not _compares_periods(reading):
        return unit
    return f"{unit} " + gettext(
        "Le titre met côte à côte deux périodes entières, le graphique montre chaque mois."
        " Rien ici ne dit qu’un écart dépasse le hasard."
    )


def _on_axis(month: str, first: str) -> str:
    """Name a month in short, with its year where one begins."""
    year, number = month.split("-")
    name = texts.short_month(month)
    return f"{name} {year}" if month == first or number == "01" else name


def _delay_line(
    reading: Reading, name: Text, code: str, promise: Allowance | None, axis: Axis
) -> Line:
    days, n, own_days = reading.days(code), reading.levels.n(code), _in_working_days(promise)
    promised = days_cell(own_days)
    if promise is None and reading.is_public:
        promised = Cell(gettext("selon l’organisme"))
    if promise is not None and own_days is None:
        words = allowance_words(promise, current_language())
        promised = Cell(words, words)
    number, *ranks = _delay_cells(reading, days)
    number = led(reading, number, code, Led.ANSWERED)
    ranks = [marked(reading, cell, code, Rated.DAYS) for cell in ranks]
    cells = (number, *ranks, promised, rate_cell(reading, KEPT, code))
    is_drawn = bool(n) and days.median is not None and days.ninth is not None
    plot = charts.dot_line(days.median or 0, days.ninth or 0, own_days, axis) if is_drawn else None
    short = {agency.code: agency.settings.agency.short_name for agency in reading.agencies}
    return Line(name, cells, plot, short=short.get(code) or "")


def _in_working_days(promise: Allowance | None) -> int | None:
    """Return how many working days are promised, or None if the promise is counted otherwise."""
    if promise is None or promise.unit is not Unit.WORKING_DAYS:
        return None
    return promise.amount


def _delay_cells(reading: Reading, days: Days) -> tuple[Cell, ...]:
    if days.n is None:
        return (hidden(), unpublished(), unpublished())
    return (count_cell(days.n), *_rank_cells(reading, days, is_strong=True))


def _rank_cells(reading: Reading, days: Days, *, is_strong: bool = False) -> tuple[Cell, Cell]:
    """Show the median and what nine in ten stay within, or why they are not there."""
    if days.median is None:
        nothing = Cell(none_of_it(reading)) if days.n == 0 else unpublished()
        return nothing, nothing
    ninth = gettext("moins de 10 réponses")
    return (
        days_cell(days.median, is_strong=is_strong),
        Cell(ninth, ninth) if days.ninth is None else days_cell(days.ninth),
    )


def _month_columns(reading: Reading) -> tuple[Column, ...]:
    """Return the columns of months; the public could subtract their counts from a quarter's."""
    unit = gettext("jours ouvrables")
    days = (Column(gettext("Médiane"), unit), Column(gettext("9 sur 10"), unit))
    return days if reading.is_public else (Column(gettext("Réponses")), *days)


def _month_line(reading: Reading, month: str, days: Days, broken: tuple[Mark, ...]) -> Line:
    ranks = _rank_cells(reading, days)
    answers = led(reading, count_cell(days.n), TOTAL, Led.ANSWERED, period=month)
    first, *others = ranks if reading.is_public else (answers, *ranks)
    return Line(texts.month_text(month), (replace(first, marks=(*first.marks, *broken)), *others))


def _trend_note(reading: Reading) -> str:
    """Say that all of one lineage is shown together, where it is."""
    if len(reading.asked.narrowing.categories) < 2:
        return ""
    return gettext(
        "Ces catégories ont été divisées ou réunies : elles sont comptées ensemble, avant et après."
    )


def _delay_title(reading: Reading) -> str:
    whole = reading.days(TOTAL)
    if whole.median is None:
        return gettext("Aucun délai de réponse à montrer pour cette période")
    ranked = sorted(
        (reading.days(agency.code).median or 0, texts.short_name(agency))
        for agency in reading.agencies
        if (reading.levels.n(agency.code) or 0) >= RANKED_FROM
    )
    if len(ranked) < 2 or ranked[0][0] == ranked[-1][0]:
        return gettext(
            "La moitié des réponses arrivent en %(days)s ou moins", days=texts.days(whole.median)
        )
    return gettext(
        "Le délai médian va de %(low)s (%(fast)s) à %(high)s (%(slow)s)",
        low=texts.days(ranked[0][0]),
        fast=ranked[0][1],
        high=texts.days(ranked[-1][0]),
        slow=ranked[-1][1],
    )


def _trend_title(reading: Reading, medians: list[int | None]) -> str:
    """Say the medians of both periods, else between which those of the months lie."""
    now, before = reading.days(reading.trend_of), reading.days_before(reading.trend_of)
    if parting(reading, Measured.DAYS, reading.trend_of, "delai"):
        return gettext("Le délai de réponse, mois par mois : les deux périodes ne se comparent pas")
    if _compares_periods(reading):
        return _of_periods(reading.asked, before.median or 0, now.median or 0)
    known = [median for median in medians if median is not None]
    if len(known) < 2:
        return gettext("Le délai de réponse, mois par mois")
    return gettext(
        "Délai médian par mois : %(days)s", days=texts.working_days(min(known), max(known))
    )


def _compares_periods(reading: Reading) -> bool:
    """Tell whether the heading is of whole periods; the plot is of months anyway."""
    now, before = reading.days(reading.trend_of), reading.days_before(reading.trend_of)
    is_broken = parting(reading, Measured.DAYS, reading.trend_of, "delai")
    return bool(now.is_many and before.is_many and not is_broken and not too_early(reading))


def _of_periods(asked: Asked, first: int, last: int) -> str:
    """Say both medians and no more: nothing tells whether their gap is beyond chance."""
    return gettext(
        "Délai médian : %(days)s (%(then)s et %(now)s)",
        days=texts.working_days(first, last),
        then=texts.short_period(asked.compared),
        now=texts.short_period(asked.period),
    )


def _trend_text(trend: Trend, broken: Sequence[str]) -> str:
    """Describe the plot to whoever does not see it, its breaks included."""
    told = [f"{number}. {words}." for number, words in enumerate(broken, 1)]
    return " ".join((_lines_text(trend), *told))


def _lines_text(trend: Trend) -> str:
    known = [value for value in trend.second if value is not None]
    if not known:
        return gettext("Aucun mois n’a assez de réponses pour être montré.")
    return gettext(
        "Une ligne pleine montre la médiane."
        " Une ligne pointillée montre le délai de 9 réponses sur 10, entre %(low)s et %(high)s.",
        low=texts.number(min(known)),
        high=texts.days(max(known)),
    )
