"""A block on the plain language of answers: with how many hints, which bind nobody, they left."""

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
    days_cell,
    most_first,
    share_cell,
)
from portal.reporting.figures import Reading


def plain_answers(reading: Reading) -> Block:
    """How many answers of each agency left without anything to say more plainly."""
    plain = reading.whole.plain
    return Block(
        code="langage",
        title=gettext(
            "%(share)s des réponses sont parties en langage simple",
            share=texts.share(plain),
        )
        if plain.n
        else gettext("Aucune réponse vérifiée pour le langage simple"),
        unit=gettext(
            "Premières réponses, %(period)s, selon les remarques restées au moment de l’envoi.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Réponses vérifiées"), is_sorted=True),
            Column(gettext("Sans remarque"), "%"),
            Column(gettext("Remarques, médiane")),
            Column(gettext("Remarques, 9 sur 10")),
        ),
        groups=most_first(reading, Measure.HINTS, _plain_line),
        definition="langage",
    )


def _plain_line(name: Text, figures: Figures) -> Line:
    hints = figures.hints
    ranks = (days_cell(hints.median), days_cell(hints.ninth_decile))
    return Line(name, (count_cell(hints.n), share_cell(figures.plain), *ranks))
