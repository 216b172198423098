"""Alarms by rule: looked for once a day, by whatever worker comes first."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.complaints.people.staff import Staff
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.features.alarms.actions import raise_alarms
from portal.jobs import Job, Place
from portal.runtime import Runtime


class Watch:
    """Looks for alarms the first time it is asked on a day.

    Another worker may look on the same day: an alarm is kept once for its period, and told by
    whoever kept it.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._looked_on: date | None = None

    def look(self, now: datetime) -> int:
        """Raise what the rules raise; return how many alarms are new."""
        zone = ZoneInfo(self.runtime.agencies.portal.calendar.timezone)
        today = now.astimezone(zone).date()
        if self._looked_on == today:
            return 0
        runtime = self.runtime
        with runtime.transaction() as session:
            work = Work(
                session,
                runtime.keyring,
                runtime.agencies,
                PORTAL,
                now,
                Staff(now),
                runtime.features,
            )
            new = raise_alarms(work)
        # Only now: a look that failed is made again.
        self._looked_on = today
        return new


LOOK: Job[Runtime] = Job(
    "look for alarms",
    Place.AFTER_CLOCKS,
    lambda runtime: Watch(runtime).look,
    counted="alarms",
)
