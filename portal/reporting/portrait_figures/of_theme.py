"""A block on one theme, as everybody may know it: how much of it each agency received.

It is made of the cells that the table of themes publishes of every agency, and of nothing else.
"""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.counts.grids import Grid
from portal.reporting.figures import Reading
from portal.reporting.portrait_figures.by_subject import (
    change_cell,
    part_cell,
    part_of,
    themes,
    themes_unit,
)
from portal.reporting.portrait_figures.extremes import with_outlier
from portal.reporting.queries_beginning import too_early
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Line,
    agency_column,
    count_cell,
    ranked_groups,
)
from portal.reporting.tables.breaks import parting_of_theme, refused


def public_themes(reading: Reading, only: Agency | None = None) -> Block:
    """Show what complaints are about; narrowed to a theme, who received how many about it."""
    theme = reading.asked.narrowing.theme
    return _of_theme(reading, theme, only) if theme and reading.known else themes(reading, only)


def _of_theme(reading: Reading, theme: str, only: Agency | None) -> Block:
    now, before, early = reading.themes, reading.themes_before, too_early(reading)
    is_compared = before.n(TOTAL) != 0 and not early

    def line(name: Text, code: str) -> Line:
        n = now.n(code, theme)
        change = change_cell(n, before.n(code, theme)) if is_compared else _none()
        if is_compared and (broken := parting_of_theme(reading, theme, code)):
            change = refused(broken)
        received = now.n(code)
        return Line(name, (count_cell(n), part_cell(n, received), change, count_cell(received)))

    return Block(
        code="sujets",
        title=_title(reading, theme, only),
        unit=themes_unit(reading, early),
        first=agency_column(),
        columns=(
            Column(gettext("Plaintes à ce sujet"), is_first_read=True),
            Column(gettext("Part"), "%", is_sorted=True),
            Column(gettext("Évolution")),
            Column(gettext("Plaintes reçues"), is_n=True),
        ),
        groups=ranked_groups(
            (only,) if only else reading.agencies,
            line,
            lambda code: (-_value(now, code, theme),),
            size=lambda code: now.n(code) if part_of(now, code, theme) else None,
            apart=gettext("Moins de 30 plaintes reçues, ou nombre masqué"),
        ),
        definition="sujets",
        is_wide=True,
        has_two_ends=True,
    )


def _none() -> Cell:
    return Cell(gettext("sans comparaison"))


def _value(grid: Grid, code: str, theme: str) -> float:
    part = part_of(grid, code, theme)
    return part.least / part.n if part and part.n else 0


def _title(reading: Reading, theme: str, only: Agency | None) -> str:
    grid, code = reading.themes, only.code if only else TOTAL
    names = {one.code: texts.words_of(one.name.text) for one in runtime().agencies.portal.themes}
    part = part_of(grid, code, theme)
    if part is None or not part.n:
        return gettext("Les plaintes au sujet « %(theme)s »", theme=names[theme])
    found = gettext(
        "« %(theme)s » : %(share)s des plaintes",
        theme=names[theme],
        share=texts.share(Share(part.least, part.n)),
    )
    compared = () if only else reading.agencies
    return with_outlier(found, compared, lambda agency: part_of(grid, agency, theme))
