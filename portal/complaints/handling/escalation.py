"""A date that was missed: who is told, and how a complaint goes up its levels."""

from __future__ import annotations

from collections.abc import Sequence

from portal.complaints import entries
from portal.complaints.dates import running_clocks
from portal.complaints.events import Acted, RecourseTimed
from portal.complaints.letters import letters
from portal.complaints.letters.letters import notify, notify_administrators, tell_missed
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, EscalationRecord
from portal.complaints.work import Work, excluded_from, require
from portal.domain.absence import WhyVacant
from portal.domain.complaint import Status, is_own_motion
from portal.domain.errors import IncompleteError, NobodyAtTopError, TransitionNotAllowedError
from portal.domain.handling.escalation import Alarmed, EscalationStep, StepUp, step_up
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Promise
from portal.domain.typed import is_blank
from portal.words.letters.about_dates import Late, PassedUp, RecourseOpened
from portal.words.letters.to_staff import DECIDED, POST_VACANT, DateMissed, PassedToYou


def tell_in_charge(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Tell whoever is in charge, and the heads, that a date was missed; nothing escalates."""
    tell_missed(work, complaint, clock, work.staff.heads(work.session, complaint.agency))


def nobody_here(
    work: Work, complaint: ComplaintRecord, excluded: frozenset[int]
) -> WhyVacant | None:
    """Return why nobody answers where the complaint is; None if somebody does."""
    staff, agency, here = work.staff, complaint.agency, complaint.holder
    is_vacant = here in staff.vacant_among(work.session, agency, [here], excluded)
    return staff.why_vacant(work.session, agency, here) if is_vacant else None


def escalate(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Hand a complaint whose answer is late one step up, once, and tell everybody concerned.

    At the top nobody is above: the last of the other recourses opens by itself.
    """
    complaint.late_since = complaint.late_since or clock.due_at
    excluded = excluded_from(work, complaint)
    up = one_step_up(work, complaint, excluded)
    if up is None:
        _late_at_the_top(work, complaint, clock)
        return
    before = work.staff.in_charge(work.session, complaint, excluded)
    now = holders(work, complaint, up, excluded)
    told = work.staff.told_as(work.session, complaint.agency, without(before, now))
    nobody = nobody_here(work, complaint, excluded)
    work.record(complaint, entries.DateMissed(clock.kind, clock.level, told, nobody))
    hand_up(work, complaint, up, "missed", clock.id)
    kind, promise = ClockKind(clock.kind), promise_of(work, up.step)
    started = running_clocks.start_answer(work, complaint, up.level, promise, kind)
    escalated = entries.Escalated(
        level=up.level, post=up.step.to, last_day=started.last_day, over=up.passed_over
    )
    work.record(complaint, escalated)
    tell_of_vacancy(work, complaint, up.vacant)
    notify(work, complaint, now, PassedToYou(missed=True, last_day=started.last_day))
    notify(work, complaint, without(before, now), DateMissed(clock.kind))
    letters.to_citizen(work, complaint, Late(up.level, started.last_day))


def _late_at_the_top(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Say that even the top authority is late, and open the external recourse to its person."""
    excluded = excluded_from(work, complaint)
    top = work.staff.with_post(work.session, complaint.agency, complaint.holder, excluded)
    others = without(work.staff.in_charge(work.session, complaint, excluded), top)
    told = work.staff.told_as(work.session, complaint.agency, [*top, *others])
    nobody = nobody_here(work, complaint, excluded)
    work.record(complaint, entries.DateMissed(clock.kind, clock.level, told, nobody))
    notify(work, complaint, [*top, *others], DateMissed(clock.kind))
    if not top:
        tell_of_vacancy(work, complaint, [complaint.holder])
    for recourse in () if is_own_motion(complaint) else work.advised.recourses[-1:]:
        open_recourse(work, complaint, recourse.code, clock)


def open_recourse(work: Work, complaint: ComplaintRecord, code: str, clock: ClockRecord) -> None:
    """Tell the complainant that they may turn to another recourse since a clock ran out."""
    work.record(complaint, entries.RecourseOpened(recourse=code))
    for recourse in work.advised.recourses:
        if recourse.code == code and recourse.within:
            since = clock.due_at or work.now
            work.features.happened(RecourseTimed(work, complaint, recourse, since, by_silence=True))
    letters.to_citizen(work, complaint, RecourseOpened(code))


def promise_of(work: Work, step: EscalationStep) -> Promise:
    """Return what the next level promises: its own time, else the answer's time again."""
    answer = work.advised.answer_promise
    return Promise(step.within or answer.allowance, step.basis or answer.basis, answer.confidence)


def one_step_up(work: Work, complaint: ComplaintRecord, excluded: frozenset[int]) -> StepUp | None:
    """Return the next level at which somebody works, or None at the top authority.

    Whoever is among the `excluded` does not count as working there.
    """
    path = work.advised.path
    posts = (step.to for step in path)
    vacant = work.staff.vacant_among(work.session, complaint.agency, posts, excluded)
    return step_up(path, complaint.level, vacant)


def hand_up(
    work: Work, complaint: ComplaintRecord, up: StepUp, reason: str, clock_id: int | None = None
) -> None:
    """Give the complaint to the post of a level above, and keep why it went there."""
    work.session.add(
        EscalationRecord(
            complaint_id=complaint.id,
            clock_id=clock_id,
            at=work.now,
            agency=complaint.agency,
            from_post=complaint.holder,
            from_level=complaint.level,
            to_level=up.level,
            post=up.step.to,
            reason=reason,
            vacant=list(up.passed_over),
        )
    )
    complaint.level, complaint.holder = up.level, up.step.to
    complaint.top_level = len(work.advised.path)


def holders(
    work: Work, complaint: ComplaintRecord, up: StepUp, excluded: frozenset[int]
) -> list[Member]:
    """Return who works at the level above, without the `excluded`."""
    return work.staff.with_post(work.session, complaint.agency, up.step.to, excluded)


def pass_to_top(work: Work, complaint: ComplaintRecord, question: str, opinion: str) -> None:
    """Pass the complaint straight to the top authority with what is asked and an opinion.

    The levels between are skipped; the promised date stays as it is. Raise NobodyAtTopError where
    nobody could act on it there.
    """
    require(work, complaint, Permission.PASS_UP)
    status = Status(complaint.status)
    if status is Status.ANSWERED or not status.is_open:
        raise TransitionNotAllowedError(complaint.status, "pass_up")
    if is_blank(question):
        raise IncompleteError("question")
    path = work.advised.path
    if complaint.level >= len(path):
        raise TransitionNotAllowedError("top", "pass_up")
    up = StepUp(len(path), path[-1])
    if not holders(work, complaint, up, excluded_from(work, complaint)):
        raise NobodyAtTopError
    over = tuple(step.to for step in path[complaint.level : -1])
    hand_up(work, complaint, up, "passed")
    text = f"{question.strip()}\n\n{opinion.strip()}".strip()
    # Those who hold that post now, and nobody else: they are there, see above.
    passed = entries.PassedToTop(complaint.level, over, told=[Alarmed.TOP])
    seq = work.record(complaint, passed, text=text)
    letters.add_message(work, complaint, "to_top", text, seq)
    letters.to_post(work, complaint, complaint.holder, PassedToYou())
    letters.to_citizen(work, complaint, PassedUp(complaint.level))


def decide(work: Work, complaint: ComplaintRecord, instruction: str) -> None:
    """Let the top authority decide: the complaints service carries out its instruction."""
    require(work, complaint, Permission.DECIDE)
    if not Status(complaint.status).is_open:
        raise TransitionNotAllowedError(complaint.status, "decide")
    if is_blank(instruction):
        raise IncompleteError("instruction")
    work.features.happened(Acted(work, complaint))
    seq = work.record(complaint, entries.Decided(level=complaint.level), text=instruction)
    letters.add_message(work, complaint, "decision", instruction, seq)
    letters.to_assignee(work, complaint, DECIDED)


def tell_of_vacancy(work: Work, complaint: ComplaintRecord, posts: Sequence[str]) -> None:
    """Say at which posts nobody answers: to the head of the complaints service.

    The administrators are told where there is no head at work, or nobody who has the complaint.
    The history keeps why nobody answers at each, and who was told.
    """
    if not posts:
        return
    told: list[Alarmed] = []
    heads = work.staff.heads(work.session, complaint.agency)
    if notify(work, complaint, heads, POST_VACANT):
        told.append(Alarmed.HEAD)
    if (not told or complaint.holder in posts) and notify_administrators(work, complaint):
        told.append(Alarmed.ADMINISTRATORS)
    why = [work.staff.why_vacant(work.session, complaint.agency, post) for post in posts]
    work.record(complaint, entries.PostVacant(posts=list(posts), why=why, told=told))
