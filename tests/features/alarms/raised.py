"""Alarms for tests: rules in force, and counts that they look at."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from portal.agencies.settings.shared import AlarmSettings
from portal.domain.actor import PORTAL
from portal.features.alarms.records import AlarmRecord
from portal.runtime import Runtime
from tests.reporting.figures import receive

RULES = {
    "rising_theme": {"complaints": 10, "times": 2},
    "rising_everywhere": {"agencies": 2, "complaints": 5, "times": 2},
    "silence": {"complaints": 20, "times": 3},
    "falling_behind": {"points": 10, "among": 30},
    "late_open": {"percent": 40, "among": 20},
    "same_cause": {"complaints": 6},
    "promise": {"days": 1},
    "founded": {"percent": 50, "among": 10},
    "missed_dates": {"percent": 40, "among": 10},
    "recommendations": {"count": 2},
}
BEFORE = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")


def rule(runtime: Runtime, *names: str) -> None:
    """Put these rules in force, or all."""
    rules = {name: RULES[name] for name in names or RULES}
    # So that the worker finds nothing newer to take up.
    runtime.take_up_changes()
    in_force = runtime.agencies.in_force
    portal = in_force.portal.model_copy(update={"alarms": AlarmSettings.model_validate(rules)})
    runtime.agencies._in_force = replace(in_force, portal=portal)


def receive_monthly(runtime: Runtime, agency: str, usual: int, now: int) -> None:
    """Let an agency receive so many complaints about a delay a month, and so many in November."""
    months = [(agency, month, "delay", usual) for month in BEFORE]
    receive(runtime, *(month for month in months if usual), (agency, "2026-11", "delay", now))


def alarms(runtime: Runtime) -> list[AlarmRecord]:
    """Return every alarm, in the order in which they were raised."""
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(AlarmRecord).order_by(AlarmRecord.id)))
