"""The block on withdrawals: apart from what was closed, with who suggested them.

It is for those who see figures of the staff: one agency has few, and each says something of
somebody.
"""

from __future__ import annotations

from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
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


def withdrawals(reading: Reading) -> Block:
    """How many complaints were withdrawn, and how many of these the agency had suggested."""
    count = reading.whole.count(Measure.WITHDRAWN)
    return Block(
        code="retraits",
        title=ngettext(
            "%(num)s plainte retirée par la personne",
            "%(num)s plaintes retirées par la personne",
            count,
        )
        if count
        else gettext("Aucune plainte retirée par la personne"),
        unit=gettext(
            "Plaintes retirées pour de bon, %(period)s."
            " Ce qui était en retard au retrait reste compté en retard.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Retirées"), "", is_sorted=True),
            Column(gettext("Suggérées par l’organisme"), "%"),
            Column(gettext("Notées par le personnel"), "%"),
            Column(gettext("Déjà en retard"), "%"),
            Column(gettext("Retraits annulés à temps")),
        ),
        groups=most_first(reading, Measure.WITHDRAWN, _line),
        definition="retraits",
    )


def _line(name: Text, figures: Figures) -> Line:
    withdrawn = figures.count(Measure.WITHDRAWN)
    shares = (
        Share(figures.count(measure), withdrawn)
        for measure in (
            Measure.WITHDRAWN_SUGGESTED,
            Measure.WITHDRAWN_BY_STAFF,
            Measure.WITHDRAWN_LATE,
        )
    )
    kept = count_cell(figures.count(Measure.WITHDRAWAL_KEPT))
    return Line(name, (count_cell(withdrawn), *map(share_cell, shares), kept))
