"""The date promised when a complaint was sent: a clock of its own once another agency has it.

It runs from the receipt, whoever has the complaint. Only a wait for the complainant moves it: an
agency that has the complaint later extends its own date. There is one, however many follow.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import exists

from portal.complaints.dates.running_clocks import pending_answer, pending_clock
from portal.complaints.events import Answered
from portal.complaints.letters import letters
from portal.complaints.queries.kept_clocks import clocks_of_this_life
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind, count, is_overdue
from portal.domain.time.due_date import DueDate
from portal.domain.time.pausing import resume
from portal.domain.time.promised_dates import promise_from
from portal.words.letters.about_dates import FirstPromiseMissed

FIRST = ClockKind.FIRST_PROMISE


def keep(work: Work, complaint: ComplaintRecord) -> ClockRecord | None:
    """Keep the date promised by the agency that a complaint is about to leave; return its clock.

    What that agency missed stays missed; later agencies find it kept already.
    """
    clocks = clocks_of_this_life(work.session, complaint.id)
    kept = [clock for clock in clocks if clock.kind == FIRST]
    answers = [clock for clock in clocks if clock.kind == ClockKind.ANSWER]
    if kept or not answers:
        return kept[0] if kept else None
    first = _beside(answers[0], _running(work, clocks, answers[0]))
    work.session.add(first)
    return first


def day_beside(first: ClockRecord | None, own: date | None) -> date | None:
    """Return the day promised at first that letters tell beside an agency's own later one."""
    if first is None or not first.pending or first.last_day is None:
        return None
    return first.last_day if own is None or own > first.last_day else None


def put_off(work: Work, complaint: ComplaintRecord, by: Callable[[DueDate], DueDate]) -> None:
    """Put the first date off as the answer's is put off; one that passed stays as it was."""
    clock = pending_clock(work, complaint, FIRST)
    if clock is None or is_overdue(clock.due_at, work.acted_at):
        return
    clock.set_date(by(DueDate.from_facts(clock.explanation)))


def go_on(work: Work, complaint: ComplaintRecord, by: Callable[[DueDate], DueDate]) -> None:
    """Let the first date go on where it stood still."""
    clock = pending_clock(work, complaint, FIRST)
    if clock is not None and clock.due_at is None:
        put_off(work, complaint, by)


IS_OWED = exists().where(
    ClockRecord.complaint_id == ComplaintRecord.id,
    ClockRecord.kind == FIRST.value,
    ClockRecord.met_at.is_(None),
)
"""Whether a complaint has a first date of its own, in any of its lives, that no answer met."""


def note_answer(event: Answered) -> None:
    """Note that the answer came, and whether by the first date, where there is one of its own.

    A first date that passed before the answer was told then, and is not told again.
    """
    clocks = clocks_of_this_life(event.work.session, event.complaint.id)
    clock = next((row for row in clocks if row.kind == FIRST and row.met_at is None), None)
    if clock is None:
        return
    was_told, is_kept = not clock.pending, clock.meet(event.work.acted_at)
    if not was_told:
        event.first_promise_kept = is_kept


def tell_missed(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Say that the date promised at first passed: the complainant reads where else to turn.

    Where the agency's own date passed as well they are told of that one alone.
    """
    letters.tell_missed(work, complaint, clock, work.staff.heads(work.session, complaint.agency))
    answer = pending_answer(work, complaint)
    own_passed = answer is None or is_overdue(answer.due_at, work.now)
    if complaint.late_since is None and not own_passed:
        assert clock.last_day is not None
        last_day = answer.last_day if answer else None
        letters.to_citizen(work, complaint, FirstPromiseMissed(clock.last_day, last_day))


def _beside(answer: ClockRecord, due: DueDate) -> ClockRecord:
    return ClockRecord(
        complaint_id=answer.complaint_id,
        kind=FIRST.value,
        level=answer.level,
        pending=answer.pending,
        started_at=due.started_at,
        due_at=due.due_at,
        last_day=due.last_day,
        met_at=answer.met_at,
        missed_at=answer.missed_at,
        fired=answer.fired,
        extended=answer.extended,
        allowance=answer.allowance,
        promise=answer.promise,
        explanation=due.as_facts(),
        release_id=answer.release_id,
    )


def _running(work: Work, clocks: list[ClockRecord], first: ClockRecord) -> DueDate:
    """Return the date of an answer as it runs on without the agency that promised it.

    It no longer stands still for a question of that agency, and no longer waits for the file: the
    latest day that was promised is counted.
    """
    due, calendar = DueDate.from_facts(first.explanation), work.advised.calendar
    if due.suspended_since is not None:
        return resume(due, work.now, calendar)
    file = next((clock for clock in clocks if clock.kind == ClockKind.COMPLETE_FILE), None)
    if due.is_waiting and file is not None and file.due_at is not None:
        return count(file.due_at, promise_from(first.promise).allowance, calendar)
    return due
