"""Promised dates that passed: each acted upon once, whatever worker comes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog
from msgspec import Struct

from portal.complaints.dates import running_clocks
from portal.complaints.dates.running_clocks import DueClock
from portal.complaints.features import Plan
from portal.complaints.planning import FilingPlan
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, complaint_by_number
from portal.domain.actor import PORTAL
from portal.domain.time.clock import ANSWERING
from portal.runtime import Act, Runtime

log = structlog.get_logger()

# Clocks that share a commit: few enough that whoever files meanwhile does not notice.
_AT_ONCE = 25


class ClocksRun(Struct, frozen=True):
    """The clocks that were acted upon, and those that could not be; they are tried again."""

    acted: tuple[DueClock, ...] = ()
    failed: tuple[DueClock, ...] = ()


def run_clocks(runtime: Runtime, now: datetime) -> ClocksRun:
    """Act on every clock that has run out at `now`; a complaint climbs at most one step.

    What somebody else held is looked at once more at the end, and then waited for.
    """
    run = _Clocks(runtime, now)
    due = run.due()
    for turn in _turns(due):
        for begin in range(0, len(turn), _AT_ONCE):
            run.act_on(turn[begin : begin + _AT_ONCE])
    if run.left:
        still_due = set(run.due())
        for clock in [clock for clock in run.left if clock in still_due]:
            run.wait_for(clock)
    return ClocksRun(tuple(run.acted), tuple(run.failed))


@dataclass
class _Clocks:
    """One run: what was acted upon, what could not be, and what somebody else held."""

    runtime: Runtime
    now: datetime
    acted: list[DueClock] = field(default_factory=list)
    failed: list[DueClock] = field(default_factory=list)
    left: list[DueClock] = field(default_factory=list)

    def due(self) -> list[DueClock]:
        with self.runtime.reading(PORTAL) as session:
            return running_clocks.clocks_run_out(session, self.now)

    def act_on(self, batch: Sequence[DueClock]) -> None:
        # A complaint that cannot climb must not hold back the others: each is undone alone.
        changes = [(clock.number, self._acting(clock)) for clock in batch]
        for clock, tried in zip(
            batch, self.runtime.change_each(PORTAL, changes, self.now), strict=True
        ):
            if tried.is_left:
                self.left.append(clock)
            elif tried.error is not None:
                self._failed(clock, tried.error)
            elif tried.result:
                self.acted.append(clock)

    def wait_for(self, clock: DueClock) -> None:
        try:
            if self.runtime.change(PORTAL, clock.number, self._acting(clock), now=self.now):
                self.acted.append(clock)
        except Exception as error:  # noqa: BLE001  # one failure stays one failure
            self._failed(clock, error)

    def _acting(self, clock: DueClock) -> Act[bool]:
        obligation = self.runtime.features.obligation(clock.kind)
        if obligation is None or obligation.plan is None:
            return partial(running_clocks.act_if_run_out, clock_id=clock.clock_id)
        # The agency that is to receive it is asked first, with nothing locked.
        try:
            plan = self._plan(clock, obligation.plan)
        except Exception as error:  # noqa: BLE001  # raised again where the clock is acted upon
            return partial(_failing, error=error)
        return partial(running_clocks.act_if_run_out, clock_id=clock.clock_id, plan=plan)

    def _plan(self, clock: DueClock, plan: Plan) -> FilingPlan | None:
        with self.runtime.reading(PORTAL) as session:
            complaint = complaint_by_number(session, clock.number)
            return plan(session, self.runtime.agencies, complaint, clock.clock_id, self.now)

    def _failed(self, clock: DueClock, error: Exception) -> None:
        self.failed.append(clock)
        facts = {"complaint": clock.number, "clock": clock.kind.value}
        log.error("clock not acted upon", exc_info=error, **facts)


def _turns(due: Sequence[DueClock]) -> list[list[DueClock]]:
    """Part clocks into turns, each with one clock of a complaint: the first, then the second ...

    Of the answers of one complaint only the first has a turn: it climbs one step a run.
    """
    turns: list[list[DueClock]] = []
    seen: Counter[str] = Counter()
    climbing: set[str] = set()
    for clock in due:
        if clock.kind in ANSWERING and clock.number in climbing:
            continue
        if clock.kind in ANSWERING:
            climbing.add(clock.number)
        if seen[clock.number] == len(turns):
            turns.append([])
        turns[seen[clock.number]].append(clock)
        seen[clock.number] += 1
    return turns


def _failing(_work: Work, _complaint: ComplaintRecord, error: Exception) -> bool:
    raise error
