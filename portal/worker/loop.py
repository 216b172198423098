"""The background process: promised dates that passed, outgoing mail, drafts nobody sent.

Any number of workers may run at once, here or on other machines: what one has done, another finds
done. Whatever goes wrong with one thing never holds back the others.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from portal.domain.actor import PORTAL
from portal.domain.succession import ChangeKind
from portal.domain.time.clock import ClockKind
from portal.runtime import Runtime
from portal.services import drafts, escalation, reporting
from portal.services.escalation import DueClock
from portal.services.mail.outbox import SentCount, send_due
from portal.services.settings.calendar_moves import move_dates
from portal.services.settings.replay_jobs import replay_some
from portal.services.succession import agency_changes
from portal.services.succession import steps as succession_steps
from portal.services.succession.renames import rename
from portal.services.work import Work

log = structlog.get_logger()

T = TypeVar("T")
# Beside the pages: rest so many times as long as the last run took.
_RESTS = 20
# Batches of complaints that move in one run, so that promised dates and letters do not wait.
_MOVES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ClocksRun:
    """The clocks that were acted upon, and those that could not be; they are tried again."""

    acted: tuple[DueClock, ...] = ()
    failed: tuple[DueClock, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What one run did; `more` tells that work is left for a run straight away."""

    clocks: ClocksRun
    letters: SentCount
    drafts_erased: int
    dates_moved: int = 0
    entries_counted: int = 0
    replayed: bool = False
    complaints_moved: int = 0

    @property
    def more(self) -> bool:
        """Tell whether one run sent, counted, replayed or moved as much as it may."""
        return (
            self.letters.is_full
            or self.replayed
            or self.entries_counted >= reporting.AT_ONCE
            or self.complaints_moved >= _MOVES_AT_ONCE * succession_steps.AT_ONCE
        )


class Worker:
    """Does what is due, again and again; `beside_pages` in the process that serves them."""

    def __init__(self, runtime: Runtime, *, beside_pages: bool = False) -> None:
        self.runtime = runtime
        self._beside_pages = beside_pages

    def run_once(self, now: datetime) -> WorkDone:
        """Do everything that is due at `now`; what fails is logged and left for a later run."""
        runtime = self.runtime
        _tried("notice releases", runtime.notice_releases, None)
        moved = _tried("change organisations", partial(change_agencies, runtime, now), 0)
        return WorkDone(
            complaints_moved=moved,
            clocks=_tried("run clocks", partial(run_clocks, runtime, now), ClocksRun()),
            letters=_tried("send letters", partial(send_due, runtime, now), SentCount()),
            dates_moved=_tried("move dates", partial(move_dates, runtime), 0),
            drafts_erased=_tried("erase drafts", partial(erase_drafts, runtime, now), 0),
            entries_counted=_tried("count for reports", partial(count_for_reports, runtime), 0),
            replayed=_tried("replay drafts", partial(replay_some, runtime), False),
        )

    def run_forever(self, stop: threading.Event) -> None:
        """Work until `stop` is set, resting between runs, not at all where more is left to do.

        Beside the pages it rests even then, most of the time: a heap of letters would take the
        processor from the people who file.
        """
        log.info("worker started", every=self.runtime.config.worker_seconds)
        while not stop.is_set():
            began = time.monotonic()
            done = self.run_once(self.runtime.now())
            _tell(done)
            stop.wait(self._rest_after(done, time.monotonic() - began))
        log.info("worker stopped")

    def _rest_after(self, done: WorkDone, took: float) -> float:
        if not done.more:
            return self.runtime.config.worker_seconds
        return min(_RESTS * took, self.runtime.config.worker_seconds) if self._beside_pages else 0


def run_clocks(runtime: Runtime, now: datetime) -> ClocksRun:
    """Act on every clock that has run out at `now`; a complaint climbs at most one step."""
    with runtime.reading(PORTAL) as session:
        due = escalation.clocks_run_out(session, now)
    acted: list[DueClock] = []
    failed: list[DueClock] = []
    climbed: set[int] = set()
    for clock in due:
        if clock.kind is ClockKind.ANSWER and clock.complaint_id in climbed:
            continue
        # One transaction each: a complaint that cannot climb must not hold back the others.
        try:
            if _act(runtime, clock, now):
                acted.append(clock)
                if clock.kind is ClockKind.ANSWER:
                    climbed.add(clock.complaint_id)
        except Exception:
            failed.append(clock)
            log.exception("clock not acted upon", complaint=clock.number, clock=clock.kind.value)
    return ClocksRun(tuple(acted), tuple(failed))


def erase_drafts(runtime: Runtime, now: datetime) -> int:
    """Erase the drafts whose time is over, with their documents; return how many."""
    with runtime.reading(PORTAL) as session:
        expired = drafts.expired_draft_ids(session, now)
    return sum(
        _tried("erase a draft", partial(_erase, runtime, draft_id), False) for draft_id in expired
    )


def count_for_reports(runtime: Runtime) -> int:
    """Add what happened lately to the counts of reports; return how many entries were read."""
    with runtime.transaction(PORTAL) as session:
        return reporting.feed(session)


def change_agencies(runtime: Runtime, now: datetime) -> int:
    """Merge, split and rename what is due at `now`; return how many complaints moved.

    Staff first, then complaints a batch at a time: however many there are, nobody waits long.
    """
    with runtime.reading(PORTAL) as session:
        due = agency_changes.due_changes(session, now)
    # One at a time: a change that fails must not hold back the others.
    moved = [
        _tried("change an organisation", partial(_CARRY_OUT[kind], runtime, change_id, now), 0)
        for change_id, kind in due
    ]
    if due:
        runtime.take_up_changes()
    return sum(moved)


def _rename(runtime: Runtime, change_id: int, now: datetime) -> int:
    with runtime.transaction() as session:
        rename(_work(runtime, session, now), change_id)
    return 0


def _succeed(runtime: Runtime, change_id: int, now: datetime) -> int:
    with runtime.transaction() as session:
        succession_steps.begin(_work(runtime, session, now), change_id)
    after = moved = 0
    for _ in range(_MOVES_AT_ONCE):
        with runtime.reading(PORTAL) as session:
            moves = succession_steps.moves_after(session, runtime.agencies, change_id, after, now)
        with runtime.transaction() as session:
            work = _work(runtime, session, now)
            if not moves:
                succession_steps.finish(work, change_id)
                break
            moved += succession_steps.carry_out(work, change_id, moves)
        after = moves[-1].complaint_id
    return moved


_CARRY_OUT = {
    ChangeKind.MERGE: _succeed,
    ChangeKind.SPLIT: _succeed,
    ChangeKind.RENAME: _rename,
}


def _work(runtime: Runtime, session: Session, now: datetime) -> Work:
    return Work(session, runtime.keyring, runtime.agencies, PORTAL, now)


def _act(runtime: Runtime, clock: DueClock, now: datetime) -> bool:
    act = partial(escalation.act_if_run_out, clock_id=clock.clock_id)
    return runtime.change(PORTAL, clock.number, act, now=now)


def _erase(runtime: Runtime, draft_id: str) -> bool:
    """Erase a draft, its files first: if they cannot be, the draft stays and is tried again."""
    with runtime.transaction(PORTAL) as session:
        for key in drafts.erase_draft(session, draft_id):
            runtime.files.remove(key)
    return True


def _tried(what: str, do: Callable[[], T], otherwise: T) -> T:
    try:
        return do()
    except Exception:
        log.exception("work failed", what=what)
        return otherwise


def _tell(done: WorkDone) -> None:
    counts = {
        "clocks": len(done.clocks.acted),
        "clocks_failed": len(done.clocks.failed),
        "sent": done.letters.sent,
        "delayed": done.letters.delayed,
        "failed": done.letters.failed,
        "drafts_erased": done.drafts_erased,
        "dates_moved": done.dates_moved,
        "entries_counted": done.entries_counted,
        "complaints_moved": done.complaints_moved,
    }
    if any(counts.values()):
        log.info("work done", **counts)
