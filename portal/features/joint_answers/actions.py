"""Another agency is asked for a part of a complaint, and its complainant for what it may read.

The agency that has the complaint keeps it, with its dates: the part has its own. What nobody agreed
to stays where it is, and the part goes by itself when the time to choose is over. A part may be
called off, asked for by mistake, or because its agency says that it is not concerned: whoever has
the complaint decides, and until they do the part goes on, with its date. What was written stays.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.dates import running_clocks
from portal.complaints.events import Withdrawn
from portal.complaints.held_messages.holding import stop
from portal.complaints.letters import letters
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, beside, require
from portal.db.row_filter import as_the_portal
from portal.domain.complaint import Channel, Draft, FiledFor, Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.handling.lifecycle import Action, is_possible, status_after
from portal.domain.history import EntryKind
from portal.domain.number import MOST_PARTS, part_number
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers import records
from portal.features.joint_answers.beginning import begin, share
from portal.features.joint_answers.letters import (
    PART_CALLED_OFF_STAFF,
    PART_DECLINED,
    PART_KEPT,
    PART_RELEASED,
    PartAsked,
    PartCalledOff,
)
from portal.features.joint_answers.queries import (
    count_parts,
    held_elsewhere,
    held_part,
    held_part_of,
    held_parts_of,
    is_awaited_of,
    part_of_clock,
    part_record,
    parts_not_begun,
    waiting_part,
    whole_to_write_to,
)
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import PART, Shared, agreed_when_filed
from portal.words.letters.to_staff import WITHDRAWN_STAFF


def ask_part(
    work: Work, complaint: ComplaintRecord, to: Agency, asked: str, plan: FilingPlan
) -> None:
    """Ask `to` for a part of a complaint; `plan` is what it promises, asked before the lock.

    It waits until the complainant chose what may be read. Who chose when they filed is not asked
    again: the part goes at once.
    """
    require(work, complaint, Permission.ASK_PART)
    status, is_part = Status(complaint.status), complaint.parent_id is not None
    if is_part or not status.is_open or status is Status.ANSWERED:
        raise TransitionNotAllowedError(complaint.status, PART)
    parts_so_far = count_parts(work.session, complaint.id)
    _refuse_incomplete(work, complaint, to, asked, parts_so_far)
    number = part_number(complaint.number, parts_so_far)
    chosen = agreed_when_filed(complaint.answers, to.code)
    clock = None if chosen is not None else _start_time_to_choose(work, complaint)
    last_day = clock.last_day if clock is not None else None
    seq = work.record(
        complaint,
        records.PartAsked(to=to.code, agency_name=to.name, part=number, last_day=last_day),
        text=asked,
    )
    letters.add_message(work, complaint, PART, asked, seq)
    part = PartRecord(
        complaint_id=complaint.id,
        number=number,
        agency=to.code,
        category=plan.category.code,
        asked=asked,
        asked_at=work.now,
        asked_by=work.actor.user_id,
        history_seq=seq,
        clock_id=clock.id if clock is not None else None,
        agreed=chosen,
    )
    work.session.add(part)
    work.session.flush()
    if last_day is None:
        begin(work, complaint, part, plan)
    else:
        letters.to_citizen(work, complaint, PartAsked(to.name, last_day))


def plan_for_part(
    agencies: Registry,
    complaint: ComplaintRecord,
    agency: str,
    asked: str,
    category: str | None,
    now: datetime,
) -> FilingPlan:
    """Ask an agency what it promises for a part that it has from now on; nothing is locked.

    It is told what it is asked, and none of the words of the complaint.
    """
    heir = agencies.heir_of(agency, category, now)
    draft = Draft(
        category=heir.category if category or heir.agency != agency else None,
        story=asked,
        language="en" if complaint.language == "en" else "fr",
        filed_for=FiledFor(complaint.filed_for),
        channel=Channel(complaint.channel),
        received_at=now,
    )
    return plan_filing(agencies.agency(heir.agency), draft, now)


def _refuse_incomplete(
    work: Work, complaint: ComplaintRecord, to: Agency, asked: str, parts_so_far: int
) -> None:
    """Raise IncompleteError where nothing is asked, or not of an agency that can answer."""
    missing = [] if asked.strip() else ["question"]
    is_elsewhere = to.code not in (work.agencies.portal.portal.intake_desk, complaint.agency)
    is_free = is_elsewhere and not is_awaited_of(work.session, complaint.id, to.code)
    if not is_free or parts_so_far >= MOST_PARTS:
        missing.append("part_agency")
    if missing:
        raise IncompleteError(*missing)


# What the complainant lets be read.


def agree(
    work: Work, complaint: ComplaintRecord, part_id: int, fields: Collection[str], plan: FilingPlan
) -> None:
    """Let a part begin at once with what the complainant lets be read, be it nothing.

    Raise TransitionNotAllowedError if it no longer waits, or is not for the agency of `plan`.
    """
    part = waiting_part(work.session, complaint.id, PartRecord.id == part_id)
    if part is None or not _is_for(work, part, plan):
        raise TransitionNotAllowedError(complaint.status, PART)
    part.agreed = sorted(set(fields) & set(Shared))
    work.record(complaint, records.PartAgreed(part=part.number, fields=part.agreed))
    begin(work, complaint, part, plan)


def let_read(work: Work, complaint: ComplaintRecord, part_id: int, fields: Collection[str]) -> None:
    """Let the agency that has a part read what the complainant kept from it until now."""
    theirs = held_part_of(work.session, complaint.id, part_id)
    part = part_record(work.session, complaint.id, part_id)
    agreed = set(part.agreed or ()) if part is not None else set()
    more = sorted(set(fields) & set(Shared) - agreed)
    if theirs is None or part is None or part.ended_at is not None or not more:
        raise TransitionNotAllowedError(complaint.status, PART)
    part.agreed = sorted({*agreed, *more})
    share(work, complaint, theirs, more)
    for record in (complaint, theirs):
        work.record(record, records.PartAgreed(part=part.number, fields=more))
    letters.to_assignee(beside(work, theirs), theirs, PART_RELEASED)


# The time to choose, and what happens when it is over.


def plan_waiting_part(
    session: Session,
    agencies: Registry,
    complaint: ComplaintRecord,
    clock_id: int,
    now: datetime,
) -> FilingPlan | None:
    """Ask the agency of a part what it promises, if the time to choose is all that it waits for."""
    part = part_of_clock(session, clock_id)
    if part is None:
        return None
    return plan_for_part(agencies, complaint, part.agency, part.asked, part.category, now)


def begin_by_itself(
    work: Work, complaint: ComplaintRecord, clock: ClockRecord, plan: FilingPlan
) -> bool:
    """Let a part begin because the time to choose is over: what is asked is all it says."""
    part = waiting_part(work.session, complaint.id, PartRecord.clock_id == clock.id)
    if part is None or not _is_for(work, part, plan):
        return False
    begin(work, complaint, part, plan)
    return True


def _is_for(work: Work, part: PartRecord, plan: FilingPlan) -> bool:
    return work.agencies.heir_of(part.agency, part.category, work.now).agency == plan.agency.code


def _start_time_to_choose(work: Work, complaint: ComplaintRecord) -> ClockRecord:
    promise = work.agencies.handing_on.transfer
    clock = running_clocks.start_clock(work, complaint, ClockKind.PART, promise)
    work.session.flush()
    return clock


def _end_time_to_choose(work: Work, part: PartRecord) -> None:
    clock = running_clocks.clock_again(work, part.clock_id) if part.clock_id is not None else None
    if clock is not None and clock.pending:
        clock.end(work.now)


# A part is called off, or kept although its agency says that it is not concerned.


def say_not_concerned(work: Work, theirs: ComplaintRecord, reason: str) -> None:
    """Tell whoever asked for a part that it is not for this agency to answer, and why.

    Raise TransitionNotAllowedError for what is no part, was answered, or was said already.
    """
    require(work, theirs, Permission.DECLINE_PART)
    part = held_part(work.session, PartRecord.part_id == theirs.id)
    if part is None or part.declined is not None or not _is_awaited(part, theirs):
        raise TransitionNotAllowedError(theirs.status, PART)
    _refuse_unreasoned(reason)
    part.declined, part.declined_at = reason.strip(), work.now
    seq = work.record(theirs, records.PartDeclined(part=part.number), text=reason)
    letters.add_message(work, theirs, "note", reason.strip(), seq)
    whole = whole_to_write_to(work.session, part)
    letters.to_assignee(beside(work, whole), whole, PART_DECLINED)


def call_off(work: Work, complaint: ComplaintRecord, part_id: int, reason: str) -> None:
    """End what another agency was asked for, with a reason that all three sides read.

    The dates of the part end; those of the complaint stay. Raise TransitionNotAllowedError once
    the part was answered: it goes into the joint answer.
    """
    require(work, complaint, Permission.CALL_OFF_PART)
    part, theirs = _awaited(work, complaint, part_id)
    _refuse_unreasoned(reason)
    part.called_off, part.ended_at = reason.strip(), work.now
    code = theirs.agency if theirs is not None else part.agency
    name = work.agencies.agency(code).name
    seq = work.record(
        complaint,
        records.PartCalledOff(part=part.number, to=code, agency_name=name),
        text=reason,
    )
    letters.add_message(work, complaint, PART, reason.strip(), seq)
    letters.to_citizen(work, complaint, PartCalledOff(name))
    if theirs is None:
        _end_time_to_choose(work, part)
        return
    with as_the_portal(work.session):
        _end_there(work, theirs)
        seq = _record_there(work, complaint, theirs, records.PartCalledOff, reason)
        letters.add_message(work, theirs, PART, reason.strip(), seq)
        letters.to_assignee(beside(work, theirs), theirs, PART_CALLED_OFF_STAFF)


def keep(work: Work, complaint: ComplaintRecord, part_id: int, reason: str) -> None:
    """Decide that an agency answers its part although it says that it is not concerned."""
    require(work, complaint, Permission.CALL_OFF_PART)
    part, theirs = _awaited(work, complaint, part_id)
    if part.declined is None or theirs is None:
        raise TransitionNotAllowedError(complaint.status, PART)
    _refuse_unreasoned(reason)
    part.declined = part.declined_at = None
    seq = work.record(complaint, records.PartKept(part=part.number), text=reason)
    letters.add_message(work, complaint, "note", reason.strip(), seq)
    with as_the_portal(work.session):
        seq = _record_there(work, complaint, theirs, records.PartKept, reason)
        letters.add_message(work, theirs, "note", reason.strip(), seq)
        letters.to_assignee(beside(work, theirs), theirs, PART_KEPT)


def end_parts(event: Withdrawn) -> None:
    """End what other agencies were asked for, because the complaint is withdrawn.

    What was answered stays as it is; what had not begun never does.
    """
    work, complaint = event.work, event.complaint
    for part in parts_not_begun(work.session, complaint.id):
        part.ended_at = work.now
        _end_time_to_choose(work, part)
    for theirs in held_parts_of(work.session, complaint.id):
        if is_possible(Status(theirs.status), Action.WITHDRAW):
            _end_there(work, theirs)
            work.record(theirs, EntryKind.WITHDRAWN)
            letters.to_assignee(beside(work, theirs), theirs, WITHDRAWN_STAFF)


def _awaited(
    work: Work, complaint: ComplaintRecord, part_id: int
) -> tuple[PartRecord, ComplaintRecord | None]:
    """Hold a part of the complaint whose answer is to come, and its row at the other agency."""
    part, theirs = part_record(work.session, complaint.id, part_id), None
    if part is not None:
        # Before the part itself, in the order in which whoever answers it holds both.
        if part.part_id is not None:
            theirs = held_elsewhere(work.session, part.part_id)
        part = held_part(work.session, PartRecord.id == part_id)
    if part is None or not _is_awaited(part, theirs):
        raise TransitionNotAllowedError(complaint.status, PART)
    return part, theirs


def _is_awaited(part: PartRecord, theirs: ComplaintRecord | None) -> bool:
    is_over = part.answered_at is not None or part.ended_at is not None
    ends = theirs is None or is_possible(Status(theirs.status), Action.WITHDRAW)
    return not is_over and ends


def _end_there(work: Work, theirs: ComplaintRecord) -> None:
    """End a part where it is answered: no date of it runs, and nothing of it leaves or is asked."""
    theirs.status = status_after(Status(theirs.status), Action.WITHDRAW).value
    theirs.is_open, theirs.closed_at = False, work.now
    stop(work, theirs)
    work.features.happened(Withdrawn(work, theirs))
    running_clocks.end_all(work, theirs)


def _record_there(
    work: Work,
    complaint: ComplaintRecord,
    theirs: ComplaintRecord,
    entry: type[records.PartCalledOff | records.PartKept],
    reason: str,
) -> int:
    """Write what was decided into the part's own history, as done by whoever asked."""
    decided = entry(part=theirs.number, of=complaint.number, by=complaint.agency)
    return work.record(theirs, decided, text=reason)


def _refuse_unreasoned(reason: str) -> None:
    if not reason.strip():
        raise IncompleteError("reason")
