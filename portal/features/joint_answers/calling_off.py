"""A part is called off: asked for by mistake, or its agency says that it is not concerned.

The agency says so with a reason, and whoever has the complaint decides. Until they do the part goes
on, with its date: nobody waits for ever because two agencies disagree. What was written stays.
"""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.dates.clocks import clock_again
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, beside, require
from portal.db.row_filter import as_the_portal
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.features.joint_answers.afterwards import end_there
from portal.features.joint_answers.asking import PART
from portal.features.joint_answers.joining import asked_from
from portal.features.joint_answers.records import PartRecord


def say_not_concerned(work: Work, theirs: ComplaintRecord, reason: str) -> None:
    """Tell whoever asked for a part that it is not for this agency to answer, and why.

    Raise TransitionNotAllowedError for what is no part, was answered, or was said already.
    """
    require(work, theirs, Permission.DECLINE_PART)
    part = _held_part(work, PartRecord.part_id == theirs.id)
    if part is None or part.declined is not None or not _is_awaited(part, theirs):
        raise TransitionNotAllowedError(theirs.status, PART)
    _refuse_unreasoned(reason)
    part.declined, part.declined_at = reason.strip(), work.now
    seq = work.record(theirs, EntryKind.PART_DECLINED, text=reason, part=part.number)
    letters.add_message(work, theirs, "note", reason.strip(), seq)
    whole = asked_from(work, part)
    letters.to_assignee(beside(work, whole), whole, "part_declined")


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
    named = {"fr": name.fr, "en": name.en}
    told = {"part": part.number, "to": code, "agency_name": named}
    seq = work.record(complaint, EntryKind.PART_CALLED_OFF, text=reason, **told)
    letters.add_message(work, complaint, PART, reason.strip(), seq)
    letters.to_citizen(work, complaint, "part_called_off", to_name=named)
    if theirs is None:
        _end_time_to_choose(work, part)
        return
    with as_the_portal(work.session):
        end_there(work, theirs)
        seq = _record_there(work, complaint, theirs, EntryKind.PART_CALLED_OFF, reason)
        letters.add_message(work, theirs, PART, reason.strip(), seq)
        letters.to_assignee(beside(work, theirs), theirs, "part_called_off_staff")


def keep(work: Work, complaint: ComplaintRecord, part_id: int, reason: str) -> None:
    """Decide that an agency answers its part although it says that it is not concerned."""
    require(work, complaint, Permission.CALL_OFF_PART)
    part, theirs = _awaited(work, complaint, part_id)
    if part.declined is None or theirs is None:
        raise TransitionNotAllowedError(complaint.status, PART)
    _refuse_unreasoned(reason)
    part.declined = part.declined_at = None
    seq = work.record(complaint, EntryKind.PART_KEPT, text=reason, part=part.number)
    letters.add_message(work, complaint, "note", reason.strip(), seq)
    with as_the_portal(work.session):
        seq = _record_there(work, complaint, theirs, EntryKind.PART_KEPT, reason)
        letters.add_message(work, theirs, "note", reason.strip(), seq)
        letters.to_assignee(beside(work, theirs), theirs, "part_kept")


def _awaited(
    work: Work, complaint: ComplaintRecord, part_id: int
) -> tuple[PartRecord, ComplaintRecord | None]:
    """Hold a part of the complaint whose answer is to come, and its row at the other agency."""
    found = work.session.scalar(
        select(PartRecord).where(PartRecord.id == part_id, PartRecord.complaint_id == complaint.id)
    )
    theirs = None
    if found is not None and found.part_id is not None:
        # Before the part itself, in the order in which whoever answers it holds both.
        held = select(ComplaintRecord).where(ComplaintRecord.id == found.part_id).with_for_update()
        with as_the_portal(work.session):
            theirs = work.session.scalar(held.execution_options(populate_existing=True))
    part = _held_part(work, PartRecord.id == part_id) if found is not None else None
    if part is None or not _is_awaited(part, theirs):
        raise TransitionNotAllowedError(complaint.status, PART)
    return part, theirs


def _is_awaited(part: PartRecord, theirs: ComplaintRecord | None) -> bool:
    is_over = part.answered_at is not None or part.ended_at is not None
    ends = theirs is None or is_possible(Status(theirs.status), Action.WITHDRAW)
    return not is_over and ends


def _held_part(work: Work, which: object) -> PartRecord | None:
    statement = select(PartRecord).where(which).with_for_update()  # type: ignore[arg-type]
    return work.session.scalar(statement.execution_options(populate_existing=True))


def _end_time_to_choose(work: Work, part: PartRecord) -> None:
    clock = clock_again(work, part.clock_id) if part.clock_id is not None else None
    if clock is not None and clock.pending:
        clock.end(work.now)


def _record_there(
    work: Work, complaint: ComplaintRecord, theirs: ComplaintRecord, kind: EntryKind, reason: str
) -> int:
    """Write what was decided into the part's own history, as done by whoever asked."""
    told = {"of": complaint.number, "by": complaint.agency, "part": theirs.number}
    return work.record(theirs, kind, text=reason, **told)


def _refuse_unreasoned(reason: str) -> None:
    if not reason.strip():
        raise IncompleteError("reason")
