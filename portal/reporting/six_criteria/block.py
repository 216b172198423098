"""The block of the six criteria: each indicator with its value, its n and its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from portal.domain.figures.breaks import Break, Measured
from portal.domain.figures.means import Rated
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.six_criteria.computed import indicators_before, read_indicators, told_of
from portal.reporting.six_criteria.indicator import CRITERION_NAMES, Criterion, Indicator
from portal.reporting.six_criteria.registry import INDICATORS
from portal.reporting.six_criteria.values import Amount, Value, is_met, number_of, words_of
from portal.reporting.tables.blocks import NOTHING, Block, Cell, Column, Group, Line, nothing
from portal.reporting.tables.breaks import break_words, parting, why_not
from portal.reporting.tables.marks import marked
from portal.words.catalogue import gettext_in

Told = Mapping[str, Value | None]

_RATED = {
    **dict.fromkeys(("R1", "R2"), Rated.CONTACT),
    "R4": Rated.KEPT,
    "S4": Rated.SETTLED,
    "S5": Rated.PLAIN,
    "P1": Rated.PLAIN,
    "L3": Rated.REOPENED,
}
"""What those indicators are about that something can make look better."""

_MEASURED = {
    **dict.fromkeys(("R1", "R2", "R3", "A3"), Measured.DAYS),
    "R4": Measured.KEPT,
}
"""Which are counted in working time, or in promises: a calendar or a time limit breaks these."""


def six_criteria(reading: Reading) -> Block:
    """Every indicator of the agencies of the page together, by criterion."""
    told, before = reading.once(read_indicators)[TOTAL], indicators_before(reading)
    broken = _told_breaks(reading, before)
    return Block(
        code="criteres",
        title=_title(told),
        unit=gettext(
            "Indicateurs, %(period)s. « Avant » se lit pour : %(compared)s.",
            period=texts.in_sentence(reading.asked.period),
            compared=texts.short_period(reading.asked.compared),
        ),
        first=gettext("Indicateur"),
        columns=(
            Column(gettext("Valeur")),
            Column(gettext("Parmi")),
            Column(gettext("Cible")),
            Column(gettext("Avant")),
        ),
        groups=tuple(_group(reading, criterion, told, before, broken) for criterion in Criterion),
        definition="six-criteres",
        breaks=tuple(map(break_words, broken)),
        note=gettext("La définition de chaque indicateur dit d’où vient sa cible."),
        is_wide=True,
        stays_open=True,
    )


def _group(
    reading: Reading, criterion: Criterion, told: Told, before: Told, broken: Sequence[Break]
) -> Group:
    own = [indicator for indicator in INDICATORS if indicator.criterion is criterion]
    lines = tuple(
        _line(
            reading,
            one,
            told.get(one.code),
            _before_cell(reading, one, before.get(one.code), broken),
        )
        for one in own
    )
    return Group(lines, gettext(CRITERION_NAMES[criterion]))


def _line(reading: Reading, indicator: Indicator, value: Value | None, before: Cell) -> Line:
    cells = (
        _marked(
            reading, indicator, _with_beside(reading, indicator, _value_cell(indicator, value))
        ),
        Cell(told_of(value) or NOTHING, value.n if value is not None else None),
        _target_cell(indicator, value),
        before,
    )
    return Line(name_of(indicator), cells, definition=indicator.code)


def _with_beside(reading: Reading, indicator: Indicator, cell: Cell) -> Cell:
    """Say beside a first contact in time how many of those noted nobody confirmed."""
    unconfirmed = reading.whole.contact_unconfirmed
    if indicator.code != "R2" or not unconfirmed.n:
        return cell
    words = gettext(
        "%(value)s (contacts sans confirmation : %(share)s)",
        value=cell.words,
        share=texts.share(unconfirmed),
    )
    return structs.replace(cell, words=words)


def _marked(reading: Reading, indicator: Indicator, cell: Cell) -> Cell:
    rated = _RATED.get(indicator.code)
    return cell if rated is None else marked(reading, cell, TOTAL, rated)


def name_of(indicator: Indicator) -> Text:
    """Return the code and the name of an indicator in both languages."""
    return Text(
        f"{indicator.code}. {indicator.name}",
        f"{indicator.code}. {gettext_in('en', indicator.name)}",
    )


def _value_cell(indicator: Indicator, value: Value | None) -> Cell:
    words = words_of(value, indicator)
    return Cell(words, _exported(value), is_strong=True) if words else nothing()


def _before_cell(
    reading: Reading, indicator: Indicator, before: Value | None, told: Sequence[Break]
) -> Cell:
    """Return what it was before; where something parts the two periods, that by its number."""
    cell = _value_cell(indicator, before)
    broken = _parting(reading, indicator) if cell.words != NOTHING else ()
    if not broken:
        return cell
    numbers = ", ".join(str(number) for number, one in enumerate(told, 1) if one in broken)
    words = gettext("non comparé (%(numbers)s)", numbers=numbers)
    return Cell(words, why_not(broken), reason="; ".join(map(break_words, broken)))


def _parting(reading: Reading, indicator: Indicator) -> tuple[Break, ...]:
    measured = _MEASURED.get(indicator.code, Measured.RECEIVED)
    return parting(reading, measured, TOTAL, indicator.code)


def _told_breaks(reading: Reading, before: Told) -> tuple[Break, ...]:
    """Return what parts any indicator that was something before, each once."""
    known = (each for each in INDICATORS if words_of(before.get(each.code), each))
    parting_any = {one.id for each in known for one in _parting(reading, each)}
    return tuple(one for one in reading.breaks if one.id in parting_any)


def _exported(value: Value | None) -> int | str | None:
    match value:
        case Share():
            return value.percent
        case Amount():
            return value.value
        case _:
            number = number_of(value)
            return None if number is None else f"{number:g}"


def _target_cell(indicator: Indicator, value: Value | None) -> Cell:
    if indicator.target is None:
        return Cell(gettext("pas de cible"))
    target, reached = gettext(indicator.target.words), is_met(value, indicator)
    if reached is None:
        return Cell(target, target)
    said = gettext("atteinte") if reached else gettext("pas atteinte")
    words = gettext("%(target)s : %(said)s", target=target, said=said)
    return Cell(words, words)


def _title(told: Told) -> str:
    reached = [is_met(told.get(indicator.code), indicator) for indicator in INDICATORS]
    measured = [is_reached for is_reached in reached if is_reached is not None]
    if not measured:
        return gettext("Rien à mesurer dans cette période")
    return gettext(
        "%(met)s indicateurs sur %(all)s atteignent leur cible",
        met=texts.number(sum(measured)),
        all=texts.number(len(measured)),
    )
