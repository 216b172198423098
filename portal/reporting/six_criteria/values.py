"""What an indicator comes to: a share, ranks, a mean or a number, always with its n."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Distribution, Share
from portal.pages.current import current_language, gettext
from portal.pages.features import Contribution
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.six_criteria.indicator import Indicator, Unit
from portal.words.typography import number_words

_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of `n` values; a share says more wherever there is one."""

    total: float
    n: int
    detail: str = ""

    @property
    def value(self) -> float | None:
        """The mean; None of nothing."""
        return self.total / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is of no complaints, such as the pages of a form: among `n`, if among any.

    It `meets` the target or not, where that is of more than the number itself.
    """

    value: int
    n: int | None = None
    detail: str = ""
    meets: bool | None = None


Value = Share | Distribution | Mean | Amount
"""What an indicator comes to, for an agency or for all together."""

Values = Mapping[str, Value | None]
"""The same by the agencies' codes, and by TOTAL: None where it is not to be told."""


@dataclass(frozen=True, slots=True)
class IndicatorRead(Contribution):
    """How a feature reads an indicator that is not of the cube of counts."""

    code: str
    values: Callable[[Reading], Values]


def of_cube(figures: Figures) -> dict[str, Value]:
    """Return every indicator that the counts of the history come to."""
    yes = figures.yes
    return {
        "R1": figures.distribution(Measure.FIRST_ACT),
        "R2": figures.contact_in_two_days,
        "R3": figures.acknowledged,
        "R4": figures.kept,
        "S3": figures.distribution(Measure.HAND_OFFS),
        "S4": figures.settled,
        "S5": figures.plain,
        "A2": yes(Measure.FOUND_FIRST),
        "A3": figures.sent_promptly,
        "A5": yes(Measure.IN_LANGUAGE),
        "F1": yes(Measure.AS_ASKED),
        "F2": yes(Measure.REMEDIED),
        "F3": yes(Measure.ADAPTED),
        "F4": yes(Measure.EXTENDED),
        "P1": _mean_share(figures.distribution(Measure.OWN_WORDS)),
        "P2": yes(Measure.CONCLUDED),
        "P3": yes(Measure.SAME_PERSON),
        "L2": yes(Measure.RECOURSE_NAMED),
        "L3": figures.reopened,
        "L5": figures.recurring,
    }


def number_of(value: Value | None) -> float | None:
    """Return what a value is measured by against a target, in the unit of its indicator."""
    match value:
        case Share():
            return None if value.value is None else 100 * value.value
        case Distribution():
            return value.median
        case Mean() | Amount():
            return value.value
        case None:
            return None


def is_met(value: Value | None, indicator: Indicator) -> bool | None:
    """Tell whether a value reaches its target; None where there is none of them."""
    number = number_of(value)
    if number is None or indicator.target is None:
        return None
    if isinstance(value, Amount) and value.meets is not None:
        return value.meets
    return indicator.target.is_met(number)


def words_of(value: Value | None, indicator: Indicator) -> str:
    """Write a value in the language of the page; nothing where there is none."""
    if value is None or number_of(value) is None:
        return ""
    match value:
        case Share():
            return texts.share(value)
        case Distribution():
            return _ranks(value, indicator)
        case Mean():
            mean = number_words(value.value or 0, current_language(), _DECIMALS)
            return f"{mean}, {value.detail}" if value.detail else mean
        case Amount():
            return value.detail or texts.number(value.value)


def _ranks(value: Distribution, indicator: Indicator) -> str:
    said = {Unit.HOURS: gettext("%(median)s h, 9 sur 10 : %(ninth)s h")}
    form = said.get(indicator.unit, gettext("%(median)s, 9 sur 10 : %(ninth)s"))
    return form % {
        "median": texts.number(value.median or 0),
        "ninth": texts.number(value.ninth_decile or 0),
    }


def _mean_share(percents: Distribution) -> Mean:
    return Mean(sum(percent * n for percent, n in percents.counts.items()) / 100, percents.n)
