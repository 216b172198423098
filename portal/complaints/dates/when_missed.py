"""A date passes: it is looked at again under the lock, and acted upon once.

What a missed date makes happen is declared with the obligation that the date is of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.dates import clocks
from portal.complaints.held_messages.coming_back import may_be_kept
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind, is_overdue


@dataclass(frozen=True, slots=True)
class DueClock:
    """A clock that ran out: which, and of which complaint."""

    clock_id: int
    complaint_id: int
    number: str
    kind: ClockKind


def clocks_run_out(session: Session, now: datetime) -> list[DueClock]:
    """Return the pending clocks that have run out, in the order in which they did."""
    statement = (
        select(ClockRecord.id, ClockRecord.complaint_id, ComplaintRecord.number, ClockRecord.kind)
        .join(ComplaintRecord, ComplaintRecord.id == ClockRecord.complaint_id)
        .where(ClockRecord.pending, ClockRecord.due_at <= now)
        .order_by(ClockRecord.due_at, ComplaintRecord.agency, ClockRecord.id)
    )
    return [
        DueClock(row[0], row[1], row[2], ClockKind(row[3])) for row in session.execute(statement)
    ]


def act_if_run_out(
    work: Work, complaint: ComplaintRecord, clock_id: int, plan: FilingPlan | None = None
) -> bool:
    """Act on a clock that ran out, looking again under the lock; return whether anything was done.

    Run twice, by whatever workers, nothing happens twice. What another agency takes part in needs
    the `plan` of that agency, which was asked before; without it nothing is done. A clock of a
    feature that is switched off waits for it.
    """
    clock = clocks.clock_again(work, clock_id)
    if clock is None or not clock.pending or not is_overdue(clock.due_at, work.now):
        return False
    kind = ClockKind(clock.kind)
    obligation = work.features.obligation(kind)
    if obligation is None or may_be_kept(work, complaint, kind, clock.due_at):
        return False
    if obligation.carry_out is not None:
        clock.fired += plan is not None
        return plan is not None and obligation.carry_out(work, complaint, clock, plan)
    clock.pending, clock.fired = False, clock.fired + 1
    if obligation.when_missed is None:
        # Nobody is late by it, and nothing happened: the day was told before.
        clock.ended_at = clock.due_at
        return True
    clock.missed_at = clock.due_at
    obligation.when_missed(work, complaint, clock)
    return True
