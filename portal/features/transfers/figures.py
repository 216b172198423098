"""The block on what agencies hand on: how many complaints, and the dates first promised."""

from __future__ import annotations

from portal.domain.figures.measures import Measure
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import Block, Column, agency_column, most_first_with_share
from portal.reporting.texts import ngettext


def complaints_transferred(reading: Reading) -> Block:
    """How many complaints each agency handed on, and what became of the dates first promised."""
    count = reading.whole.count(Measure.ROUTED)
    return Block(
        code="transferts",
        title=ngettext(
            "%(num)s plainte remise à un autre organisme",
            "%(num)s plaintes remises à un autre organisme",
            count,
        )
        if count
        else gettext("Aucune plainte remise à un autre organisme"),
        unit=gettext(
            "Plaintes remises, %(period)s."
            " La première date promise est comptée chez qui l’a promise.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Remises à d’autres"), "", is_sorted=True),
            Column(gettext("Première date tenue"), "%"),
            Column(gettext("Premières dates dues")),
        ),
        groups=most_first_with_share(
            reading, Measure.ROUTED, lambda figures: figures.first_promise_kept
        ),
        definition="transferts",
    )
