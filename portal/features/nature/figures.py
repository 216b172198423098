"""The block on what it was that came: complaints, and apart from them whatever was none."""

from __future__ import annotations

from collections import Counter

from portal.domain.figures.indicators import Measure, Share
from portal.domain.nature import Nature
from portal.domain.text import Text
from portal.features.nature.rules import NATURES
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.blocks import Block, Column, Group, Line, count_cell, share_cell
from portal.reporting.figures import Reading
from portal.words.catalogue import gettext_in

_Counts = Counter[tuple[str, str]]


def natures(reading: Reading) -> Block:
    """What came, by what it was, and how many of the answers due came in time."""
    counts: _Counts = Counter()
    for row in reading.natures:
        counts[row.nature, row.measure] += row.n
    received = sum(n for (_, measure), n in counts.items() if measure == Measure.RECEIVED)
    return Block(
        code="natures",
        title=_title(counts, received),
        unit=gettext(
            "Tout ce qui est arrivé, %(period)s. Les autres chiffres comptent les plaintes.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=gettext("Nature"),
        columns=(
            Column(gettext("Reçues"), is_sorted=True),
            Column(gettext("Part"), "%"),
            Column(gettext("Réponses dues")),
            Column(gettext("Dans le délai"), "%"),
        ),
        groups=(Group(tuple(_line(counts, nature, received) for nature in Nature)),),
        definition="nature",
    )


def _line(counts: _Counts, nature: Nature, received: int) -> Line:
    n, kept = counts[nature, Measure.RECEIVED], counts[nature, Measure.ANSWER_KEPT]
    due = kept + counts[nature, Measure.ANSWER_MISSED]
    words = NATURES[nature]
    cells = (count_cell(n), share_cell(Share(n, received)), count_cell(due))
    name = Text(words, gettext_in("en", words))
    return Line(name, (*cells, share_cell(Share(kept, due))))


def _title(counts: _Counts, received: int) -> str:
    others = received - counts[Nature.COMPLAINT, Measure.RECEIVED]
    if not others:
        return gettext("Tout ce qui est arrivé est compté comme plainte")
    return gettext(
        "%(share)s de ce qui est arrivé n’était pas une plainte",
        share=texts.percent(others / received),
    )
