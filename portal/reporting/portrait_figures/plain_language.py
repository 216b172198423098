"""A block on the plain language of answers: with how many hints, which bind nobody, they left."""

from __future__ import annotations

from portal.domain.figures.means import Rated
from portal.domain.text import Text
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import (
    Block,
    Column,
    Line,
    agency_column,
    count_cell,
    days_cell,
    ranked_groups,
    share_cell,
)
from portal.reporting.tables.marks import marked


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
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: _plain_line(reading, name, code),
            lambda code: (-reading.figures(code).hints.n,),
        ),
        definition="langage",
    )


def _plain_line(reading: Reading, name: Text, code: str) -> Line:
    hints, plain = reading.figures(code).hints, share_cell(reading.figures(code).plain)
    ranks = (days_cell(hints.median), days_cell(hints.ninth_decile))
    return Line(name, (count_cell(hints.n), marked(reading, plain, code, Rated.PLAIN), *ranks))
