"""Warnings before a promised date passes: when a clock has passed a mark, and whom they tell.

A clock is looked at when its agency opens, and not again before its next mark: most of them are
passed over by one comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.complaints.dates.running_clocks import clock_again
from portal.complaints.letters.letters import notify, notify_in_charge
from portal.complaints.queries.kept_clocks import RunningClock, held_of
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, is_overdue
from portal.domain.time.due_date import DueDate
from portal.domain.time.warning_marks import marks
from portal.words.letters.to_staff import ApproachingDate

CalendarOf = Callable[[str], WorkingCalendar]
"""Which days and hours count for a category."""


def is_settled(clock: RunningClock, opened_at: datetime, calendar_of: CalendarOf) -> bool:
    """Tell whether somebody was warned of just the mark that the clock passed by the opening."""
    return _share_passed(clock.due, opened_at, calendar_of(clock.category)) == clock.warned


def put_off(
    session: Session, clocks: Sequence[RunningClock], opened_at: datetime, calendar_of: CalendarOf
) -> None:
    """Look at clocks that have nothing to tell no more before their next mark.

    Those that somebody holds are left for the next look, so that nobody waits for anybody.
    """
    free = held_of(session, [clock.clock_id for clock in clocks])
    changes = [
        {
            "id": clock.clock_id,
            "warn_at": _looked_at_again(clock.due, opened_at, calendar_of(clock.category)),
        }
        for clock in clocks
        if clock.clock_id in free
    ]
    if changes:
        session.execute(update(ClockRecord), changes)


def warn(work: Work, complaint: ComplaintRecord, clock_id: int, opened_at: datetime) -> bool:
    """Warn whoever is answerable that a clock passed a mark, the highest only, and each once.

    Looked at again under the lock: an answered complaint has no clock that runs. Return whether
    anybody is told; where nobody can be, the next opening tries again.
    """
    clock = clock_again(work, clock_id)
    if clock is None or not clock.pending or is_overdue(clock.due_at, work.now):
        return False
    due, calendar = DueDate.from_facts(clock.explanation), work.advised.calendar
    passed = _share_passed(due, opened_at, calendar)
    told = passed > clock.warned and _tell(work, complaint, clock, passed)
    if told or passed <= clock.warned:
        # A date that was put off has its marks before it again.
        clock.warned, clock.warn_at = passed, _looked_at_again(due, opened_at, calendar)
    return told


def _tell(work: Work, complaint: ComplaintRecord, clock: ClockRecord, percent: int) -> bool:
    warning = ApproachingDate(clock.kind, percent, clock.last_day)
    obligation = work.features.obligation(ClockKind(clock.kind))
    if obligation is None or obligation.warned is None:
        return notify_in_charge(work, complaint, (), warning, clock.id)
    warned = obligation.warned(work, complaint, clock)
    warning = replace(warning, **warned.facts)
    return notify(work, complaint, warned.members, warning, clock.id)


def _share_passed(due: DueDate, at: datetime, calendar: WorkingCalendar) -> int:
    return max((percent for percent, moment in marks(due, calendar) if moment <= at), default=0)


def _looked_at_again(due: DueDate, after: datetime, calendar: WorkingCalendar) -> datetime | None:
    """Return when the next mark comes: the due date itself after the last of them."""
    coming = (moment for _, moment in marks(due, calendar) if moment > after)
    return next(coming, due.due_at)
