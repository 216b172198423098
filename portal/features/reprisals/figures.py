"""The block on reprisals: how many were reported, and whether somebody acted in time."""

from __future__ import annotations

from portal.domain.figures.indicators import Measure
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.blocks import Block, Column, agency_column, most_first_with_share
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
        groups=most_first_with_share(
            reading, Measure.REPRISALS, lambda figures: figures.reprisal_kept
        ),
        definition="represailles",
    )
