"""The power to ask: the complaints service asks somebody of the agency, and dates the answer.

A request has a clock of its own; the complaint's do not stop for it. Whoever is asked gets a
letter without personal data, and reads what was released on a page of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, select

from portal.complaints.letters import letters
from portal.complaints.people.staff import Member
from portal.complaints.queries.accounts import candidates
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.work import Work, require
from portal.domain.actor import Actor
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.promise import Promise
from portal.domain.time.allowance import Allowance
from portal.features.information_requests.asked_of import asked_of
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.information_requests.rules import Asked, Ending, Released, shown
from portal.features.information_requests.steps import asked_members, askers, put_to, start_clock
from portal.features.information_requests.whom_to_ask import level_of, workers


def ask(
    work: Work,
    complaint: ComplaintRecord,
    asked: Asked,
    question: str,
    within: Allowance,
    released: Collection[Released],
) -> None:
    """Ask somebody of the agency for information, by a day; they are told at once.

    The time may be shorter than the agency's own, never longer. Raise IncompleteError naming what
    is missing: among it somebody who works, is not named in the complaint, and does not ask.
    """
    require(work, complaint, Permission.REQUEST_INFORMATION)
    if not may_ask(complaint.status):
        raise TransitionNotAllowedError(complaint.status, "request_information")
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.information_promise(complaint.category)
    of_complaint = (complaint.id, complaint.agency, complaint.story)
    named = work.features.concerned(work.session, *of_complaint)
    barred = named | {work.actor.user_id or 0}
    who = workers(work, complaint.agency, asked, barred)
    _refuse_incomplete(who, question, within, promise)
    promise = replace(promise, allowance=within)
    clock = start_clock(work, complaint, promise, 1, agency.release_id)
    request = _record(work, complaint, asked, question.strip(), clock, released)
    people = candidates(work.session, complaint.agency)
    put_to(work, request, asked, level_of(asked, people, work.advised.path))
    told = {"request": request.id, "last_day": request.last_day.isoformat()}
    letters.to_members(work, complaint, who, "request_for_you", **told)


def may_ask(status: str) -> bool:
    """Tell whether something may still be asked: as long as the answer is not given."""
    return Status(status).is_open and Status(status) is not Status.ANSWERED


def give(work: Work, complaint: ComplaintRecord, request_id: int, body: str, by: Actor) -> None:
    """Let whoever is asked, or was before it climbed, answer; the complaints service is told.

    They may not see the complaint itself, so the portal opens it for them and writes `by` down.
    Raise NotAllowedError for anybody else, TransitionNotAllowedError once it is over.
    """
    if not may(by, Permission.INFORM, complaint.agency):
        raise NotAllowedError(Permission.INFORM)
    theirs = (InformationRequestRecord.id == request_id, asked_of(by, complaint.agency))
    request = next(iter(_requests(work, complaint, *theirs)), None)
    if request is None:
        raise NotAllowedError(Permission.INFORM)
    if not request.is_open:
        raise TransitionNotAllowedError(complaint.status, "inform")
    answer = body.strip()
    if not answer:
        raise IncompleteError("body")
    clock = work.session.get_one(ClockRecord, request.clock_id)
    clock.meet(work.now)
    request.answer, request.answered_at, request.answered_by = answer, work.now, by.user_id
    request.closed_seq = replace(work, actor=by).record(
        complaint,
        EntryKind.INFORMATION_GIVEN,
        text=answer,
        request=request.id,
        in_time=request.late_since is None and clock.missed_at is None,
    )
    letters.to_members(work, complaint, askers(work, complaint, request), "request_answered")


def withdraw(work: Work, complaint: ComplaintRecord, request_id: int, reason: str) -> None:
    """Take a request back, for a reason that stays in the history; whoever was asked is told."""
    require(work, complaint, Permission.REQUEST_INFORMATION)
    if not reason.strip():
        raise IncompleteError("reason")
    chosen = InformationRequestRecord.id == request_id
    request = next(iter(_requests(work, complaint, chosen)), None)
    if request is None or not request.is_open:
        raise TransitionNotAllowedError(complaint.status, "withdraw_request")
    _end(work, complaint, request, Ending.WITHDRAWN, reason)


def end_open(work: Work, complaint: ComplaintRecord, ending: Ending) -> None:
    """End what is still asked about a complaint that needs no answer of it any more."""
    is_open = (
        InformationRequestRecord.answered_at.is_(None),
        InformationRequestRecord.ended_at.is_(None),
    )
    for request in _requests(work, complaint, *is_open):
        _end(work, complaint, request, ending)


def _record(
    work: Work,
    complaint: ComplaintRecord,
    asked: Asked,
    question: str,
    clock: ClockRecord,
    released: Collection[Released],
) -> InformationRequestRecord:
    assert clock.last_day is not None, "a request does not wait for a file"
    assert clock.due_at is not None
    seq = work.record(
        complaint,
        EntryKind.INFORMATION_REQUESTED,
        text=question,
        to=asked.user_id,
        post=asked.post,
        last_day=clock.last_day.isoformat(),
        released=sorted(released),
    )
    request = InformationRequestRecord(
        complaint_id=complaint.id,
        number=complaint.number,
        asked_by=work.actor.user_id,
        asked_at=work.now,
        asked_seq=seq,
        language=complaint.language,
        question=question,
        shown=_shown(work, complaint, released),
        clock_id=clock.id,
        due_at=clock.due_at,
        last_day=clock.last_day,
    )
    work.session.add(request)
    work.session.flush()
    return request


def _refuse_incomplete(
    who: Collection[Member], question: str, within: Allowance, promise: Promise
) -> None:
    allowed = promise.allowance
    is_within = within.unit is allowed.unit and 1 <= within.amount <= allowed.amount
    wrong = {"asked": not who, "question": not question.strip(), "within": not is_within}
    missing = [code for code, is_wrong in wrong.items() if is_wrong]
    if missing:
        raise IncompleteError(*missing)


def _shown(
    work: Work, complaint: ComplaintRecord, released: Collection[Released]
) -> dict[str, str]:
    of_complaint = select(PersonRecord).where(PersonRecord.complaint_id == complaint.id)
    people = work.session.scalars(of_complaint).all()
    return shown(complaint.subject, complaint.story, people, released)


def _requests(
    work: Work, complaint: ComplaintRecord, *chosen: ColumnElement[bool]
) -> list[InformationRequestRecord]:
    request = InformationRequestRecord
    statement = select(request).where(request.complaint_id == complaint.id, *chosen)
    return list(work.session.scalars(statement.order_by(request.id)))


def _end(
    work: Work,
    complaint: ComplaintRecord,
    request: InformationRequestRecord,
    ending: Ending,
    reason: str | None = None,
) -> None:
    clock = work.session.get_one(ClockRecord, request.clock_id)
    clock.end(work.now)
    request.ended_at, request.ending, request.reason = work.now, ending.value, reason
    request.closed_seq = work.record(
        complaint, EntryKind.INFORMATION_ENDED, text=reason, request=request.id, why=ending.value
    )
    members = asked_members(work, complaint, request)
    letters.to_members(work, complaint, members, "request_ended", why=ending.value)
