"""Every indicator of the six criteria, in order."""

from __future__ import annotations

from portal.reporting.six_criteria import (
    accessibility,
    flexibility,
    personal,
    reactivity,
    reliability,
    simplicity,
)
from portal.reporting.six_criteria.indicator import Indicator

INDICATORS: tuple[Indicator, ...] = (
    *reactivity.INDICATORS,
    *simplicity.INDICATORS,
    *accessibility.INDICATORS,
    *flexibility.INDICATORS,
    *personal.INDICATORS,
    *reliability.INDICATORS,
)
BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in INDICATORS}
