"""Warnings before promised dates pass: once after each opening of each agency.

A clock is looked at when its agency opens, and not again before its next mark: most of them are
passed over by one comparison.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.dates.running_clocks import clock_again
from portal.complaints.letters.letters import notify, notify_in_charge
from portal.complaints.queries import kept_clocks
from portal.complaints.queries.kept_clocks import RunningClock, held_of
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Tried, Work
from portal.domain.actor import PORTAL
from portal.domain.time.calendar import WorkingCalendar, last_opening, next_opening
from portal.domain.time.clock import ClockKind, is_overdue
from portal.domain.time.due_date import DueDate
from portal.domain.time.warning_marks import marks
from portal.jobs import tried
from portal.runtime import Act, Runtime
from portal.words.letters.to_staff import ApproachingDate

log = structlog.get_logger()

# Clocks read at once, and warnings that share a commit: whoever files meanwhile does not notice.
_READ_AT_ONCE = 500
_WARNED_AT_ONCE = 25


CalendarOf = Callable[[str], WorkingCalendar]
"""Which days and hours count for a category."""


class Warner:
    """Warns about the dates of every agency; it remembers how far it came after each opening.

    Another process that does not know looks once more, and finds everybody warned.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._looks: dict[str, _Look] = {}

    @property
    def looking(self) -> frozenset[str]:
        """The agencies of whose clocks some are left to be looked at."""
        return frozenset(code for code, look in self._looks.items() if look.left)

    def warn(self, now: datetime, at_most: int = sys.maxsize) -> int:
        """Warn about what came near by each agency's last opening; return how many clocks.

        No more than `at_most` clocks are looked at, the others when it is called again.
        """
        warned = 0
        for agency in self._runtime.agencies:
            look = tried("look at an agency", partial(self._look, agency, now), None)
            if look is None:
                continue
            before = len(look.left)
            warned += look.warn(now, at_most)
            at_most -= before - len(look.left)
        return warned

    def _look(self, agency: Agency, now: datetime) -> _Look:
        last = self._looks.get(agency.code)
        if last is None or not last.is_good_at(now):
            self._looks[agency.code] = last = _new_look(self._runtime, agency, now)
        return last


def _new_look(runtime: Runtime, agency: Agency, now: datetime) -> _Look:
    consultation = agency.consult()
    calendar = consultation.calendar()
    opened_at = last_opening(now, calendar)
    with runtime.reading(PORTAL) as session:
        asked_by = runtime.features
        clock_ids = kept_clocks.clocks_to_look_at(session, asked_by, agency.code, opened_at, now)
    # Taken from the end, the soonest date first; bare numbers, for there may be very many.
    left = array("q", reversed(clock_ids))
    until = next_opening(now, calendar)
    return _Look(runtime, agency.code, cache(consultation.calendar), opened_at, until, left)


@dataclass
class _Look:
    """The look at an agency's running clocks, as they stood when it had opened: at each once.

    Those that nobody can be told of wait for the next opening.
    """

    runtime: Runtime
    code: str
    calendar_of: CalendarOf
    opened_at: datetime
    until: datetime
    left: array[int]
    untold: int = 0
    failed: int = 0

    def is_good_at(self, now: datetime) -> bool:
        """Tell whether it is of the last opening; one that ended with failures is done again."""
        return self.opened_at <= now < self.until and bool(self.left or not self.failed)

    def warn(self, now: datetime, at_most: int) -> int:
        """Look at no more than `at_most` of the clocks left; return of how many it warned."""
        warned, is_begun = 0, bool(self.left)
        while self.left and at_most > 0:
            clock_ids = self._take(min(at_most, _READ_AT_ONCE))
            at_most -= len(clock_ids)
            warned += self._look_at(clock_ids, now)
        if is_begun and not self.left and self.untold:
            log.warning("nobody to warn", agency=self.code, clocks=self.untold)
        return warned

    def _take(self, count: int) -> list[int]:
        clock_ids = list(reversed(self.left[-count:]))
        del self.left[-count:]
        return clock_ids

    def _look_at(self, clock_ids: Sequence[int], now: datetime) -> int:
        try:
            to_tell = self._unsettled(clock_ids)
        except Exception:
            self.failed += len(clock_ids)
            log.exception("clocks not looked at", agency=self.code)
            return 0
        batches = range(0, len(to_tell), _WARNED_AT_ONCE)
        return sum(self._warn_of(to_tell[at : at + _WARNED_AT_ONCE], now) for at in batches)

    def _unsettled(self, clock_ids: Sequence[int]) -> list[RunningClock]:
        """Return the clocks with something to tell; put the others off until their next mark."""
        with self.runtime.reading(PORTAL) as session:
            clocks = kept_clocks.running_clocks(session, clock_ids)
        settled: list[RunningClock] = []
        telling: list[RunningClock] = []
        for clock in clocks:
            is_told = is_settled(clock, self.opened_at, self.calendar_of)
            (settled if is_told else telling).append(clock)
        with self.runtime.transaction(PORTAL) as session:
            put_off(session, settled, self.opened_at, self.calendar_of)
        return telling

    def _warn_of(self, clocks: Sequence[RunningClock], now: datetime) -> int:
        changes = [(clock.number, self._warning(clock)) for clock in clocks]
        tries = self.runtime.change_each(PORTAL, changes, now)
        return sum(self._is_told(*tried, now) for tried in zip(clocks, tries, strict=True))

    def _is_told(self, clock: RunningClock, tried: Tried[bool], now: datetime) -> bool:
        try:
            is_told = self._result(clock, tried, now)
        except Exception:
            self.failed += 1
            log.exception("not warned", complaint=clock.number, clock=clock.clock_id)
            return False
        self.untold += not is_told
        return is_told

    def _result(self, clock: RunningClock, tried: Tried[bool], now: datetime) -> bool:
        if tried.error is not None:
            raise tried.error
        if tried.is_left:
            # Somebody else holds it: a warning left for later would miss today's letter.
            return self.runtime.change(PORTAL, clock.number, self._warning(clock), now=now)
        return bool(tried.result)

    def _warning(self, clock: RunningClock) -> Act[bool]:
        return partial(warn, clock_id=clock.clock_id, opened_at=self.opened_at)


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
    is_told = passed > clock.warned and _tell(work, complaint, clock, passed)
    if is_told or passed <= clock.warned:
        # A date that was put off has its marks before it again.
        clock.warned, clock.warn_at = passed, _looked_at_again(due, opened_at, calendar)
    return is_told


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
