"""Blocks on promises: whether answers come in time, and how old open complaints are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.domain.figures.leading import Led
from portal.domain.figures.means import Rated
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.domain.time.periods import AGE_LIMITS
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.plots import charts
from portal.reporting.plots.charts import ORDERED
from portal.reporting.portrait_figures.extremes import extremes
from portal.reporting.tables.blocks import (
    RANKED_FROM,
    Block,
    Cell,
    Column,
    InRows,
    Line,
    agency_column,
    count_cell,
    ranked_groups,
    share_cell,
)
from portal.reporting.tables.leads import lead_to_open, leading_to, led
from portal.reporting.tables.marks import marked
from portal.reporting.tables.rates import CONTACT_KEPT, KEPT, rate_cell, rate_in


def kept(reading: Reading) -> Block:
    """Whether answers came by the dates that were promised."""

    def order(code: str) -> tuple[float, ...]:
        known = rate_in(reading, KEPT, code)
        return (-_least_kept(reading, code), -known.n if known is not None else 0)

    return Block(
        code="dates",
        title=_kept_title(reading),
        unit=gettext(
            "Réponses dues, %(period)s."
            " Une réponse en retard compte, même si elle n’est pas encore venue.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Dans le délai"), "%", is_sorted=True),
            Column(gettext("Réponses dues"), is_n=True),
            *_at_first_column(reading),
            Column(gettext("Premier contact à temps"), "%"),
            Column(gettext("Premiers contacts dus")),
        ),
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: _kept_line(reading, name, code),
            order,
            size=reading.due.n,
            apart=gettext("Moins de 30 réponses dues : affichés, mais pas classés"),
        ),
        definition="promis",
        in_rows=InRows(gettext("Part des réponses dans le délai"), 0),
        is_wide=True,
        has_two_ends=True,
    )


def ages(reading: Reading) -> Block:
    """How old the complaints are that are open today."""
    totals = [sum(column) for column in zip(*reading.ages.values(), strict=True)] or [0] * 4
    by_code = {**reading.ages, TOTAL: tuple(totals)}

    def line(name: Text, code: str) -> Line:
        classes = by_code[code]
        of_ages = (
            leading_to(count_cell(n), lead_to_open(reading, code, age))
            for age, n in enumerate(classes)
        )
        whole = leading_to(count_cell(sum(classes)), lead_to_open(reading, code))
        cells = (*of_ages, whole)
        return Line(name, cells, charts.stacked(classes, ORDERED) if sum(classes) else None)

    return Block(
        code="ages",
        title=_ages_title(reading, by_code),
        unit=gettext(
            "Plaintes en cours aujourd’hui, selon leur âge en jours ouvrables."
            " Chaque barre fait 100 %."
        ),
        first=agency_column(),
        columns=(*(Column(words) for words in age_names()), Column(gettext("En cours"), "", True)),
        groups=ranked_groups(reading.agencies, line, lambda code: (-sum(by_code[code]),)),
        definition="age",
        in_rows=InRows(gettext("Part de chaque âge"), 0),
        key=tuple(
            (charts.key_square(colour), words)
            for colour, words in zip(ORDERED, age_names(), strict=True)
        ),
        is_wide=True,
    )


def age_names() -> tuple[str, ...]:
    """Return the names of the classes of age."""
    first, second, third = AGE_LIMITS
    return (
        gettext("0 à %(days)s jours", days=first),
        gettext("%(from)s à %(days)s jours", **{"from": first + 1, "days": second}),
        gettext("%(from)s à %(days)s jours", **{"from": second + 1, "days": third}),
        gettext("Plus de %(days)s jours", days=third),
    )


def _kept_line(reading: Reading, name: Text, code: str) -> Line:
    known = rate_in(reading, KEPT, code)
    cells = (
        rate_cell(reading, KEPT, code, is_strong=True),
        led(reading, count_cell(reading.due.n(code)), code, Led.DUE),
        *_at_first_cell(reading, code),
        rate_cell(reading, CONTACT_KEPT, code),
        count_cell(reading.contacts_due.n(code)),
    )
    is_drawn = known is not None and known.is_told
    return Line(name, cells, charts.share_bar(*known.percents) if known and is_drawn else None)


def _at_first_column(reading: Reading) -> tuple[Column, ...]:
    """Return the column of a share that the public could subtract from the rate beside it."""
    return () if reading.is_public else (Column(gettext("Sans prolongation ni arrêt"), "%"),)


def _at_first_cell(reading: Reading, code: str) -> tuple[Cell, ...]:
    if reading.is_public:
        return ()
    cell = share_cell(reading.figures(code).kept_at_first)
    return (marked(reading, cell, code, Rated.KEPT_AT_FIRST),)


def _kept_title(reading: Reading) -> str:
    known = rate_in(reading, KEPT)
    if known is None or not known.is_told:
        return gettext("Aucune réponse due à montrer pour cette période")
    found = gettext("%(share)s des réponses promises sont venues à temps", share=texts.rate(known))
    ends = extremes(reading.agencies, reading.due.n, lambda code: _least_kept(reading, code))
    if ends is None:
        return found
    told = gettext(
        "%(found)s, de %(low)s (%(worst)s) à %(high)s (%(best)s)",
        found=found,
        low=rate_cell(reading, KEPT, ends[0].code).words,
        worst=texts.short_name(ends[0]),
        high=rate_cell(reading, KEPT, ends[1].code).words,
        best=texts.short_name(ends[1]),
    )
    if all((reading.due.n(agency.code) or 0) >= RANKED_FROM for agency in reading.agencies):
        return told
    return gettext(
        "%(told)s, parmi ceux qui ont au moins %(fewest)s réponses dues",
        told=told,
        fewest=RANKED_FROM,
    )


def _least_kept(reading: Reading, code: str) -> float:
    known = rate_in(reading, KEPT, code)
    return known.least / known.n if known is not None and known.n else 0


def _ages_title(reading: Reading, by_code: Mapping[str, Sequence[int]]) -> str:
    if not sum(by_code[TOTAL]):
        return gettext("Aucune plainte n’est en cours")

    def old(code: str) -> float:
        return sum(by_code[code][2:]) / sum(by_code[code])

    found = gettext(
        "%(share)s des plaintes en cours ont plus de %(days)s jours ouvrables",
        share=texts.percent(old(TOTAL)),
        days=AGE_LIMITS[1],
    )
    return texts.with_most(
        found,
        extremes(reading.agencies, lambda code: sum(by_code[code]), old),
        lambda code: texts.percent(old(code)),
    )
