"""A request that nobody answered in time: it goes up, or to whoever stands in."""

from __future__ import annotations

from collections.abc import Sequence

from portal.complaints.features import Warned
from portal.complaints.handling.escalation import tell_of_vacancy
from portal.complaints.handling.identity_told import note_told_to
from portal.complaints.letters.letters import notify
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.handling.escalation import StepUp, step_up
from portal.domain.time.promised_dates import promise_from
from portal.features.information_requests import rules
from portal.features.information_requests.actions import (
    asked_members,
    askers,
    concerned_staff,
    put_to,
    start_request_clock,
)
from portal.features.information_requests.letters import RequestMissed, RequestPassedToYou
from portal.features.information_requests.queries import (
    record_of_clock,
    steps_of,
)
from portal.features.information_requests.queries_answering import answering
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.information_requests.rules import Asked


def warned(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> Warned:
    """Return who is warned of the date of a request: whoever has to answer it now."""
    request = record_of_clock(work.session, clock.id)
    if request is None:
        return Warned([])
    asked = steps_of(work.session, [request.id])[-1].asked
    return Warned(answering(work.session, work.staff, complaint.agency, asked))


def escalate_if_silent(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Put the request whose clock ran out to the next level; everybody concerned is told.

    Posts at which nobody works who may be asked are stepped over, with an alarm. At the top it
    stays asked, and late.
    """
    request = record_of_clock(work.session, clock.id)
    if request is None or not request.is_open:
        return
    request.late_since = request.late_since or clock.due_at
    before = [*asked_members(work, request, complaint.agency), *askers(work, complaint, request)]
    up, holders = _next_step(work, complaint, request)
    if up is None:
        work.record(complaint, rules.InformationMissed(request=request.id))
    else:
        _pass_on(work, complaint, request, clock, up)
        notify(work, complaint, holders, RequestPassedToYou(request.last_day))
        # Whoever asked it meant it, or it would not have been asked.
        note_told_to(work, complaint, request.question, holders, is_meant=True)
    others = {member.user_id: member for member in without(before, holders)}
    notify(work, complaint, list(others.values()), RequestMissed(is_at_top=up is None))


def _next_step(
    work: Work, complaint: ComplaintRecord, request: InformationRequestRecord
) -> tuple[StepUp | None, Sequence[Member]]:
    """Return the step that a request takes up, if one is left, and who works there."""
    path, excluded = work.advised.path, concerned_staff(work, complaint)
    at_work = {
        step.to: answering(
            work.session, work.staff, complaint.agency, Asked(post=step.to), excluded
        )
        for step in path
    }
    vacant = frozenset(post for post, members in at_work.items() if not members)
    # From beside the way up it goes past the first level, which is the complaints service itself.
    beside = 1 if len(path) > 1 else 0
    start = max(steps_of(work.session, [request.id])[-1].level, beside)
    up = step_up(path, start, vacant)
    return up, at_work[up.step.to] if up is not None else ()


def _pass_on(
    work: Work,
    complaint: ComplaintRecord,
    request: InformationRequestRecord,
    clock: ClockRecord,
    up: StepUp,
) -> None:
    """Give the request to the level above, for as long as the first one had."""
    promise = promise_from(clock.promise)
    start_request_clock(work, complaint, request, promise, clock.level + 1, clock.release_id)
    put_to(work, request, Asked(post=up.step.to), up.level, clock.id)
    work.record(
        complaint,
        rules.InformationMissed(
            request=request.id, level=up.level, post=up.step.to, last_day=request.last_day
        ),
    )
    tell_of_vacancy(work, complaint, up.vacant)
