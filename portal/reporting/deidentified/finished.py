"""What a line may tell of a complaint, taken from where its life is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from portal.domain.conclusion import Finding
from portal.domain.figures.cells import Cell
from portal.domain.figures.measures import FINDING, Measure
from portal.domain.nature import Nature
from portal.reporting.deidentified.rule import Finished
from portal.reporting.vintages.lives import Life

NONE = "none"
"""What stands where there was nothing to tell: it was closed without an answer, say."""
KEPT, MISSED = "yes", "no"
_BANDS = ((5, "up_to_5"), (10, "up_to_10"), (20, "up_to_20"), (40, "up_to_40"))
LONGEST = "over_40"
BANDS = (*(code for _, code in _BANDS), LONGEST)
"""In how many working days its agency answered: never the days themselves."""
_OUTCOMES = {f"{FINDING}{finding.value}": finding.value for finding in Finding}


def finished_in(life: Life, months: Collection[str]) -> Finished | None:
    """Return what a line may tell of a complaint that counts as closed in these months."""
    cells = [cell for cell, n in life.cells().items() if n > 0 and cell.nature == Nature.COMPLAINT]
    ended = next((c for c in cells if c.measure in _OUTCOMES and c.month in months), None)
    if ended is None:
        return None
    here = [cell for cell in cells if cell.agency == ended.agency]
    return Finished(
        agency=ended.agency,
        theme=ended.theme,
        category=ended.category,
        channel=ended.channel,
        language=ended.language,
        region=ended.region,
        outcome=_OUTCOMES[ended.measure],
        level=_level(here),
        on_time=_on_time(here),
        days=_band(here),
    )


def _level(here: Iterable[Cell]) -> str:
    return next((str(cell.bucket) for cell in here if cell.measure == Measure.LEVEL), NONE)


def _on_time(here: Iterable[Cell]) -> str:
    measures = {cell.measure for cell in here}
    if Measure.ANSWER_MISSED in measures:
        return MISSED
    return KEPT if Measure.ANSWER_KEPT in measures else NONE


def _band(here: Iterable[Cell]) -> str:
    days = next((cell.bucket for cell in here if cell.measure == Measure.ANSWERED), None)
    if days is None:
        return NONE
    return next((code for most, code in _BANDS if days <= most), LONGEST)
