"""The background process: promised dates that passed, outgoing mail, drafts nobody sent.

Any number of workers may run at once, here or on other machines: what one has done, another finds
done. Whatever goes wrong with one thing never holds back the others.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from portal.complaints import kept_drafts
from portal.complaints.citizen_sessions import end_those_over
from portal.complaints.letters.digests import tell_staff
from portal.complaints.letters.giving_back import erase_old
from portal.complaints.letters.holding import leave_if_due
from portal.complaints.letters.outbox import send_due
from portal.complaints.letters.outcomes import SentCount
from portal.complaints.proof import growing
from portal.complaints.queries.held_messages import held_to_leave
from portal.complaints.queries.kept_drafts import expired_draft_ids
from portal.complaints.queries.search_rebuild import rebuild_now, rebuild_some
from portal.db.rebinding import bind_some, is_rebinding
from portal.db.search.merging import merge_waiting
from portal.domain.actor import PORTAL
from portal.jobs import Job, Place, tried
from portal.releases.calendar_moves import move_dates
from portal.releases.replay import replay_some
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from portal.worker.beside import BesideRuns
from portal.worker.counting_soon import CountingSoon, count_for_reports
from portal.worker.due_clocks import ClocksRun, run_clocks
from portal.worker.warnings import Warner

log = structlog.get_logger()

# Beside the pages: rest so many times as long as the last run took.
_RESTS = 20

COVERED_EVERY = 60.0
"""After how many seconds what was stored is covered by a signed root; on PostgreSQL, twice that."""

NOTED_EVERY = 60.0
"""After how many seconds it is remembered how far what is kept goes; numbers are at once."""

LOOKED_AT_ONCE = 500
"""How many clocks one run looks at for warnings."""


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What one run did; `more` tells that work is left for a run straight away.

    `counts` is what the jobs of features did, by the names that they count by, and `jobs_left`
    whether one of them did as much as it may in one run.
    """

    clocks: ClocksRun
    letters: SentCount
    drafts_erased: int
    warned: int = 0
    to_warn_of: bool = False
    told: int = 0
    dates_moved: int = 0
    entries_counted: int = 0
    covered: int = 0
    replayed: bool = False
    indexed_anew: int = 0
    bound: int = 0
    left: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    jobs_left: bool = False

    @property
    def more(self) -> bool:
        """Tell whether one run sent, warned, counted, replayed or moved as much as it may."""
        return (
            self.letters.is_full
            or self.to_warn_of
            or self.replayed
            or self.indexed_anew > 0
            or self.bound > 0
            or self.jobs_left
            or self.entries_counted >= reporting.AT_ONCE
            or self.covered >= growing.AT_ONCE
        )


@dataclass
class _JobsRun:
    """What the jobs of the features do in one run."""

    begun: Sequence[tuple[Job[Runtime], Callable[[datetime], int]]]
    now: datetime
    counts: dict[str, int] = field(default_factory=dict)
    is_left: bool = False

    def do(self, place: Place) -> None:
        """Do what has its place here."""
        for job, act in self.begun:
            if job.place is place:
                done = tried(job.what, partial(act, self.now), 0)
                self.is_left |= job.at_once is not None and done >= job.at_once
                if job.counted:
                    self.counts[job.counted] = done


class Worker:
    """Does what is due, again and again; `beside_pages` where somebody waits for pages meanwhile.

    Before it rests it does `before_rest`.
    """

    def __init__(
        self,
        runtime: Runtime,
        *,
        beside_pages: bool = False,
        before_rest: Callable[[], None] | None = None,
    ) -> None:
        self.runtime = runtime
        self._beside_pages, self._before_rest = beside_pages, before_rest
        self._warner = Warner(runtime)
        self._tree, self._covers_at, self._notes_at = growing.Tree(runtime), 0.0, 0.0
        self._begun = [
            (job, job.begin(runtime))
            for job in runtime.features.jobs
            if job.place is not Place.BESIDE
        ]

    def run_once(self, now: datetime) -> WorkDone:
        """Do everything that is due at `now`; what fails is logged and left for a later run."""
        runtime, jobs = self.runtime, _JobsRun(self._begun, now)
        tried("notice releases", runtime.notice_releases, None)
        # It is logged there, whether or not anybody asks for the health of the portal.
        tried("look for the keys", runtime.keys_trouble, None)
        tried("keep what plugins failed at", runtime.keep_plugin_failures, None)
        # Before the clocks: what was confirmed in time keeps its date.
        left = tried("let texts leave", partial(let_leave, runtime, now), 0)
        jobs.do(Place.BEFORE_DATES)
        warned = tried("warn", partial(self._warner.warn, now, LOOKED_AT_ONCE), 0)
        looking = self._warner.looking
        jobs.do(Place.KEEPING_OUT)
        jobs.do(Place.BEFORE_CLOCKS)
        clocks = tried("run clocks", partial(run_clocks, runtime, now), ClocksRun())
        jobs.do(Place.AFTER_CLOCKS)
        told = tried("tell the staff", partial(tell_staff, runtime, now, looking), 0)
        jobs.do(Place.BEFORE_LETTERS)
        letters = tried("send letters", partial(send_due, runtime, now), SentCount())
        dates_moved = tried("move dates", partial(move_dates, runtime), 0)
        drafts_erased = tried("erase drafts", partial(erase_drafts, runtime, now), 0)
        drafts_erased += tried("erase texts", partial(erase_texts, runtime, now), 0)
        tried("forget codes", partial(kept_drafts.forget_codes, runtime.database, now), 0)
        tried("end sessions", partial(end_those_over, runtime.database, now), 0)
        counted = tried("count for reports", partial(count_for_reports, runtime), 0)
        covered = tried("cover the history", self._cover, 0)
        tried("note what was kept last", self._note_last_kept, None)
        replayed = tried("replay drafts", partial(replay_some, runtime), False)
        indexed_anew = tried("make the search anew", partial(index_anew, runtime), 0)
        bound = tried("bind sealed texts", partial(bind_texts, runtime), 0)
        tried("merge texts", partial(merge_waiting, runtime.database, now), 0)
        jobs.do(Place.LAST)
        return WorkDone(
            clocks=clocks,
            letters=letters,
            drafts_erased=drafts_erased,
            warned=warned,
            to_warn_of=bool(looking),
            told=told,
            dates_moved=dates_moved,
            entries_counted=counted,
            covered=covered,
            replayed=replayed,
            indexed_anew=indexed_anew,
            bound=bound,
            left=left,
            counts=jobs.counts,
            jobs_left=jobs.is_left,
        )

    def run_forever(self, stop: threading.Event) -> None:
        """Work until `stop` is set, resting between runs, not at all where more is left to do.

        Beside the pages it rests even then, most of the time: a heap of letters would take the
        processor from the people who file.
        """
        log.info("worker started", every=self.runtime.config.worker_seconds)
        counting, others = CountingSoon(self.runtime), BesideRuns(self.runtime)
        with counting.beside(), others.beside():
            while not stop.is_set():
                began = time.monotonic()
                done = self.run_once(self.runtime.now())
                _tell(done)
                if self._before_rest is not None:
                    with counting.standing_still(), others.standing_still():
                        self._before_rest()
                stop.wait(self._rest_after(done, time.monotonic() - began))
        tried("cover the history", self._tree.grow, 0)
        tried("note what was kept last", partial(self._note_last_kept, at_once=True), None)
        log.info("worker stopped")

    def _cover(self) -> int:
        """Let the signed tree grow, once a minute unless there is more than one run covers."""
        if time.monotonic() < self._covers_at:
            return 0
        covered = self._tree.grow()
        if covered < growing.AT_ONCE:
            self._covers_at = time.monotonic() + COVERED_EVERY
        return covered

    def _note_last_kept(self, *, at_once: bool = False) -> None:
        """Remember how far what is kept goes, once a minute or at once."""
        if at_once or time.monotonic() >= self._notes_at:
            self.runtime.glance(self.runtime.last_kept.note)
            self._notes_at = time.monotonic() + NOTED_EVERY

    def _rest_after(self, done: WorkDone, took: float) -> float:
        if not done.more:
            return self.runtime.config.worker_seconds
        return min(_RESTS * took, self.runtime.config.worker_seconds) if self._beside_pages else 0


def erase_drafts(runtime: Runtime, now: datetime) -> int:
    """Erase the drafts whose time is over, with their documents; return how many."""
    with runtime.reading(PORTAL) as session:
        expired = expired_draft_ids(session, now)
    return sum(
        tried("erase a draft", partial(_erase, runtime, draft_id), False) for draft_id in expired
    )


def index_anew(runtime: Runtime) -> int:
    """Make some complaints findable anew, where that is to be done; return how many."""
    if runtime.read(PORTAL, rebuild_now) is None:
        return 0
    with runtime.transaction(PORTAL) as session:
        return rebuild_some(session, runtime.keyring)


def bind_texts(runtime: Runtime) -> int:
    """Bind some sealed texts of an earlier version to their rows; return of how many rows."""
    with runtime.database.glancing() as connection:
        waits = is_rebinding(connection)
    return runtime.database.enter(bind_some) if waits else 0


def _erase(runtime: Runtime, draft_id: str) -> bool:
    """Erase a draft, its files first: if they cannot be, the draft stays and is tried again."""
    with runtime.transaction(PORTAL) as session:
        for key in kept_drafts.erase_draft(session, draft_id):
            runtime.files.remove(key)
    return True


def _tell(done: WorkDone) -> None:
    counts = {
        "clocks": len(done.clocks.acted),
        "clocks_failed": len(done.clocks.failed),
        "warned": done.warned,
        "told": done.told,
        "left": done.left,
        "sent": done.letters.sent,
        "delayed": done.letters.delayed,
        "failed": done.letters.failed,
        "drafts_erased": done.drafts_erased,
        "dates_moved": done.dates_moved,
        "entries_counted": done.entries_counted,
        "indexed_anew": done.indexed_anew,
        "bound": done.bound,
        **done.counts,
    }
    if any(counts.values()):
        log.info("work done", **counts)


def let_leave(runtime: Runtime, now: datetime) -> int:
    """Send everything whose moment has come, each on its own; return how much left."""
    with runtime.reading(PORTAL) as session:
        due = held_to_leave(session, now)
    return sum(
        tried(
            "let a text leave",
            partial(
                runtime.change, PORTAL, number, partial(leave_if_due, held_id=held_id), None, now
            ),
            False,
        )
        for held_id, number in due
    )


def erase_texts(runtime: Runtime, now: datetime) -> int:
    """Erase what came back to its author long ago; return how many texts."""
    with runtime.transaction(PORTAL) as session:
        return erase_old(session, now)
