"""The definitions of the indicators as the page of definitions tells them."""

from __future__ import annotations

from msgspec import Struct

from portal.pages.current import gettext
from portal.reporting.six_criteria.indicator import (
    CRITERION_NAMES,
    UNIT_NAMES,
    Criterion,
    Indicator,
)
from portal.reporting.six_criteria.registry import INDICATORS


class WordedIndicator(Struct, frozen=True):
    """An indicator in the language of the page."""

    code: str
    name: str
    counted: str
    among: str
    excluded: str
    unit: str
    month: str
    target: str
    source: str


class WordedCriterion(Struct, frozen=True):
    """A criterion with its indicators."""

    name: str
    indicators: tuple[WordedIndicator, ...]


def worded_criteria() -> list[WordedCriterion]:
    """Return the six criteria with every indicator, in the language of the page."""
    return [
        WordedCriterion(
            gettext(CRITERION_NAMES[criterion]),
            tuple(_worded(one) for one in INDICATORS if one.criterion is criterion),
        )
        for criterion in Criterion
    ]


def _worded(indicator: Indicator) -> WordedIndicator:
    target = indicator.target
    return WordedIndicator(
        code=indicator.code,
        name=gettext(indicator.name),
        counted=gettext(indicator.counted),
        among=gettext(indicator.among),
        excluded=gettext(indicator.excluded),
        unit=gettext(UNIT_NAMES[indicator.unit]),
        month=gettext(indicator.month),
        target=gettext(target.words) if target else gettext("pas de cible"),
        source=gettext(target.source) if target else "",
    )
