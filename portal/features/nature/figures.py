"""The block on what it was that came: complaints, and apart from them whatever was none."""

from __future__ import annotations

from collections import Counter
from functools import partial

from portal.domain.figures.leading import Led
from portal.domain.figures.measures import Measure
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.nature import OWN_MOTION, Nature
from portal.domain.text import Text
from portal.features.nature.rules import NATURES
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.portrait_figures.extremes import with_outlier
from portal.reporting.tables.blocks import (
    Block,
    Column,
    Group,
    Line,
    count_cell,
    nothing,
    share_cell,
)
from portal.reporting.tables.leads import led
from portal.words.catalogue import gettext_in, to_translate

_Counts = Counter[tuple[str, str]]
_OPENED = to_translate("Dossier ouvert par le service, de sa propre initiative")


def natures(reading: Reading) -> Block:
    """What came, by what it was, and how many of the answers due came in time."""
    counts: _Counts = Counter()
    for row in reading.natures:
        counts[row.nature, row.measure] += row.n
    received = sum(counts[nature, Measure.RECEIVED] for nature in Nature)
    line = partial(_line, reading, counts)
    return Block(
        code="natures",
        title=_title(reading, counts, received),
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
            Column(gettext("Transmises, avec merci")),
            Column(gettext("Plainte, dit la personne")),
        ),
        groups=(
            Group(tuple(line(nature, NATURES[nature], received) for nature in Nature)),
            Group((line(OWN_MOTION, _OPENED),)),
        ),
        definition="nature",
    )


def _line(
    reading: Reading, counts: _Counts, nature: str, words: str, among: int | None = None
) -> Line:
    """Return what was of a nature, and its share of all that came, if it came from outside."""
    n, kept = counts[nature, Measure.RECEIVED], counts[nature, Measure.ANSWER_KEPT]
    due = kept + counts[nature, Measure.ANSWER_MISSED]
    share = nothing() if among is None else share_cell(Share(n, among))
    passed_on, contested = counts[nature, Measure.PASSED_ON], counts[nature, Measure.CONTESTED]
    counted = partial(led, reading, code=TOTAL, nature=nature)
    owed = (counted(count_cell(due), counts=Led.DUE), share_cell(Share(kept, due)))
    came = counted(count_cell(n), counts=Led.RECEIVED)
    name = Text(words, gettext_in("en", words))
    return Line(name, (came, share, *owed, count_cell(passed_on), count_cell(contested)))


def _title(reading: Reading, counts: _Counts, received: int) -> str:
    others = received - counts[Nature.COMPLAINT, Measure.RECEIVED]
    if not others:
        return gettext("Tout ce qui est arrivé est compté comme plainte")
    found = gettext(
        "%(share)s de ce qui est arrivé n’était pas une plainte",
        share=texts.percent(others / received),
    )
    shares = _others_by_agency(reading)
    return with_outlier(found, reading.agencies, lambda code: Bounds.exact(shares[code]))


def _others_by_agency(reading: Reading) -> dict[str, Share]:
    """Return which part of what came to each agency was no complaint."""
    came: Counter[str] = Counter()
    complaints: Counter[str] = Counter()
    for row in reading.natures:
        if row.measure == Measure.RECEIVED and row.nature in set(Nature):
            came[row.agency] += row.n
            complaints[row.agency] += row.n if row.nature == Nature.COMPLAINT else 0
    codes = (agency.code for agency in reading.agencies)
    return {code: Share(came[code] - complaints[code], came[code]) for code in codes}
