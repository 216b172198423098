"""The day that was promised to begin with, whatever put the date off since."""

from __future__ import annotations

from datetime import date

from portal.domain.time.due_date import DueDate
from portal.domain.time.replay import replay


def day_first_counted(due: DueDate) -> date | None:
    """Return the last day as it was before any wait or extension; None before time has started."""
    if due.is_waiting:
        return None
    if not (due.pauses or due.extensions) or not due.counted_in:
        return due.last_day
    return replay(due.started_at, [due.allowance], due.counted_in[:1], ())[0].last_day
