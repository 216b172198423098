"""What each version of the definitions changed: figures across such a day are not compared.

The worker notes the day on which another version comes to this portal, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.jobs import Job, Place
from portal.releases.breaks import note_definitions
from portal.reporting.definitions.every import VERSION
from portal.runtime import Runtime

CHANGED_IN: Mapping[str, tuple[str, ...]] = {
    "9": ("evolution",),
}
"""The definitions that another version words otherwise, by their anchors: not those it adds."""


def _begin(runtime: Runtime) -> Callable[[datetime], int]:
    noted: list[str] = []

    def note(now: datetime) -> int:
        if VERSION in noted:
            return 0
        day = now.astimezone(ZoneInfo(runtime.agencies.portal.calendar.timezone)).date()
        with runtime.transaction() as session:
            is_new = note_definitions(session, VERSION, CHANGED_IN.get(VERSION, ()), day, now)
        noted.append(VERSION)
        return int(is_new)

    return note


NOTE_VERSION: Job[Runtime] = Job(
    "note the version of definitions", Place.LAST, _begin, counted="definitions_noted"
)
"""Notes the day from which figures are defined by the version of the running code."""
