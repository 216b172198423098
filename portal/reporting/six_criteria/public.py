"""The six criteria before the public: the rates that are published, and what concerns nobody.

Nothing is told here that another public table does not tell of the same cells: so no subtraction
between the two finds anybody.
"""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.domain.figures.small_cells import TOTAL
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.counts.grids import Grid
from portal.reporting.figures import Reading
from portal.reporting.six_criteria.block import name_of
from portal.reporting.six_criteria.computed import OF_NOBODY, not_of_people, told_of
from portal.reporting.six_criteria.indicator import CRITERION_NAMES, Criterion, Indicator
from portal.reporting.six_criteria.registry import BY_CODE, INDICATORS
from portal.reporting.six_criteria.values import words_of
from portal.reporting.tables.blocks import NOTHING, Block, Cell, Column, Group, Line, count_cell
from portal.reporting.tables.rates import KEPT, REOPENED, SETTLED, Rate, rate_cell

PUBLISHED: dict[str, Rate] = {"R4": KEPT, "S4": SETTLED, "L3": REOPENED}
"""The indicators that everybody may know of, each by the rate that is published."""


def public_criteria(reading: Reading, only: Agency | None = None) -> Block:
    """The indicators that are published, of all agencies or of one."""
    code = only.code if only else TOTAL
    return Block(
        code="criteres",
        title=gettext("Ce qui est publié des six critères"),
        unit=gettext("Indicateurs, %(period)s.", period=texts.in_sentence(reading.asked.period)),
        first=gettext("Indicateur"),
        columns=(Column(gettext("Valeur")), Column(gettext("Parmi")), Column(gettext("Cible"))),
        groups=tuple(
            Group(group, gettext(CRITERION_NAMES[criterion]))
            for criterion in Criterion
            if (group := _lines(criterion, reading, code))
        ),
        definition="six-criteres",
        note=gettext(
            "Les autres indicateurs se lisent à l’interne : publiés à côté, ils diraient ce qui est"
            " masqué ailleurs."
        ),
        is_wide=True,
    )


def _of_rate(reading: Reading, name: str, code: str) -> tuple[Cell, Cell]:
    among: Grid = reading.due if PUBLISHED[name] is KEPT else reading.findings
    return rate_cell(reading, PUBLISHED[name], code, is_strong=True), count_cell(among.n(code))


def _as_it_is(reading: Reading, name: str, code: str) -> tuple[Cell, Cell]:
    value = not_of_people(reading)[name].get(code)
    words = words_of(value, BY_CODE[name]) or NOTHING
    return Cell(words, words, is_strong=True), Cell(told_of(value) or NOTHING)


def _lines(criterion: Criterion, reading: Reading, code: str) -> tuple[Line, ...]:
    return tuple(
        _line(indicator, reading, code)
        for indicator in INDICATORS
        if indicator.criterion is criterion and indicator.code in (*PUBLISHED, *OF_NOBODY)
    )


def _line(indicator: Indicator, reading: Reading, code: str) -> Line:
    read = _of_rate if indicator.code in PUBLISHED else _as_it_is
    target = gettext(indicator.target.words) if indicator.target else gettext("pas de cible")
    cells = (*read(reading, indicator.code, code), Cell(target, target))
    return Line(name_of(indicator), cells, definition=indicator.code)
