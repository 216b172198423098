"""What becomes of the parts of a complaint: the complainant lets more be read, or withdraws it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from portal.complaints.dates import clocks
from portal.complaints.events import ContactChanged, Withdrawn
from portal.complaints.handling.following import reach
from portal.complaints.held_messages.coming_back import stop
from portal.complaints.letters import letters
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.work import Work, beside
from portal.domain.complaint import Status
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.lifecycle import Action, is_possible, status_after
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.beginning import share
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared


def let_read(work: Work, complaint: ComplaintRecord, part_id: int, fields: Collection[str]) -> None:
    """Let the agency that has a part read what the complainant kept from it until now."""
    theirs = _held(work, complaint, part_id)
    part = work.session.scalar(select(PartRecord).where(PartRecord.id == part_id))
    agreed = set(part.agreed or ()) if part is not None else set()
    more = sorted(set(fields) & set(Shared) - agreed)
    if theirs is None or part is None or part.ended_at is not None or not more:
        raise TransitionNotAllowedError(complaint.status, "part")
    part.agreed = sorted({*agreed, *more})
    share(work, complaint, theirs, more)
    work.record(complaint, EntryKind.PART_AGREED, part=part.number, fields=more)
    work.record(theirs, EntryKind.PART_AGREED, part=part.number, fields=more)
    letters.to_assignee(beside(work, theirs), theirs, "part_released")


def end_parts(work: Work, complaint: ComplaintRecord) -> None:
    """End what other agencies were asked for, because the complaint is withdrawn.

    What was answered stays as it is; what had not begun never does.
    """
    mine = PartRecord.complaint_id == complaint.id
    waiting = select(PartRecord).where(mine, PartRecord.begun_at.is_(None))
    for part in work.session.scalars(waiting).all():
        part.ended_at = work.now
    _end_times_to_choose(work, complaint)
    chosen = select(ComplaintRecord).where(ComplaintRecord.parent_id == complaint.id)
    held = chosen.order_by(ComplaintRecord.id).with_for_update()
    for theirs in work.session.scalars(held).all():
        if is_possible(Status(theirs.status), Action.WITHDRAW):
            end_there(work, theirs)
            work.record(theirs, EntryKind.WITHDRAWN)
            letters.to_assignee(beside(work, theirs), theirs, "withdrawn_staff")


def reach_through_parts(event: ContactChanged) -> None:
    """Let the agencies of parts that may read it know how the complainant is reached now."""
    parts = _parts_reached(event.work, event.complaint)
    of_parts = PersonRecord.complaint_id.in_([one.id for one in parts])
    mine = (of_parts, PersonRecord.role == COMPLAINANT)
    for person in event.work.session.scalars(select(PersonRecord).where(*mine)):
        if person.email or person.phone or person.address:
            reach(event.work, person, event.email, event.phone, event.address)
    for theirs in parts:
        theirs.reply_by = event.reply_by.value


def _parts_reached(work: Work, complaint: ComplaintRecord) -> list[ComplaintRecord]:
    """Return the parts whose agency may read how the complainant is reached."""
    chosen = (
        select(ComplaintRecord, PartRecord.agreed)
        .join(PartRecord, PartRecord.part_id == ComplaintRecord.id)
        .where(PartRecord.complaint_id == complaint.id, PartRecord.ended_at.is_(None))
        .order_by(PartRecord.id)
    )
    return [row[0] for row in work.session.execute(chosen) if Shared.CONTACT in (row[1] or ())]


def end_there(work: Work, theirs: ComplaintRecord) -> None:
    """End a part where it is answered: no date of it runs, and nothing of it leaves or is asked."""
    theirs.status = status_after(Status(theirs.status), Action.WITHDRAW).value
    theirs.is_open, theirs.closed_at = False, work.now
    stop(work, theirs)
    work.features.happened(Withdrawn(work, theirs))
    clocks.end_all(work, theirs)


def _end_times_to_choose(work: Work, complaint: ComplaintRecord) -> None:
    running = select(ClockRecord).where(
        ClockRecord.complaint_id == complaint.id,
        ClockRecord.kind == ClockKind.PART.value,
        ClockRecord.pending,
    )
    for clock in work.session.scalars(running):
        clock.end(work.now)


def _held(work: Work, complaint: ComplaintRecord, part_id: int) -> ComplaintRecord | None:
    chosen = (
        select(ComplaintRecord)
        .join(PartRecord, PartRecord.part_id == ComplaintRecord.id)
        .where(PartRecord.id == part_id, PartRecord.complaint_id == complaint.id)
    )
    return work.session.scalar(chosen.with_for_update(of=ComplaintRecord))
