"""The background process: promised dates that passed, outgoing mail, drafts nobody sent.

Any number of workers may run at once, here or on other machines: what one has done, another finds
done. Whatever goes wrong with one thing never holds back the others.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from portal.complaints.filing import drafts
from portal.complaints.letters.digests import tell_staff
from portal.complaints.letters.outbox import SentCount, send_due
from portal.domain.actor import PORTAL
from portal.features.alarms.worker import Watch
from portal.features.groups.actions.following import forget_unconfirmed
from portal.features.groups.actions.proposing import Looked, look_for_groups
from portal.features.groups.actions.sending import answer_groups, end_answered
from portal.features.organisation_changes import steps as succession_steps
from portal.features.organisation_changes.worker import MOVES_AT_ONCE, change_agencies
from portal.jobs import tried
from portal.releases.calendar_moves import move_dates
from portal.releases.replay_jobs import replay_some
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from portal.worker.clocks import ClocksRun, run_clocks
from portal.worker.found import end_limits, follow_up_conflicts, propose_urgent, tell_of_grouped
from portal.worker.held_messages import erase_texts, let_leave
from portal.worker.warnings import Warner

log = structlog.get_logger()

# Beside the pages: rest so many times as long as the last run took.
_RESTS = 20

LOOKED_AT_ONCE = 500
"""How many clocks one run looks at for warnings."""


_NOTHING = Looked()


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What one run did; `more` tells that work is left for a run straight away."""

    clocks: ClocksRun
    letters: SentCount
    drafts_erased: int
    warned: int = 0
    to_warn_of: bool = False
    told: int = 0
    dates_moved: int = 0
    entries_counted: int = 0
    replayed: bool = False
    complaints_moved: int = 0
    left: int = 0
    alarms: int = 0
    conflicts_followed_up: int = 0
    urgent_proposed: int = 0
    limits_ended: int = 0
    grouped_told: int = 0
    groups: Looked = _NOTHING
    answering: bool = False
    addresses_forgotten: int = 0

    @property
    def more(self) -> bool:
        """Tell whether one run sent, warned, counted, replayed or moved as much as it may."""
        return (
            self.letters.is_full
            or self.to_warn_of
            or self.replayed
            or self.answering
            or self.entries_counted >= reporting.AT_ONCE
            or self.complaints_moved >= MOVES_AT_ONCE * succession_steps.AT_ONCE
        )


class Worker:
    """Does what is due, again and again; `beside_pages` in the process that serves them."""

    def __init__(self, runtime: Runtime, *, beside_pages: bool = False) -> None:
        self.runtime = runtime
        self._beside_pages = beside_pages
        self._warner = Warner(runtime)
        self._watch = Watch(runtime)

    def run_once(self, now: datetime) -> WorkDone:
        """Do everything that is due at `now`; what fails is logged and left for a later run."""
        runtime = self.runtime
        tried("notice releases", runtime.notice_releases, None)
        # Before the clocks: what was confirmed in time keeps its date.
        left = tried("let texts leave", partial(let_leave, runtime, now), 0)
        answer = partial(answer_groups, runtime, now, hold=runtime.config.hold)
        answering = tried("answer groups", answer, False)
        tried("end answered groups", partial(end_answered, runtime, now), 0)
        moved = tried("change organisations", partial(change_agencies, runtime, now), 0)
        warned = tried("warn", partial(self._warner.warn, now, LOOKED_AT_ONCE), 0)
        looking = self._warner.looking
        return WorkDone(
            complaints_moved=moved,
            left=left,
            answering=answering,
            conflicts_followed_up=tried(
                "follow up conflicts", partial(follow_up_conflicts, runtime, now), 0
            ),
            urgent_proposed=tried("propose urgent", partial(propose_urgent, runtime, now), 0),
            limits_ended=tried("end limits", partial(end_limits, runtime, now), 0),
            grouped_told=tried("tell of grouped", partial(tell_of_grouped, runtime, now), 0),
            warned=warned,
            to_warn_of=bool(looking),
            clocks=tried("run clocks", partial(run_clocks, runtime, now), ClocksRun()),
            alarms=tried("look for alarms", partial(self._watch.look, now), 0),
            told=tried("tell the staff", partial(tell_staff, runtime, now, looking), 0),
            # Before the letters, which then leave in the same run.
            groups=tried("look for groups", partial(look_for_groups, runtime, now), _NOTHING),
            letters=tried("send letters", partial(send_due, runtime, now), SentCount()),
            dates_moved=tried("move dates", partial(move_dates, runtime), 0),
            drafts_erased=tried("erase drafts", partial(erase_drafts, runtime, now), 0)
            + tried("erase texts", partial(erase_texts, runtime, now), 0),
            entries_counted=tried("count for reports", partial(count_for_reports, runtime), 0),
            replayed=tried("replay drafts", partial(replay_some, runtime), False),
            addresses_forgotten=tried("forget addresses", partial(_forget, runtime, now), 0),
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


def erase_drafts(runtime: Runtime, now: datetime) -> int:
    """Erase the drafts whose time is over, with their documents; return how many."""
    with runtime.reading(PORTAL) as session:
        expired = drafts.expired_draft_ids(session, now)
    return sum(
        tried("erase a draft", partial(_erase, runtime, draft_id), False) for draft_id in expired
    )


def count_for_reports(runtime: Runtime) -> int:
    """Add what happened lately to the counts of reports; return how many entries were read."""
    with runtime.transaction(PORTAL) as session:
        return reporting.feed(session)


def _forget(runtime: Runtime, now: datetime) -> int:
    """Forget the addresses that nobody confirmed; return how many."""
    with runtime.transaction(PORTAL) as session:
        return forget_unconfirmed(session, now)


def _erase(runtime: Runtime, draft_id: str) -> bool:
    """Erase a draft, its files first: if they cannot be, the draft stays and is tried again."""
    with runtime.transaction(PORTAL) as session:
        for key in drafts.erase_draft(session, draft_id):
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
        "complaints_moved": done.complaints_moved,
        "alarms": done.alarms,
        "conflicts_followed_up": done.conflicts_followed_up,
        "urgent_proposed": done.urgent_proposed,
        "limits_ended": done.limits_ended,
        "grouped_told": done.grouped_told,
        "groups_proposed": done.groups.proposed,
        "addresses_forgotten": done.addresses_forgotten,
    }
    if any(counts.values()):
        log.info("work done", **counts)
