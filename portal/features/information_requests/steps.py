"""To whom a request for information is put, in turn, and who is told of it."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.people.staff import Member
from portal.complaints.planning.promised_dates import clock_row, planned
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.promise import Promise
from portal.domain.time.clock import ClockKind
from portal.features.information_requests.records import InformationRequestRecord, RequestStepRecord
from portal.features.information_requests.rules import Asked
from portal.features.information_requests.whom_to_ask import workers


def start_clock(
    work: Work, complaint: ComplaintRecord, promise: Promise, rank: int, release_id: int
) -> ClockRecord:
    """Start the clock of a request, counted from now; `rank` is how many were asked by then."""
    kind, calendar = ClockKind.INFORMATION_REQUEST, work.advised.calendar
    row = clock_row(planned(kind, rank, promise, work.now, calendar), release_id)
    clock = ClockRecord(complaint_id=complaint.id, **row)
    work.session.add(clock)
    work.session.flush()
    return clock


def put_to(
    work: Work,
    request: InformationRequestRecord,
    asked: Asked,
    level: int,
    clock_id: int | None = None,
) -> None:
    """Put a request to somebody, or to a post, because of the clock that ran out, if one did."""
    step = RequestStepRecord(
        complaint_id=request.complaint_id,
        request_id=request.id,
        at=work.now,
        level=level,
        user_id=asked.user_id,
        post=asked.post,
        clock_id=clock_id,
    )
    work.session.add(step)


def steps_of(work: Work, request_id: int) -> list[RequestStepRecord]:
    """Return to whom a request was put, in turn."""
    step = RequestStepRecord
    statement = select(step).where(step.request_id == request_id).order_by(step.id)
    return list(work.session.scalars(statement))


def asked_members(
    work: Work, complaint: ComplaintRecord, request: InformationRequestRecord
) -> list[Member]:
    """Return everybody at work to whom a request was put, the first ones first, each once."""
    found = {
        one.user_id: one
        for step in steps_of(work, request.id)
        for one in workers(work, complaint.agency, Asked(step.user_id, step.post))
    }
    return list(found.values())


def now_asked(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> list[Member]:
    """Return who works as whoever has the request that a clock is of."""
    of_clock = InformationRequestRecord.clock_id == clock.id
    request_id = work.session.scalar(select(InformationRequestRecord.id).where(of_clock))
    steps = steps_of(work, request_id) if request_id is not None else []
    last = (Asked(step.user_id, step.post) for step in steps[-1:])
    return [one for asked in last for one in workers(work, complaint.agency, asked)]


def askers(
    work: Work, complaint: ComplaintRecord, request: InformationRequestRecord
) -> list[Member]:
    """Return who is told what becomes of a request: who asked, else who has the complaint."""
    asker = Asked(user_id=request.asked_by or 0)
    working = workers(work, complaint.agency, asker)
    return working or work.staff.in_charge(work.session, complaint)
