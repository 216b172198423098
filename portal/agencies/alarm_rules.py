"""The rules that raise an alarm, as the portal's settings have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from portal.agencies.settings.alarms import AlarmSettings
from portal.agencies.settings.fields import Settings
from portal.agencies.settings.shared import PortalSettings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rising:
    """A theme rises: at least so many complaints in a month, and so many times what is usual."""

    complaints: int
    times: int


@dataclass(frozen=True, slots=True)
class RisingEverywhere:
    """The same theme rises in at least so many agencies."""

    agencies: int
    complaints: int
    times: int


@dataclass(frozen=True, slots=True)
class Proportion:
    """At least so many percent, among at least so many."""

    percent: int
    among: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """At least so many."""

    count: int


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """The rules in force; one that is None raises nothing."""

    rising_theme: Rising | None = None
    rising_everywhere: RisingEverywhere | None = None
    founded: Proportion | None = None
    missed_dates: Proportion | None = None
    recommendations: Repeated | None = None


def alarm_rules(settings: PortalSettings) -> AlarmRules:
    """Return the rules in force; without any, nothing raises an alarm."""
    return rules_of(settings.alarms or AlarmSettings())


def rules_of(settings: AlarmSettings) -> AlarmRules:
    """Return the rules that some settings say."""
    return AlarmRules(
        rising_theme=_rule(Rising, settings.rising_theme),
        rising_everywhere=_rule(RisingEverywhere, settings.rising_everywhere),
        founded=_rule(Proportion, settings.founded),
        missed_dates=_rule(Proportion, settings.missed_dates),
        recommendations=_rule(Repeated, settings.recommendations),
    )


def _rule(make: Callable[..., T], settings: Settings | None) -> T | None:
    return make(**dict(settings)) if settings is not None else None
