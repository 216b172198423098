"""Systemic alarms: what recurs is told by rules, from counts, before anybody has to notice.

Each rule needs a number of cases before it says anything: a few are chance. More of what it counts
never silences it, and what goes on as it did never raises it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.agencies.settings.shared import (
    AlarmSettings,
    ProportionSettings,
    RepeatedSettings,
    RisingEverywhereSettings,
    RisingSettings,
)
from portal.domain.figures.shares import Share
from portal.payload import Payload

KNOWN_MONTHS = 3
"""How many months before have to be known, for there to be anything usual."""

USUAL_MONTHS = 12
"""Over how many months before what is usual is counted."""

ACROSS = ""
"""Where the agency of an alarm would stand, if it is about several."""


@dataclass(frozen=True, slots=True)
class FromAlarm(Payload):
    """Which alarm led to a file that the service opened by itself, as it tells from then on."""

    from_alarm: int | None = None


class Rule(StrEnum):
    """What raises an alarm."""

    RISING_THEME = "rising_theme"
    RISING_EVERYWHERE = "rising_everywhere"
    FOUNDED = "founded"
    MISSED_DATES = "missed_dates"
    RECOMMENDATIONS = "recommendations"


@dataclass(frozen=True, slots=True)
class Received:
    """How many complaints came about a theme in an agency: this month, and in months before."""

    agency: str
    theme: str
    now: int
    before: tuple[int, ...]

    @property
    def usual(self) -> int:
        """What is usual in a month, to the nearest whole."""
        months = len(self.before)
        return (2 * sum(self.before) + months) // (2 * months) if months else 0


@dataclass(frozen=True, slots=True)
class Observed:
    """What the rules look at: the month in progress, the quarter in progress, and today."""

    month: str
    quarter: str
    received: Sequence[Received] = ()
    founded: Mapping[str, Share] = field(default_factory=dict)
    missed: Mapping[str, Share] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that a rule raises: once for its period, with the figures that it rests on."""

    rule: Rule
    agency: str
    theme: str
    period: str
    figures: Mapping[str, Any]

    @property
    def concerned(self) -> list[str]:
        """The agencies that it is about."""
        if self.agency != ACROSS:
            return [self.agency]
        return [rising["agency"] for rising in self.figures["agencies"]]


def raised(observed: Observed, rules: AlarmSettings) -> list[Alarm]:
    """Return every alarm that the rules raise, in the order of the rules."""
    return [
        alarm
        for rule, raiser in RAISERS.items()
        if (settings := getattr(rules, rule)) is not None
        for alarm in raiser(observed, settings)
    ]


def is_rising(received: Received, complaints: int, times: int) -> bool:
    """Tell whether a theme rises: enough complaints, and many more than is usual."""
    before = received.before
    if len(before) < KNOWN_MONTHS or received.now < complaints:
        return False
    # In whole numbers: the mean of the months before, times so much.
    return received.now * len(before) >= times * sum(before)


def is_high(share: Share, rule: ProportionSettings) -> bool:
    """Tell whether a share is at least what the rule says, among enough."""
    return share.n >= rule.among and 100 * share.part >= rule.percent * share.n


def _rising_themes(observed: Observed, rule: RisingSettings) -> Iterator[Alarm]:
    for received in observed.received:
        if is_rising(received, rule.complaints, rule.times):
            figures = {
                "now": received.now,
                "usual": received.usual,
                "complaints": rule.complaints,
                "times": rule.times,
            }
            agency, theme = received.agency, received.theme
            yield Alarm(Rule.RISING_THEME, agency, theme, observed.month, figures)


def _rising_everywhere(observed: Observed, rule: RisingEverywhereSettings) -> Iterator[Alarm]:
    by_theme: dict[str, list[Received]] = {}
    for received in observed.received:
        if is_rising(received, rule.complaints, rule.times):
            by_theme.setdefault(received.theme, []).append(received)
    for theme, rising in by_theme.items():
        if len(rising) >= rule.agencies:
            figures = {
                "agencies": [
                    {"agency": received.agency, "now": received.now, "usual": received.usual}
                    for received in rising
                ],
                "at_least": rule.agencies,
                "complaints": rule.complaints,
                "times": rule.times,
            }
            yield Alarm(Rule.RISING_EVERYWHERE, ACROSS, theme, observed.month, figures)


def _founded(observed: Observed, rule: ProportionSettings) -> Iterator[Alarm]:
    return _high(Rule.FOUNDED, observed.quarter, observed.founded, rule)


def _missed(observed: Observed, rule: ProportionSettings) -> Iterator[Alarm]:
    return _high(Rule.MISSED_DATES, observed.quarter, observed.missed, rule)


def _high(
    name: Rule, period: str, shares: Mapping[str, Share], rule: ProportionSettings
) -> Iterator[Alarm]:
    for agency, share in shares.items():
        if is_high(share, rule):
            figures = {
                "part": share.part,
                "n": share.n,
                "percent": rule.percent,
                "among": rule.among,
            }
            yield Alarm(name, agency, "", period, figures)


def _recommendations(observed: Observed, rule: RepeatedSettings) -> Iterator[Alarm]:
    for agency in sorted({*observed.refused, *observed.late}):
        refused, late = observed.refused.get(agency, 0), observed.late.get(agency, 0)
        if refused + late >= rule.count:
            figures = {"refused": refused, "late": late, "count": rule.count}
            yield Alarm(Rule.RECOMMENDATIONS, agency, "", observed.quarter, figures)


RAISERS: dict[Rule, Callable[[Observed, Any], Iterator[Alarm]]] = {
    Rule.RISING_THEME: _rising_themes,
    Rule.RISING_EVERYWHERE: _rising_everywhere,
    Rule.FOUNDED: _founded,
    Rule.MISSED_DATES: _missed,
    Rule.RECOMMENDATIONS: _recommendations,
}
"""What raises the alarms of each rule, by its settings."""
