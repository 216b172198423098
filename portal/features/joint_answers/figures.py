"""The block on parts: how many each agency was asked for, and answered in time."""

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


def parts_asked(reading: Reading) -> Block:
    """How many parts of others’ complaints each agency was asked for, and answered in time."""
    count = reading.whole.count(Measure.PARTS)

    return Block(
        code="parties",
        title=ngettext(
            "%(num)s partie demandée à un autre organisme",
            "%(num)s parties demandées à un autre organisme",
            count,
        )
        if count
        else gettext("Aucune partie demandée à un autre organisme"),
        unit=gettext(
            "Parties demandées, %(period)s. Une plainte compte une fois, chez qui l’a.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Parties demandées"), "", is_sorted=True),
            Column(gettext("Répondues à temps"), "%"),
            Column(gettext("Réponses dues")),
        ),
        groups=most_first(reading, Measure.PARTS, _part_line),
        definition="parties",
    )


def _part_line(name: Text, figures: Figures) -> Line:
    kept = figures.parts_kept
    return Line(
        name, (count_cell(figures.count(Measure.PARTS)), share_cell(kept), count_cell(kept.n))
    )
