"""Blocks on what complaints are about, how far up they went, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from portal.agencies.agency import Agency
from portal.domain.conclusion import Finding
from portal.domain.figures.leading import Led, led_by_finding
from portal.domain.figures.means import Rated
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.addresses import narrower
from portal.reporting.counts.grids import Grid
from portal.reporting.figures import Reading
from portal.reporting.plots import charts
from portal.reporting.plots.charts import ORDERED
from portal.reporting.portrait_figures.extremes import extremes, with_outlier
from portal.reporting.queries_beginning import too_early
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Group,
    InRows,
    Line,
    agency_column,
    count_cell,
    nothing,
    ranked_groups,
    share_cell,
)
from portal.reporting.tables.breaks import parting_of_theme, refused
from portal.reporting.tables.leads import led
from portal.reporting.tables.marks import marked
from portal.reporting.tables.rates import (
    CORRECTED,
    REOPENED,
    SETTLED,
    rate_cell,
    unpublished,
)
from portal.words.catalogue import to_translate

OTHER = "other"
FINDING_NAMES: dict[Finding, str] = {
    Finding.FOUNDED: to_translate("Fondées"),
    Finding.PARTLY_FOUNDED: to_translate("Fondées en partie"),
    Finding.UNFOUNDED: to_translate("Non fondées"),
    Finding.SETTLED: to_translate("Réglées sans conclusion"),
    Finding.INADMISSIBLE: to_translate("Irrecevables"),
    Finding.WITHDRAWN: to_translate("Retirées"),
}
_FOUNDED = (Finding.FOUNDED, Finding.PARTLY_FOUNDED)
_BESIDE_MANY = 130
"""How wide a plot is beside more columns than fit otherwise."""
_FINDING_COLOURS = (*ORDERED[:3], charts.BAR)


def themes(reading: Reading, only: Agency | None = None) -> Block:
    """What complaints are about, the most frequent theme first."""
    row = only.code if only else TOTAL
    names = {theme.code: theme.name.text for theme in runtime().agencies.portal.themes}
    now, before = reading.themes, reading.themes_before
    codes = [code for code in names if now.n(row, code) != 0 or before.n(row, code) != 0]
    codes.sort(key=lambda code: (code == OTHER, -(now.n(row, code) or 0)))
    early = too_early(reading)
    is_compared = reading.asked.is_over and before.n(row) != 0 and not early
    largest = max((now.n(row, code) or 0 for code in codes), default=0)
    none = Cell(gettext("sans comparaison")) if reading.is_public else nothing()

    def line(code: str) -> Line:
        n = now.n(row, code)
        change = change_cell(n, before.n(row, code)) if is_compared else none
        if is_compared and (broken := parting_of_theme(reading, code, row)):
            change = refused(broken)
        count = led(reading, count_cell(n), row, Led.RECEIVED, theme=code)
        cells = (count, part_cell(n, now.n(row)), change)
        link = "" if reading.known else narrower("overview.categories", reading.asked, theme=code)
        return Line(names[code], cells, charts.bar(n, largest) if n else None, link=link)

    return Block(
        code="sujets",
        title=_themes_title(reading, row, codes, names),
        unit=themes_unit(reading, early),
        first=gettext("Sujet"),
        columns=(
            Column(gettext("Plaintes"), is_sorted=True),
            Column(gettext("Part"), "%"),
            Column(gettext("Évolution")),
        ),
        groups=(Group(tuple(map(line, codes))),) if codes else (),
        definition="sujets",
        in_rows=InRows(gettext("Nombre de plaintes"), 0),
    )


def themes_unit(reading: Reading, early: str) -> str:
    """Say of what themes are told, and what they are compared to if nothing is too `early`."""
    period = texts.in_sentence(reading.asked.period)
    if early:
        return gettext(
            "Plaintes reçues, %(period)s, selon leur sujet d’aujourd’hui."
            " Aucune évolution : %(early)s.",
            period=period,
            early=early,
        )
    return gettext(
        "Plaintes reçues, %(period)s, selon leur sujet d’aujourd’hui."
        " L’évolution se compare à : %(compared)s.",
        period=period,
        compared=texts.short_period(reading.asked.compared),
    )


def levels(reading: Reading, only: Agency | None = None) -> Block:
    """How far up complaints went before they were answered."""
    grid = reading.levels
    highest = max((int(str(level)) for _, level in grid.table if level != TOTAL), default=1)
    columns = [str(level) for level in range(1, max(highest, 2) + 1)]
    colours = [ORDERED[min(rank, len(ORDERED) - 1)] for rank in range(len(columns))]

    def line(name: Text, code: str) -> Line:
        parts = grid.row(code, columns)
        first, *others = (
            led(reading, count_cell(n), code, Led.LEVEL, level=level)
            for level, n in zip(columns, parts, strict=True)
        )
        whole = led(reading, count_cell(grid.n(code)), code, Led.ANSWERED)
        cells = (marked(reading, first, code, Rated.LEVELS), *others, whole)
        return Line(name, cells, _plot(parts, colours))

    return Block(
        code="paliers",
        title=_levels_title(reading, only.code if only else TOTAL),
        unit=gettext(
            "Premières réponses, %(period)s, selon le palier le plus haut atteint."
            " Chaque barre fait 100 %%.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            *(Column(gettext("Palier %(level)s", level=level)) for level in columns),
            Column(gettext("Réponses"), is_sorted=True, is_n=True),
        ),
        groups=ranked_groups(
            (only,) if only else reading.agencies,
            line,
            lambda code: (-(grid.n(code) or 0),),
            size=grid.n,
            apart=gettext("Moins de 30 réponses"),
        ),
        definition="paliers",
        in_rows=InRows(gettext("Part de chaque palier"), 0),
        key=tuple(
            (charts.key_square(colour), gettext("Palier %(level)s", level=level))
            for colour, level in zip(colours, columns, strict=True)
        ),
        is_wide=True,
    )


def findings(reading: Reading, only: Agency | None = None) -> Block:
    """What was found in the complaints that were closed."""
    grid = reading.findings

    def line(name: Text, code: str) -> Line:
        parts = grid.row(code, FINDING_NAMES)
        shares = (rate_cell(reading, rate, code) for rate in (SETTLED, CORRECTED, REOPENED))
        found = (
            led(reading, count_cell(n), code, led_by_finding(finding))
            for finding, n in zip(FINDING_NAMES, parts, strict=True)
        )
        return Line(
            name,
            (*found, led(reading, count_cell(grid.n(code)), code, Led.CLOSED), *shares),
            _plot(_in_four(parts), _FINDING_COLOURS, width=_BESIDE_MANY),
        )

    return Block(
        code="conclusions",
        title=_findings_title(reading, only.code if only else TOTAL),
        unit=gettext(
            "Plaintes fermées, %(period)s. Chaque barre fait 100 %%.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            *(Column(gettext(words)) for words in FINDING_NAMES.values()),
            Column(gettext("Fermées"), is_sorted=True, is_n=True),
            Column(gettext("Réglées au premier contact"), "%"),
            Column(gettext("Avec mesure corrective"), "%"),
            Column(gettext("Reprises"), "%"),
        ),
        groups=ranked_groups(
            (only,) if only else reading.agencies,
            line,
            lambda code: (-(grid.n(code) or 0),),
            size=grid.n,
            apart=gettext("Moins de 30 plaintes fermées"),
        ),
        definition="conclusions",
        in_rows=InRows(gettext("Part de chaque conclusion"), 0),
        key=tuple(zip(map(charts.key_square, _FINDING_COLOURS), _four_names(), strict=True)),
        is_wide=True,
    )


def _plot(
    parts: Sequence[int | None], colours: Sequence[str], width: int = charts.STACK_WIDTH
) -> Markup | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or not any(known):
        return None
    return charts.stacked(known, colours, width)


def _in_four(parts: Sequence[int | None]) -> list[int | None]:
    """Put the findings that say nothing on the substance together: four colours are enough."""
    rest = parts[3:]
    known = [part for part in rest if part is not None]
    return [*parts[:3], sum(known) if len(known) == len(rest) else None]


def _four_names() -> tuple[str, ...]:
    first = [gettext(words) for words in list(FINDING_NAMES.values())[:3]]
    return (*first, gettext("Sans conclusion sur le fond"))


def part_cell(n: int | None, total: int | None) -> Cell:
    """Show which part of a number another is, or that one of them is hidden."""
    if n is None or total is None:
        return unpublished()
    return share_cell(Share(n, total))


def change_cell(now: int | None, before: int | None) -> Cell:
    """Show how a count moved, in words, or that one of them is hidden."""
    if now is None or before is None:
        return unpublished()
    words = texts.change(now, before)
    return Cell(words, words)


def _themes_title(reading: Reading, row: str, codes: Sequence[str], names: dict[str, Text]) -> str:
    grid = reading.themes
    first = next((code for code in codes if code != OTHER), None)
    n, total = (grid.n(row, first) if first else None), grid.n(row)
    if first is None or not n or not total:
        return gettext("Les sujets des plaintes reçues")
    found = gettext(
        "Premier sujet : %(theme)s, %(share)s des plaintes",
        theme=texts.words_of(names[first]),
        share=texts.share(Share(n, total)),
    )
    compared = reading.agencies if row == TOTAL and not reading.asked.narrowing.theme else ()
    return with_outlier(found, compared, lambda code: part_of(grid, code, first))


def part_of(grid: Grid, code: str, column: str) -> Bounds | None:
    """Return which part of an agency's row a column is, where both are told."""
    n, total = grid.n(code, column), grid.n(code)
    return None if n is None or total is None else Bounds(n, n, total)


def _levels_title(reading: Reading, code: str) -> str:
    grid = reading.levels
    if not grid.n(code) or grid.n(code, "1") is None:
        return gettext("Le palier atteint avant la réponse")
    found = gettext(
        "%(share)s des réponses ont demandé de monter au palier 2 ou plus haut",
        share=texts.share(_higher(grid, code)),
    )
    return _with_most(reading, code, found, grid, _higher)


def _higher(grid: Grid, code: str) -> Share:
    n = grid.n(code) or 0
    return Share(n - (grid.n(code, "1") or 0), n)


def _findings_title(reading: Reading, code: str) -> str:
    grid = reading.findings
    if not grid.n(code) or None in grid.row(code, _FOUNDED):
        return gettext("Les conclusions des plaintes fermées")
    found = gettext(
        "%(share)s des plaintes fermées sont fondées, en tout ou en partie",
        share=texts.share(_founded(grid, code)),
    )
    return _with_most(reading, code, found, grid, _founded)


def _founded(grid: Grid, code: str) -> Share:
    return Share(sum(n or 0 for n in grid.row(code, _FOUNDED)), grid.n(code) or 0)


def _with_most(
    reading: Reading, code: str, found: str, grid: Grid, share: Callable[[Grid, str], Share]
) -> str:
    """Add who has the most; before the public, whose shares are made of hidden cells, nobody."""
    if code != TOTAL or reading.is_public:
        return found
    ends = extremes(reading.agencies, grid.n, lambda one: share(grid, one).value or 0)
    return texts.with_most(found, ends, lambda one: texts.share(share(grid, one)))
