"""Promised dates of a complaint: started, met, ended and moved by its life, and missed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.letters.holding import may_be_kept
from portal.complaints.letters.letters import notify_administrators, tell_missed
from portal.complaints.planning import FilingPlan
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.handling.escalation import Alarmed
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ANSWERING, ClockKind, is_overdue
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Promise
from portal.domain.time.promised_dates import (
    PlannedClock,
    clock_row,
    planned,
    promise_from,
    silence_rows,
)


def pending_clock(work: Work, complaint: ComplaintRecord, kind: ClockKind) -> ClockRecord | None:
    """Return the complaint's running clock of this kind, if there is one."""
    return work.session.scalar(
        select(ClockRecord).where(
            ClockRecord.complaint_id == complaint.id,
            ClockRecord.kind == kind.value,
            ClockRecord.pending,
        )
    )


def pending_answer(work: Work, complaint: ComplaintRecord) -> ClockRecord | None:
    """Return the running clock of the complaint's answer, a review's as well, if there is one."""
    pending = (pending_clock(work, complaint, kind) for kind in ANSWERING)
    return next((clock for clock in pending if clock is not None), None)


def clock_again(work: Work, clock_id: int) -> ClockRecord | None:
    """Return a clock that was found before its complaint was held, as it is now."""
    return work.read.clocks.get(clock_id) or work.session.get(
        ClockRecord, clock_id, populate_existing=True, with_for_update=True
    )


def meet(
    work: Work, complaint: ComplaintRecord, kind: ClockKind, at: datetime | None = None
) -> bool:
    """Stop the running clock of this kind because what it promised was done, now or `at` a moment.

    Return whether it was met in time; an act at the due moment itself is late, and so is one
    after a date that was already acted upon.
    """
    clock = pending_clock(work, complaint, kind)
    if clock is None:
        latest = _latest(work, complaint, kind)
        return latest is None or latest.missed_at is None
    return clock.meet(at or work.acted_at)


def meet_answer(work: Work, complaint: ComplaintRecord) -> bool:
    """Stop what an answer stops; return whether the first date promised for it was kept.

    The date of silence, which may come before the answer's own, does not make an answer late.
    """
    clock = pending_answer(work, complaint)
    kind = ClockKind(clock.kind) if clock else ClockKind.ANSWER
    if not meet(work, complaint, kind) and clock is not None:
        complaint.late_since = complaint.late_since or clock.due_at
    meet(work, complaint, ClockKind.SILENCE)
    meet(work, complaint, ClockKind.COMPLETE_FILE)
    end(work, complaint, ClockKind.PAUSE)
    return complaint.late_since is None


def _latest(work: Work, complaint: ComplaintRecord, kind: ClockKind) -> ClockRecord | None:
    """Return the complaint's latest clock of this kind, running or not."""
    clock = ClockRecord
    of_kind = clock.complaint_id == complaint.id, clock.kind == kind.value
    return work.session.scalar(select(clock).where(*of_kind).order_by(clock.id.desc()).limit(1))


def end(work: Work, complaint: ComplaintRecord, kind: ClockKind) -> None:
    """Stop the running clock of this kind: what it waited for is not owed any more."""
    clock = pending_clock(work, complaint, kind)
    if clock is not None:
        clock.end(work.now)


def end_all(
    work: Work, complaint: ComplaintRecord, but: Collection[ClockKind] = frozenset()
) -> None:
    """Stop every running clock except `but`: nothing is owed any more.

    What outlasts the complaint by its obligation goes on.
    """
    statement = select(ClockRecord).where(
        ClockRecord.complaint_id == complaint.id,
        ClockRecord.pending,
        ClockRecord.kind.not_in([kind.value for kind in work.features.outlasting.union(but)]),
    )
    for clock in work.session.scalars(statement):
        clock.end(work.now)
    complaint.due_at = None


def start_clock(
    work: Work,
    complaint: ComplaintRecord,
    kind: ClockKind,
    promise: Promise,
    *,
    level: int | None = None,
    release_id: int | None = None,
    calendar: WorkingCalendar | None = None,
    since: datetime | None = None,
) -> ClockRecord:
    """Start a clock, by default at the complaint's level and as its agency was asked about it.

    It is counted from now like a receipt (counting rule 9), or `since` another moment. It gets its
    id when it is flushed.
    """
    days = calendar or work.advised.calendar
    clock = planned(kind, level or complaint.level, promise, since or work.now, days)
    row = clock_row(clock, release_id or work.advised.agency.release_id)
    record = ClockRecord(complaint_id=complaint.id, **row)
    work.session.add(record)
    return record


def start_answer(
    work: Work,
    complaint: ComplaintRecord,
    level: int,
    promise: Promise,
    kind: ClockKind = ClockKind.ANSWER,
) -> ClockRecord:
    """Start an answer's clock, or a review's, at `level`: its date is the complaint's."""
    clock = start_clock(work, complaint, kind, promise, level=level)
    complaint.due_at = clock.due_at
    return clock


def start_planned(
    work: Work, complaint: ComplaintRecord, plan: FilingPlan, *others: ClockKind
) -> None:
    """Start what an agency promised that takes over a complaint, or a part: its answer above all.

    Nothing is acknowledged again. `others` are kinds that are left out as well.
    """
    rows = plan.clock_rows(without={ClockKind.ACKNOWLEDGE, *others})
    work.session.add_all(ClockRecord(complaint_id=complaint.id, **row) for row in rows)


def set_date(complaint: ComplaintRecord, clock: ClockRecord, due: DueDate) -> None:
    """Keep the date that an answer now has, or that it has none: it is the complaint's."""
    clock.set_date(due)
    complaint.due_at = due.due_at


def start_silence(work: Work, answer: ClockRecord) -> None:
    """Start the clock that opens a recourse by itself beside an answer's, if it has one."""
    promise, due = promise_from(answer.promise), DueDate.from_facts(answer.explanation)
    clock = PlannedClock(ClockKind.ANSWER, answer.level, promise, due)
    rows = silence_rows(clock, work.advised.calendar, answer.release_id)
    work.session.add_all(ClockRecord(complaint_id=answer.complaint_id, **row) for row in rows)


class DueClock(Struct, frozen=True):
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
    clock = clock_again(work, clock_id)
    if clock is None or not clock.pending or not is_overdue(clock.due_at, work.now):
        return False
    kind = ClockKind(clock.kind)
    obligation = work.features.obligation(kind)
    if obligation is None:
        return False
    if not work.read.tells_of_nothing_leaving(complaint) and may_be_kept(
        work, complaint, kind, clock.due_at
    ):
        return False
    if obligation.carry_out is not None:
        clock.fired += plan is not None
        return plan is not None and obligation.carry_out(work, complaint, clock, plan)
    clock.pending, clock.fired = False, clock.fired + 1
    if obligation.when_missed is None:
        # Nobody is late by it: the day was told before.
        clock.ended_at = clock.due_at
        if obligation.when_over is not None:
            obligation.when_over(work, complaint, clock)
        return True
    clock.missed_at = clock.due_at
    obligation.when_missed(work, complaint, clock)
    return True


def leave_time_to_close(work: Work, complaint: ComplaintRecord) -> None:
    """Start the time to close, afresh with each answer, by what the agency's settings give today.

    It starts when the answer was confirmed, as all that is told of the answer. Work lists sort an
    answered complaint by its date.
    """
    end(work, complaint, ClockKind.CLOSING)
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.promise("closing", complaint.category)
    kind, release_id = ClockKind.CLOSING, agency.release_id
    since = work.acted_at
    clock = start_clock(work, complaint, kind, promise, release_id=release_id, since=since)
    complaint.due_at = clock.due_at


def note_closed(work: Work, complaint: ComplaintRecord) -> None:
    """Stop the time to close because it was done, in time or late: as of when it was confirmed."""
    clock = _latest(work, complaint, ClockKind.CLOSING)
    if clock is None or clock.met_at is not None or clock.ended_at is not None:
        return
    clock.meet(work.acted_at)


def owed_clocks(
    session: Session, complaint_id: int, kinds: Iterable[ClockKind]
) -> Sequence[ClockRecord]:
    """Return the dates of these kinds that are still owed, the soonest first: missed ones are."""
    clock = ClockRecord
    owed = select(clock).where(
        clock.complaint_id == complaint_id,
        clock.kind.in_([kind.value for kind in kinds]),
        clock.met_at.is_(None),
        clock.ended_at.is_(None),
    )
    return session.scalars(owed.order_by(clock.due_at, clock.id)).all()


def note_intake_done(work: Work, complaint: ComplaintRecord) -> None:
    """Note that the desk did its part: it handed the complaint on, late if need be, or answered."""
    for clock in owed_clocks(work.session, complaint.id, [ClockKind.INTAKE]):
        clock.meet(work.acted_at)


def tell_intake_missed(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Say that nobody handed the complaint on by its date: the level above is told as well.

    Where nobody is at work above who may open it there, the administrators are.
    """
    above = _level_above(work, complaint)
    heads = work.staff.heads(work.session, complaint.agency)
    others = list({member.user_id: member for member in (*heads, *above)}.values())
    is_told = not above and notify_administrators(work, complaint)
    also = (Alarmed.ADMINISTRATORS,) if is_told else ()
    tell_missed(work, complaint, clock, others, also=also)


def _level_above(work: Work, complaint: ComplaintRecord) -> list[Member]:
    """Return who works at the next level where anybody does who may open it where it is."""
    for step in work.advised.path[complaint.level :]:
        there = work.staff.with_post(work.session, complaint.agency, step.to)
        members = [member for member in there if member.opens_at(complaint.holder)]
        if members:
            return members
    return []
