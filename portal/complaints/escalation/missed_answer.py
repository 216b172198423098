"""A promised answer did not come: the complaint goes up one level, by itself."""

from __future__ import annotations

from portal.complaints.dates import clocks
from portal.complaints.escalation.stepping_up import hand_up, holders, one_step_up
from portal.complaints.escalation.vacancies import tell_of_vacancy
from portal.complaints.first_handlers import kept_out
from portal.complaints.letters import letters
from portal.complaints.letters.notices import notify
from portal.complaints.people.staff import without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.escalation import EscalationStep
from portal.domain.history import EntryKind
from portal.domain.promise import Promise
from portal.domain.time.clock import ClockKind
from portal.words.letters.about_dates import Late, RecourseOpened
from portal.words.letters.to_staff import DateMissed, PassedToYou


def escalate(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Hand a complaint whose answer is late one step up, once, and tell everybody concerned.

    At the top nobody is above: the last of the other recourses opens by itself.
    """
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
    notify(work, complaint, now, PassedToYou(missed=True, last_day=started.last_day))
    notify(work, complaint, without(before, now), DateMissed(clock.kind))
    letters.to_citizen(work, complaint, Late(up.level, started.last_day))


def _late_at_the_top(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Say that even the top authority is late, and open the external recourse."""
    but = kept_out(work, complaint)
    top = work.staff.with_post(work.session, complaint.agency, complaint.holder, but)
    others = without(work.staff.in_charge(work.session, complaint, but), top)
    notify(work, complaint, [*top, *others], DateMissed(clock.kind))
    if not top:
        tell_of_vacancy(work, complaint, [complaint.holder])
    for recourse in work.advised.recourses[-1:]:
        open_recourse(work, complaint, recourse.code)


def open_recourse(work: Work, complaint: ComplaintRecord, code: str) -> None:
    """Tell the complainant that they may turn to another recourse from now on."""
    work.record(complaint, EntryKind.RECOURSE_OPENED, recourse=code)
    letters.to_citizen(work, complaint, RecourseOpened(code))


def promise_of(work: Work, step: EscalationStep) -> Promise:
    """Return what the next level promises: its own time, else the answer's time again."""
    answer = work.advised.answer_promise
    return Promise(step.within or answer.allowance, step.basis or answer.basis, answer.confidence)
