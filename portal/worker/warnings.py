"""Warnings before promised dates pass: once after each opening of each agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

import structlog

from portal.agencies.agency import Agency
from portal.domain.actor import PORTAL
from portal.domain.time.openings import last_opening, next_opening
from portal.runtime import Act, Runtime
from portal.services import warnings
from portal.services.warnings import CalendarOf, RunningClock
from portal.worker.trying import tried

log = structlog.get_logger()

# Clocks read at once, and warnings that share a commit: whoever files meanwhile does not notice.
_READ_AT_ONCE = 500
_WARNED_AT_ONCE = 25


class Warner:
    """Warns about the dates of every agency; it remembers for which openings it has.

    Another process that does not know looks once more, and finds everybody warned.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._done: dict[str, tuple[datetime, datetime]] = {}

    def warn(self, now: datetime) -> int:
        """Warn about what came near by each agency's last opening; return how many clocks."""
        return sum(
            tried("warn an agency", partial(self._warn, agency, now), 0)
            for agency in self._runtime.agencies
            if not self._is_done(agency.code, now)
        )

    def _is_done(self, code: str, now: datetime) -> bool:
        opened_at, until = self._done.get(code, (now, now))
        return opened_at <= now < until

    def _warn(self, agency: Agency, now: datetime) -> int:
        asked = agency.consult()
        opened_at = last_opening(now, asked.calendar())
        round_ = _Round(self._runtime, agency.code, cache(asked.calendar), opened_at, now)
        warned = round_.warn()
        if not round_.failed:
            self._done[agency.code] = opened_at, next_opening(now, asked.calendar())
        return warned


@dataclass
class _Round:
    """One look at an agency's running clocks, as they stood when it opened."""

    runtime: Runtime
    code: str
    calendar_of: CalendarOf
    opened_at: datetime
    now: datetime
    warned: int = 0
    untold: int = 0
    failed: int = 0

    def warn(self) -> int:
        with self.runtime.reading(PORTAL) as session:
            looked_at = warnings.clocks_to_look_at(session, self.code, self.opened_at, self.now)
        for begin in range(0, len(looked_at), _READ_AT_ONCE):
            self._look_at(looked_at[begin : begin + _READ_AT_ONCE])
        if self.untold:
            log.warning("nobody to warn", agency=self.code, clocks=self.untold)
        return self.warned

    def _look_at(self, clock_ids: Sequence[int]) -> None:
        with self.runtime.reading(PORTAL) as session:
            clocks = warnings.running_clocks(session, clock_ids)
        settled: list[RunningClock] = []
        telling: list[RunningClock] = []
        for clock in clocks:
            is_settled = warnings.is_settled(clock, self.opened_at, self.calendar_of)
            (settled if is_settled else telling).append(clock)
        with self.runtime.transaction(PORTAL) as session:
            warnings.put_off(session, settled, self.opened_at, self.calendar_of)
        for begin in range(0, len(telling), _WARNED_AT_ONCE):
            self._warn_of(telling[begin : begin + _WARNED_AT_ONCE])

    def _warn_of(self, clocks: Sequence[RunningClock]) -> None:
        changes = [(clock.number, self._warning(clock)) for clock in clocks]
        tries = self.runtime.change_each(PORTAL, changes, self.now)
        for clock, one in zip(clocks, tries, strict=True):
            if one.is_left:
                self._wait_for(clock)
            elif one.error is not None:
                self._failed(clock, one.error)
            else:
                self._count(bool(one.result))

    def _wait_for(self, clock: RunningClock) -> None:
        # Somebody else holds the complaint: a warning left for later would miss today's letter.
        try:
            change = self._warning(clock)
            self._count(self.runtime.change(PORTAL, clock.number, change, now=self.now))
        except Exception as error:
            self._failed(clock, error)

    def _warning(self, clock: RunningClock) -> Act[bool]:
        return partial(warnings.warn, clock_id=clock.clock_id, opened_at=self.opened_at)

    def _count(self, is_told: bool) -> None:
        self.warned += is_told
        self.untold += not is_told

    def _failed(self, clock: RunningClock, error: Exception) -> None:
        self.failed += 1
        log.error("not warned", exc_info=error, complaint=clock.number, clock=clock.clock_id)
