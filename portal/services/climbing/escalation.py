"""A promised date passes: the complaint climbs one step, once, and everybody concerned is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ClockRecord, ComplaintRecord
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.escalation import EscalationStep
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.promise import Promise
from portal.domain.recommendation import CLOCKS as OF_RECOMMENDATIONS
from portal.domain.reprisal import CLOCKS
from portal.domain.time.clock import ANSWERING, ClockKind, is_overdue
from portal.services import urgency
from portal.services.climbing import intake
from portal.services.climbing.first_handlers import kept_out
from portal.services.climbing.handing_over import hand_over
from portal.services.climbing.stepping_up import hand_up, holders, one_step_up
from portal.services.climbing.vacancies import tell_of_vacancy
from portal.services.dates import clocks, first_promise
from portal.services.dates.complete_file import start_by_itself
from portal.services.dates.pauses import resume_by_itself
from portal.services.filing.planning import FilingPlan
from portal.services.handing_on import proposals
from portal.services.mail import letters
from portal.services.mail.notices import notify, notify_in_charge
from portal.services.outgoing.coming_back import may_be_kept
from portal.services.parts.asking import part_to_begin
from portal.services.parts.beginning import begin_by_itself
from portal.services.people.staff import without
from portal.services.recommendations.dates import act_on_missed
from portal.services.reprisals import tell_missed
from portal.services.requests.climbing import climb_if_silent
from portal.services.work import Work, require


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


def act_if_run_out(  # noqa: C901, PLR0912  # as many branches as there are kinds of dates
    work: Work, complaint: ComplaintRecord, clock_id: int, plan: FilingPlan | None = None
) -> bool:
    """Act on a clock that ran out, looking again under the lock; return whether anything was done.

    Run twice, by whatever workers, nothing happens twice. A transfer or a part needs the `plan` of
    the agency that receives it, which was asked before; without it nothing is done.
    """
    clock = clocks.clock_again(work, clock_id)
    if clock is None or not clock.pending or not is_overdue(clock.due_at, work.now):
        return False
    kind = ClockKind(clock.kind)
    if may_be_kept(work, complaint, kind, clock.due_at):
        return False
    if kind is ClockKind.TRANSFER:
        clock.fired += plan is not None
        return plan is not None and proposals.carry_out_by_itself(work, complaint, plan)
    if kind is ClockKind.PART:
        part = part_to_begin(work.session, clock.id)
        clock.fired += plan is not None
        if plan is None or part is None:
            return False
        return begin_by_itself(work, complaint, part.id, plan)
    clock.pending, clock.fired = False, clock.fired + 1
    if kind is ClockKind.REOPENING:
        # Nobody is late by it, and nothing happened: the day was told with the closing.
        clock.ended_at = clock.due_at
        return True
    clock.missed_at = clock.due_at
    if kind in ANSWERING:
        _climb(work, complaint, clock)
    elif kind is ClockKind.COMPLETE_FILE:
        start_by_itself(work, complaint, clock.missed_at or work.now)
    elif kind is ClockKind.PAUSE:
        resume_by_itself(work, complaint, clock.missed_at or work.now)
    elif kind is ClockKind.INTAKE:
        intake.tell_missed(work, complaint, clock)
    elif kind is ClockKind.FIRST_PROMISE:
        first_promise.tell_missed(work, complaint, clock)
    elif kind in CLOCKS:
        tell_missed(work, complaint, clock)
    elif kind is ClockKind.INFORMATION_REQUEST:
        climb_if_silent(work, complaint, clock)
    elif kind in OF_RECOMMENDATIONS:
        act_on_missed(work, complaint, clock)
    elif kind is ClockKind.URGENT_FIRST_ACT:
        urgency.climb(work, complaint, clock)
    elif kind is ClockKind.SILENCE:
        _open_recourse(work, complaint, str(clock.promise["silence"]))
    else:
        work.record(complaint, EntryKind.DATE_MISSED, clock=kind.value, level=clock.level)
        heads = work.staff.heads(work.session, complaint.agency)
        notify_in_charge(work, complaint, heads, "date_missed", clock=clock.kind)
    return True


def pass_to_top(work: Work, complaint: ComplaintRecord, question: str, opinion: str) -> None:
    """Pass the complaint straight to the top authority with what is asked and an opinion.

    The levels between are skipped; the promised date stays as it is.
    """
    require(work, complaint, Permission.PASS_UP)
    status = Status(complaint.status)
    if status is Status.ANSWERED or not status.is_open:
        raise TransitionNotAllowedError(complaint.status, "pass_up")
    if not question.strip():
        raise IncompleteError("question")
    path = work.advised.path
    if complaint.level >= len(path):
        raise TransitionNotAllowedError("top", "pass_up")
    hand_over(work, complaint, len(path), path[-1], "passed", None, ())
    text = f"{question.strip()}\n\n{opinion.strip()}".strip()
    seq = work.record(complaint, EntryKind.PASSED_TO_TOP, text=text, level=complaint.level)
    letters.add_message(work, complaint, "to_top", text, seq)
    if not letters.to_post(work, complaint, complaint.holder, "passed_to_you", missed=False):
        tell_of_vacancy(work, complaint, [complaint.holder])
    letters.to_citizen(work, complaint, "passed_up", level=complaint.level)


def decide(work: Work, complaint: ComplaintRecord, instruction: str) -> None:
    """Let the top authority decide: the complaints service carries out its instruction."""
    require(work, complaint, Permission.DECIDE)
    if not Status(complaint.status).is_open:
        raise TransitionNotAllowedError(complaint.status, "decide")
    if not instruction.strip():
        raise IncompleteError("instruction")
    urgency.note_act(work, complaint)
    seq = work.record(complaint, EntryKind.DECIDED, text=instruction, level=complaint.level)
    letters.add_message(work, complaint, "decision", instruction, seq)
    letters.to_assignee(work, complaint, "decided")


def _climb(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    work.record(complaint, EntryKind.DATE_MISSED, clock=clock.kind, level=clock.level)
    complaint.late_since = complaint.late_since or clock.due_at
    but = kept_out(work, complaint)
    up = one_step_up(work, complaint, but)
    if up is None:
        _late_at_the_top(work, complaint, clock)
        return
    before = work.staff.in_charge(work.session, complaint, but)
    hand_up(work, complaint, up, "missed", clock.id)
    promise, calendar = promise_of(work, up.step), work.advised.calendar
    started = clocks.start(work, complaint, up.level, promise, calendar, ClockKind(clock.kind))
    last_day = started.last_day and started.last_day.isoformat()
    work.record(complaint, EntryKind.ESCALATED, level=up.level, post=up.step.to, last_day=last_day)
    tell_of_vacancy(work, complaint, up.vacant)
    now = holders(work, complaint, up, but)
    notify(work, complaint, now, "passed_to_you", missed=True, last_day=last_day)
    notify(work, complaint, without(before, now), "date_missed", clock=clock.kind)
    letters.to_citizen(work, complaint, "late", level=up.level, last_day=last_day)


def _late_at_the_top(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Say that even the top authority is late, and open the external recourse."""
    but = kept_out(work, complaint)
    top = work.staff.with_post(work.session, complaint.agency, complaint.holder, but)
    others = without(work.staff.in_charge(work.session, complaint, but), top)
    notify(work, complaint, [*top, *others], "date_missed", clock=clock.kind)
    if not top:
        tell_of_vacancy(work, complaint, [complaint.holder])
    for recourse in work.advised.recourses[-1:]:
        _open_recourse(work, complaint, recourse.code)


def _open_recourse(work: Work, complaint: ComplaintRecord, code: str) -> None:
    work.record(complaint, EntryKind.RECOURSE_OPENED, recourse=code)
    letters.to_citizen(work, complaint, "recourse_opened", recourse=code)


def promise_of(work: Work, step: EscalationStep) -> Promise:
    """Return what the next level promises: its own time, else the answer's time again."""
    answer = work.advised.answer_promise
    return Promise(step.within or answer.allowance, step.basis or answer.basis, answer.confidence)
