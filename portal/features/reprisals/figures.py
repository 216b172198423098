"""The block on reprisals: how many were reported, and whether somebody acted in time."""

from __future__ import annotations

from portal.domain.figures.indicators import Figures, Measure
from portal.domain.text import Text
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.blocks import (
    Block,
    Column,
    Line,
    agency_column,
    count_cell,
    most_first,
    share_cell,
)
from portal.reporting.figures import Reading
from portal.reporting.texts import ngettext


def reprisals(reading: Reading) -> Block:
    """How many reprisals were reported; the public is not shown it, a few would name somebody."""
    count = reading.whole.count(Measure.REPRISALS)

    return Block(
        code="reprisals",
        title=ngettext(
            "%(num)s signalement de représailles", "%(num)s signalements de représailles", count
        )
        if count
        else gettext("Aucun signalement de représailles"),
        unit=gettext("Signalements, %(period)s.", period=texts.in_sentence(reading.asked.period)),
        first=agency_column(),
        columns=(
            Column(gettext("Signalements"), "", is_sorted=True),
            Column(gettext("Premier geste à temps"), "%"),
            Column(gettext("Premiers gestes dus")),
        ),
        groups=most_first(reading, Measure.REPRISALS, _line),
        definition="represailles",
    )


def _line(name: Text, figures: Figures) -> Line:
    kept = figures.reprisal_kept
    return Line(
        name,
        (count_cell(figures.count(Measure.REPRISALS)), share_cell(kept), count_cell(kept.n)),
    )
