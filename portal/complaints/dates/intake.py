"""A complaint waits at the intake desk: never past its date without somebody knowing."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.letters.notices import notify_administrators, notify_in_charge
from portal.complaints.people.staff import Member
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.words.letters.to_staff import DateMissed


def note_done(work: Work, complaint: ComplaintRecord) -> None:
    """Note that the desk did its part: it handed the complaint on, late if need be, or answered."""
    owed = select(ClockRecord).where(
        ClockRecord.complaint_id == complaint.id,
        ClockRecord.kind == ClockKind.INTAKE.value,
        ClockRecord.met_at.is_(None),
        ClockRecord.ended_at.is_(None),
    )
    for clock in work.session.scalars(owed):
        clock.meet(work.acted_at)


def tell_missed(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Say that nobody handed the complaint on by its date: the level above is told as well.

    Where nobody is at work above, the administrators are.
    """
    work.record(complaint, EntryKind.DATE_MISSED, clock=clock.kind, level=clock.level)
    above = _level_above(work, complaint)
    heads = work.staff.heads(work.session, complaint.agency)
    others = list({one.user_id: one for one in (*heads, *above)}.values())
    notify_in_charge(work, complaint, others, DateMissed(clock.kind))
    if not above:
        notify_administrators(work, complaint)


def _level_above(work: Work, complaint: ComplaintRecord) -> list[Member]:
    """Return who works at the next level where anybody does."""
    for step in work.advised.path[complaint.level :]:
        members = work.staff.with_post(work.session, complaint.agency, step.to)
        if members:
            return members
    return []
