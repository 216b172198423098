"""The rules that raise an alarm, as the portal's settings have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from portal.agencies.settings.alarms import AlarmSettings
from portal.agencies.settings.fields import Settings
from portal.agencies.settings.shared import PortalSettings
from portal.features.alarms.rules import AlarmRules, Proportion, Repeated, Rising, RisingEverywhere

T = TypeVar("T")


def alarm_rules(settings: PortalSettings) -> AlarmRules:
    """Return the rules in force; without any, nothing raises an alarm."""
    return rules_of(settings.alarms or AlarmSettings())


def rules_of(said: AlarmSettings) -> AlarmRules:
    """Return the rules that some settings say."""
    return AlarmRules(
        rising_theme=_rule(Rising, said.rising_theme),
        rising_everywhere=_rule(RisingEverywhere, said.rising_everywhere),
        founded=_rule(Proportion, said.founded),
        missed_dates=_rule(Proportion, said.missed_dates),
        recommendations=_rule(Repeated, said.recommendations),
    )


def _rule(make: Callable[..., T], said: Settings | None) -> T | None:
    return make(**dict(said)) if said is not None else None
