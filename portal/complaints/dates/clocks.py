"""Promised dates of a complaint: started, met, ended and moved by its life."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from portal.complaints.planning.promised_dates import (
    PlannedClock,
    clock_row,
    planned,
    promise_from,
    silence_clock,
)
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.promise import Promise
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import (
    ANSWERING,
    ClockKind,
)
from portal.domain.time.due_date import DueDate


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
    found = (pending_clock(work, complaint, kind) for kind in ANSWERING)
    return next((clock for clock in found if clock is not None), None)


def clock_again(work: Work, clock_id: int) -> ClockRecord | None:
    """Return a clock that was found before its complaint was held, as it is now."""
    return work.clocks.get(clock_id) or work.session.get(
        ClockRecord, clock_id, populate_existing=True, with_for_update=True
    )


def meet(work: Work, complaint: ComplaintRecord, kind: ClockKind) -> bool:
    """Stop the running clock of this kind because what it promised was done.

    Return whether it was met in time; an act at the due moment itself is late, and so is one
    after a date that was already acted upon.
    """
    clock = pending_clock(work, complaint, kind)
    if clock is None:
        return not _was_missed(work, complaint, kind)
    return clock.meet(work.acted_at)


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
    end(work, complaint, ClockKind.TRANSFER)
    return complaint.late_since is None


def _was_missed(work: Work, complaint: ComplaintRecord, kind: ClockKind) -> bool:
    """Tell whether the complaint's latest clock of this kind ran out before anything was done."""
    latest = work.session.scalar(
        select(ClockRecord)
        .where(ClockRecord.complaint_id == complaint.id, ClockRecord.kind == kind.value)
        .order_by(ClockRecord.id.desc())
        .limit(1)
    )
    return latest is not None and latest.missed_at is not None


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


def start(
    work: Work,
    complaint: ComplaintRecord,
    level: int,
    promise: Promise,
    calendar: WorkingCalendar,
    kind: ClockKind = ClockKind.ANSWER,
) -> ClockRecord:
    """Start an answer's clock at `level`, counted from now like a receipt (counting rule 9)."""
    clock = planned(kind, level, promise, work.now, calendar)
    record = ClockRecord(
        complaint_id=complaint.id, **clock_row(clock, work.advised.agency.release_id)
    )
    work.session.add(record)
    complaint.due_at = clock.due.due_at
    return record


def set_date(complaint: ComplaintRecord, clock: ClockRecord, due: DueDate) -> None:
    """Keep the date that an answer now has, or that it has none, and how it was counted."""
    clock.explanation, clock.due_at, clock.last_day = due.as_facts(), due.due_at, due.last_day
    complaint.due_at = due.due_at


def start_silence(work: Work, answer: ClockRecord) -> None:
    """Start the clock that opens a recourse by itself beside an answer's, if it has one."""
    promise, due = promise_from(answer.promise), DueDate.from_facts(answer.explanation)
    clock = PlannedClock(ClockKind.ANSWER, answer.level, promise, due)
    silence = silence_clock(clock, work.advised.calendar)
    if silence is not None:
        row = clock_row(clock, answer.release_id) | silence
        work.session.add(ClockRecord(complaint_id=answer.complaint_id, **row))
