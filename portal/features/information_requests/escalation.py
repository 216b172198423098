"""A request that nobody answered by its day goes up: to the next level, then to the top authority.

The complaint itself stays where it is, and so do its own dates.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.complaints.escalation.vacancies import tell_of_vacancy
from portal.complaints.letters.notices import notify
from portal.complaints.people.staff import Member, without
from portal.complaints.planning.promised_dates import promise_from
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.escalation import StepUp, step_up
from portal.domain.history import EntryKind
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.information_requests.rules import Asked
from portal.features.information_requests.steps import (
    asked_members,
    askers,
    put_to,
    start_clock,
    steps_of,
)
from portal.features.information_requests.whom_to_ask import workers


@dataclass(frozen=True, slots=True)
class _Next:
    """The step that a request takes up, and who works there."""

    up: StepUp
    holders: list[Member]


def climb_if_silent(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Put the request whose clock ran out to the next level; everybody concerned is told.

    Posts at which nobody works who may be asked are stepped over, with an alarm. At the top it
    stays asked, and late.
    """
    request = work.session.scalar(
        select(InformationRequestRecord).where(InformationRequestRecord.clock_id == clock.id)
    )
    if request is None or not request.is_open:
        return
    request.late_since = request.late_since or clock.due_at
    before = [*asked_members(work, complaint, request), *askers(work, complaint, request)]
    above = _next(work, complaint, request)
    if above is None:
        work.record(complaint, EntryKind.INFORMATION_MISSED, request=request.id)
    else:
        _pass_on(work, complaint, request, clock, above)
    told = without(before, above.holders if above else ())
    notify(work, complaint, _each_once(told), "request_missed", is_at_top=above is None)


def _next(
    work: Work, complaint: ComplaintRecord, request: InformationRequestRecord
) -> _Next | None:
    path, agency = work.advised.path, complaint.agency
    named = work.features.concerned(work.session, complaint.id, agency, complaint.story)
    at_work = {one.to: workers(work, agency, Asked(post=one.to), named) for one in path}
    vacant = frozenset(post for post, members in at_work.items() if not members)
    # From beside the way up it goes past the first level, which is the complaints service itself.
    beside = 1 if len(path) > 1 else 0
    start = max(steps_of(work, request.id)[-1].level, beside)
    up = step_up(path, start, vacant)
    return _Next(up, at_work[up.step.to]) if up is not None else None


def _pass_on(
    work: Work,
    complaint: ComplaintRecord,
    request: InformationRequestRecord,
    clock: ClockRecord,
    above: _Next,
) -> None:
    """Give the request to the level above, for as long as the first one had."""
    promise = promise_from(clock.promise)
    started = start_clock(work, complaint, promise, clock.level + 1, clock.release_id)
    assert started.due_at is not None
    assert started.last_day is not None
    request.clock_id, request.due_at = started.id, started.due_at
    request.last_day, last_day = started.last_day, started.last_day.isoformat()
    post, level = above.up.step.to, above.up.level
    put_to(work, request, Asked(post=post), level, clock.id)
    work.record(
        complaint,
        EntryKind.INFORMATION_MISSED,
        request=request.id,
        level=level,
        post=post,
        last_day=last_day,
    )
    tell_of_vacancy(work, complaint, above.up.vacant)
    notify(work, complaint, above.holders, "request_passed_to_you", last_day=last_day)


def _each_once(members: list[Member]) -> list[Member]:
    return list({one.user_id: one for one in members}.values())
