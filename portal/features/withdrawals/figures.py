"""The block on withdrawals: apart from what was closed, with who suggested them.

It is for those who see figures of the staff: one agency has few, and each says something of
somebody.
"""

from __future__ import annotations

from portal.domain.figures.indicators import Figures
from portal.domain.figures.leading import Led
from portal.domain.figures.measures import Measure
from portal.domain.figures.published import Bounds, published, together, total
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import (
    NOTHING,
    Block,
    Column,
    Line,
    agency_column,
    count_cell,
    ranked_groups,
    share_cell,
)
from portal.reporting.tables.leads import led
from portal.reporting.tables.rates import bounds_cell
from portal.reporting.texts import ngettext


def withdrawals(reading: Reading) -> Block:
    """How many complaints were withdrawn, and how many of these the agency had suggested."""
    count = reading.whole.count(Measure.WITHDRAWN)
    suggested = _suggested(reading)
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
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: _line(reading, name, code, suggested[code]),
            lambda code: (-reading.figures(code).count(Measure.WITHDRAWN),),
        ),
        definition="retraits",
        note=gettext(
            "Qui a suggéré un retrait : de 1 à 4, personne ne voit le nombre exact, pas même"
            " l’organisme; ni pour une année, ni quand la page est filtrée."
        ),
    )


def _suggested(reading: Reading) -> dict[str, Bounds]:
    """Return what may be known of withdrawals that were suggested: as of what people think.

    Among few, or narrowed to few, who was asked who suggested it could be told.
    """
    asked = reading.asked
    told = {agency.code: _told(reading.figures(agency.code)) for agency in reading.agencies}
    if asked.narrowing.chosen or asked.period.quarters != (asked.period,):
        known = {code: Bounds(0, share.n, share.n) for code, (share, _) in told.items()}
        return {**known, TOTAL: together(known.values())}
    return {code: bounds for code, (_, bounds) in told.items()} | {TOTAL: total(told.values())}


def _told(figures: Figures) -> tuple[Share, Bounds]:
    share = Share(figures.count(Measure.WITHDRAWN_SUGGESTED), figures.count(Measure.WITHDRAWN))
    return share, published(share)


def _line(reading: Reading, name: Text, code: str, suggested: Bounds) -> Line:
    figures = reading.figures(code)
    withdrawn = figures.count(Measure.WITHDRAWN)
    shares = (
        share_cell(Share(figures.count(measure), withdrawn))
        for measure in (Measure.WITHDRAWN_BY_STAFF, Measure.WITHDRAWN_LATE)
    )
    kept = count_cell(figures.count(Measure.WITHDRAWAL_KEPT))
    counted = led(reading, count_cell(withdrawn), code, Led.WITHDRAWN)
    return Line(name, (counted, bounds_cell(suggested, NOTHING), *shares, kept))
