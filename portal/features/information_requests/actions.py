"""The power to ask: the complaints service asks somebody of the agency, and dates the answer.

A request has a clock of its own; the complaint's do not stop for it, nor does it move. Whoever is
asked gets a letter without personal data, and reads what was released on a page of their own. What
nobody answers by its day goes up: to the next level, then to the top authority.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from portal.complaints.dates.running_clocks import start_clock
from portal.complaints.events import Event, Excluded
from portal.complaints.handling.identity_told import note_told_to
from portal.complaints.letters import letters
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.actor import Actor
from portal.domain.complaint import Status, is_own_motion
from portal.domain.errors import (
    IncompleteError,
    NameHiddenError,
    NotAllowedError,
    TransitionNotAllowedError,
    required,
)
from portal.domain.permissions import Permission, may
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance, Promise
from portal.domain.typed import is_blank
from portal.features.information_requests import rules
from portal.features.information_requests.letters import (
    REQUEST_ANSWERED,
    REQUEST_BACK,
    RequestEnded,
    RequestForYou,
)
from portal.features.information_requests.queries import (
    asked_record,
    open_records,
    people_of,
    request_clock,
    steps_of,
)
from portal.features.information_requests.queries_answering import answering, level_of
from portal.features.information_requests.records import InformationRequestRecord, RequestStepRecord
from portal.features.information_requests.rules import (
    HIDDEN,
    Asked,
    Ending,
    Released,
    fields_beside,
    shown,
)


def ask(
    work: Work,
    complaint: ComplaintRecord,
    asked: Asked,
    question: str,
    within: Allowance,
    released: Collection[Released],
    *,
    is_naming_meant: bool = False,
) -> None:
    """Ask somebody of the agency for information, by a day; they are told at once.

    The time may be shorter than the agency's own, never longer. Raise IncompleteError naming what
    is missing: among it somebody who works, is not named in the complaint, and does not ask.
    """
    require(work, complaint, Permission.REQUEST_INFORMATION)
    if not Status(complaint.status).is_unanswered:
        raise TransitionNotAllowedError(complaint.status, "request_information")
    agency = work.agencies.agency(complaint.agency)
    promise = agency.configured.promise("information_request", complaint.category)
    excluded = concerned_staff(work, complaint) | {work.actor.user_id or 0}
    members = answering(work.session, work.staff, complaint.agency, asked, excluded)
    _refuse_incomplete(members, question, within, promise)
    is_nameless = complaint.name_hidden_since is not None or is_own_motion(complaint)
    if is_nameless and HIDDEN & set(released):
        raise NameHiddenError
    request = InformationRequestRecord(
        complaint_id=complaint.id,
        number=complaint.number,
        asked_by=work.actor.user_id,
        asked_at=work.now,
        language=complaint.language,
        question=question.strip(),
        shown=_shown(work, complaint, released),
    )
    shorter = replace(promise, allowance=within)
    start_request_clock(work, complaint, request, shorter, 1, agency.release_id)
    request.asked_seq = work.record(
        complaint,
        rules.InformationRequested(
            to=asked.user_id, post=asked.post, last_day=request.last_day, released=sorted(released)
        ),
        text=request.question,
    )
    work.session.add(request)
    work.session.flush()
    level = level_of(work.session, complaint.agency, asked, work.advised.path)
    put_to(work, request, asked, level)
    letters.to_members(work, complaint, members, RequestForYou(request.last_day))
    beside = fields_beside(people_of(work.session, complaint.id), released)
    note_told_to(
        work, complaint, request.question, members, is_meant=is_naming_meant, beside=beside
    )


def give(work: Work, complaint: ComplaintRecord, request_id: int, body: str, by: Actor) -> None:
    """Let whoever is asked, or was before it went up, answer; the complaints service is told.

    They may not see the complaint itself, so the portal opens it for them and writes `by` down.
    Raise NotAllowedError for anybody else, TransitionNotAllowedError once it is over.
    """
    if not may(by, Permission.INFORM, complaint.agency):
        raise NotAllowedError(Permission.INFORM)
    request = asked_record(work.session, complaint.id, request_id, by, complaint.agency)
    if request is None:
        raise NotAllowedError(Permission.INFORM)
    if not request.is_open:
        raise TransitionNotAllowedError(complaint.status, "inform")
    answer, clock = required(body, "body"), request_clock(work.session, request)
    clock.meet(work.now)
    request.answer, request.answered_at, request.answered_by = answer, work.now, by.user_id
    request.closed_seq = replace(work, actor=by).record(
        complaint,
        rules.InformationGiven(
            request=request.id, in_time=request.late_since is None and clock.missed_at is None
        ),
        text=answer,
    )
    letters.to_members(work, complaint, askers(work, complaint, request), REQUEST_ANSWERED)


def withdraw(work: Work, complaint: ComplaintRecord, request_id: int, reason: str) -> None:
    """Take a request back, for a reason that stays in the history; whoever was asked is told."""
    require(work, complaint, Permission.REQUEST_INFORMATION)
    required(reason, "reason")
    requests = open_records(work.session, complaint.id, request_id)
    if not requests:
        raise TransitionNotAllowedError(complaint.status, "withdraw_request")
    _end(work, complaint, requests[0], Ending.WITHDRAWN, reason)


def end_open(event: Event, ending: Ending) -> None:
    """End what is still asked about a complaint that needs no answer of it any more."""
    for request in open_records(event.work.session, event.complaint.id):
        _end(event.work, event.complaint, request, ending)


def hand_back(event: Excluded) -> None:
    """End what is asked where all who would answer are excluded: it is asked of somebody else."""
    work, complaint = event.work, event.complaint
    for request in open_records(work.session, complaint.id):
        asked = steps_of(work.session, [request.id])[-1].asked
        now, before = (
            answering(work.session, staff, complaint.agency, asked)
            for staff in (work.staff, work.staff.excluding(()))
        )
        if before and not now:
            _end(work, complaint, request, Ending.KEPT_OUT)
            letters.to_members(work, complaint, askers(work, complaint, request), REQUEST_BACK)


def start_request_clock(
    work: Work,
    complaint: ComplaintRecord,
    request: InformationRequestRecord,
    promise: Promise,
    rank: int,
    release_id: int,
) -> None:
    """Start the clock of whoever has a request now; `rank` is how many were asked by then."""
    kind = ClockKind.INFORMATION_REQUEST
    clock = start_clock(work, complaint, kind, promise, level=rank, release_id=release_id)
    work.session.flush()
    assert clock.due_at is not None, "a request does not wait for a file"
    assert clock.last_day is not None
    request.clock_id, request.due_at, request.last_day = clock.id, clock.due_at, clock.last_day


def _shown(
    work: Work, complaint: ComplaintRecord, released: Collection[Released]
) -> dict[str, str]:
    people = people_of(work.session, complaint.id)
    everybody = whole_people(work.session, [complaint.number])
    published = work.agencies.published
    return shown(complaint.subject, complaint.story, people, everybody, released, published)


def put_to(
    work: Work,
    request: InformationRequestRecord,
    asked: Asked,
    level: int,
    clock_id: int | None = None,
) -> None:
    """Put a request to somebody, or to a post, because of the clock that ran out, if one did."""
    work.session.add(
        RequestStepRecord(
            complaint_id=request.complaint_id,
            request_id=request.id,
            at=work.now,
            level=level,
            user_id=asked.user_id,
            post=asked.post,
            clock_id=clock_id,
        )
    )


def _end(
    work: Work,
    complaint: ComplaintRecord,
    request: InformationRequestRecord,
    ending: Ending,
    reason: str | None = None,
) -> None:
    request_clock(work.session, request).end(work.now)
    request.ended_at, request.ending, request.reason = work.now, ending.value, reason
    request.closed_seq = work.record(
        complaint,
        rules.InformationEnded(request=request.id, why=ending.value),
        text=reason,
    )
    members = asked_members(work, request, complaint.agency)
    letters.to_members(work, complaint, members, RequestEnded(ending))


def asked_members(work: Work, request: InformationRequestRecord, agency: str) -> list[Member]:
    """Return everybody at work to whom a request was put, the first ones first, each once."""
    members = {
        member.user_id: member
        for step in steps_of(work.session, [request.id])
        for member in answering(work.session, work.staff, agency, step.asked)
    }
    return list(members.values())


def askers(
    work: Work, complaint: ComplaintRecord, request: InformationRequestRecord
) -> list[Member]:
    """Return who is told what becomes of a request: who asked, else who has the complaint."""
    asker = Asked(user_id=request.asked_by or 0)
    working = answering(work.session, work.staff, complaint.agency, asker)
    return working or work.staff.in_charge(work.session, complaint)


def concerned_staff(work: Work, complaint: ComplaintRecord) -> frozenset[int]:
    """Return whom the complaint concerns, who are asked nothing about it."""
    return work.features.concerned(work.session, complaint.id, complaint.agency, complaint.story)


def _refuse_incomplete(
    members: Collection[Member], question: str, within: Allowance, promise: Promise
) -> None:
    allowed = promise.allowance
    is_within = within.unit is allowed.unit and 1 <= within.amount <= allowed.amount
    wrong = {"asked": not members, "question": is_blank(question), "within": not is_within}
    missing = [code for code, is_wrong in wrong.items() if is_wrong]
    if missing:
        raise IncompleteError(*missing)
