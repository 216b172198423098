"""A file that an alarm led to tells which, in the first entry of its history."""

from __future__ import annotations

from sqlalchemy import Connection

from portal.complaints.planning import Added, Filing
from portal.domain.complaint import is_own_motion
from portal.features.alarms.rules import FromAlarm


def told_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Tell the alarm that was chosen as a file was opened by own motion; most have none."""
    said = filing.content.part(FromAlarm)
    if said.from_alarm is None or not is_own_motion(filing.content):
        return None
    return Added(told=(said,))
