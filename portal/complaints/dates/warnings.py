"""Warnings before a promised date passes: which clocks to look at, and whom they are told to.

A clock is looked at when its agency opens, and not again before its next mark: most of them are
passed over by one comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from portal.complaints.dates.running_clocks import clock_again
from portal.complaints.features import Features
from portal.complaints.letters.letters import notify, notify_in_charge
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, is_overdue
from portal.domain.time.due_date import DueDate
from portal.domain.time.warning_marks import marks
from portal.words.letters.to_staff import ApproachingDate

CalendarOf = Callable[[str], WorkingCalendar]
"""Which days and hours count for a category."""


class RunningClock(NamedTuple):
    """A clock that may have passed a mark, of which complaint, and what was warned of before."""

    clock_id: int
    number: str
    category: str
    warned: int
    due: DueDate


def clocks_to_look_at(
    session: Session, features: Features, agency: str, opened_at: datetime, now: datetime
) -> list[int]:
    """Return the running clocks of an agency whose next mark may have come by its opening.

    What outlasts a complaint is looked at after the complaint ended, too.
    """
    complaint = ComplaintRecord
    in_progress = and_(complaint.agency == agency, complaint.is_open.is_(True))
    # One after the other: asked for together, either would cost the other its index.
    return [
        clock_id
        for of_complaints in (in_progress, *features.watched_after_end(agency))
        for clock_id in _to_look_at(session, features.unwarned, opened_at, now, of_complaints)
    ]


def _to_look_at(
    session: Session,
    unwarned: frozenset[ClockKind],
    opened_at: datetime,
    now: datetime,
    of_complaints: ColumnElement[bool],
) -> Sequence[int]:
    clock, complaint = ClockRecord, ComplaintRecord
    statement = (
        select(clock.id)
        .join(complaint, complaint.id == clock.complaint_id)
        .where(
            of_complaints,
            # Not by `pending`: SQLite would read every running clock of all agencies for it.
            clock.met_at.is_(None),
            clock.missed_at.is_(None),
            clock.ended_at.is_(None),
            clock.due_at > now,
            clock.kind.not_in([kind.value for kind in ClockKind if kind in unwarned]),
            or_(clock.warn_at.is_(None), clock.warn_at <= opened_at),
        )
        .order_by(clock.due_at, clock.id)
    )
    return session.scalars(statement).all()


def running_clocks(session: Session, clock_ids: Sequence[int]) -> list[RunningClock]:
    """Return these clocks with what explains their dates, the soonest date first."""
    clock, complaint = ClockRecord, ComplaintRecord
    statement = (
        select(clock.id, complaint.number, complaint.category, clock.warned, clock.explanation)
        .join(complaint, complaint.id == clock.complaint_id)
        .where(clock.id.in_(clock_ids))
        .order_by(clock.due_at, clock.id)
    )
    return [
        RunningClock(clock_id, number, category, warned, DueDate.from_facts(explanation))
        for clock_id, number, category, warned, explanation in session.execute(statement)
    ]


def is_settled(clock: RunningClock, opened_at: datetime, calendar_of: CalendarOf) -> bool:
    """Tell whether somebody was warned of just the mark that the clock passed by the opening."""
    return _share_passed(clock.due, opened_at, calendar_of(clock.category)) == clock.warned


def put_off(
    session: Session, clocks: Sequence[RunningClock], opened_at: datetime, calendar_of: CalendarOf
) -> None:
    """Look at clocks that have nothing to tell no more before their next mark.

    Those that somebody holds are left for the next look, so that nobody waits for anybody.
    """
    ids = [one.clock_id for one in clocks]
    held = select(ClockRecord.id).where(ClockRecord.id.in_(ids)).with_for_update(skip_locked=True)
    free = set(session.scalars(held))
    changes = [
        {
            "id": one.clock_id,
            "warn_at": _looked_at_again(one.due, opened_at, calendar_of(one.category)),
        }
        for one in clocks
        if one.clock_id in free
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
