"""What follows from a conflict: the complaint is somebody else's, higher up if need be.

The level of whoever is kept out counts as vacant: where nobody else works there, the complaint is
one step higher at once, and its promised date stays.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints import first_handlers
from portal.complaints.escalation.stepping_up import hand_up, holders, one_step_up
from portal.complaints.escalation.vacancies import tell_of_vacancy
from portal.complaints.events import Excluded
from portal.complaints.held_messages.coming_back import stop_of
from portal.complaints.letters import letters
from portal.complaints.letters.notices import notify
from portal.complaints.people.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import Role
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.conflicts_of_interest.rules import Origin


def complaints_to_follow_up(session: Session) -> list[str]:
    """Return the numbers of the complaints in which the portal found somebody of the staff."""
    statement = (
        select(ComplaintRecord.number)
        .join(ConflictRecord, ConflictRecord.complaint_id == ComplaintRecord.id)
        .where(ConflictRecord.followed_up_at.is_(None), ConflictRecord.lifted_at.is_(None))
        .distinct()
    )
    return list(session.scalars(statement))


def follow_up_found(work: Work, complaint: ComplaintRecord) -> bool:
    """Do what follows from whom the portal found; return whether anything was left to do."""
    waiting = ConflictRecord.followed_up_at.is_(None), ConflictRecord.lifted_at.is_(None)
    statement = select(ConflictRecord).where(ConflictRecord.complaint_id == complaint.id, *waiting)
    found = work.session.scalars(statement.order_by(ConflictRecord.id)).all()
    for one in found:
        one.followed_up_at = work.now
    if found:
        follow(work, complaint, {one.user_id: Origin(one.origin) for one in found})
    return bool(found)


def follow(work: Work, complaint: ComplaintRecord, people: Mapping[int, Origin]) -> None:
    """Note whom the complaint concerns, take it from them, and tell who may let them back in."""
    work.staff.kept_out.update(people)
    if complaint.assignee_id in people:
        complaint.assignee_id = None
    stop_of(work, complaint, people)
    work.features.happened(Excluded(work, complaint))
    for user_id, origin in people.items():
        work.record(complaint, EntryKind.CONFLICT_NOTED, who=user_id, origin=origin.value)
    heads = work.staff.heads(work.session, complaint.agency)
    told = heads or work.staff.top_authority(work.session, complaint.agency)
    others = [one for one in told if one.user_id != work.actor.user_id]
    letters.to_members(work, complaint, others, "conflict_noted")
    if Status(complaint.status).is_open and complaint.status != Status.ANSWERED:
        _step_over(work, complaint)
        _look_at_the_top(work, complaint, people)


def _step_over(work: Work, complaint: ComplaintRecord) -> None:
    """Pass the complaint on if the only people who work at its level are kept out."""
    but, here = first_handlers.kept_out(work, complaint), complaint.holder
    is_vacant, is_vacant_anyway = (
        here in staff.vacant_among(work.session, complaint.agency, [here], but)
        for staff in (work.staff, work.staff.but(()))
    )
    if not is_vacant or is_vacant_anyway:
        return
    up = one_step_up(work, complaint, but)
    if up is None:
        tell_of_vacancy(work, complaint, [here])
        return
    hand_up(work, complaint, up, "conflict")
    work.record(complaint, EntryKind.ESCALATED, level=up.level, post=up.step.to, why="conflict")
    tell_of_vacancy(work, complaint, (here, *up.vacant))
    notify(work, complaint, holders(work, complaint, up, but), "passed_to_you", why="conflict")
    letters.to_citizen(work, complaint, "passed_up", level=up.level)


def _look_at_the_top(work: Work, complaint: ComplaintRecord, people: Mapping[int, Origin]) -> None:
    """Where whoever has the last word is kept out, name the outside recourse and tell the portal.

    Nobody of the agency is left who could decide over them.
    """
    agency, top = complaint.agency, work.advised.path[-1].to
    holders = work.staff.but(()).with_post(work.session, agency, top)
    if work.staff.with_post(work.session, agency, top) or not any(
        one.user_id in people for one in holders
    ):
        return
    administrators = work.staff.with_role(work.session, None, Role.ADMINISTRATOR)
    auditors = work.staff.with_role(work.session, None, Role.AUDITOR)
    told = [*administrators, *without(auditors, administrators)]
    letters.to_members(work, complaint, told, "conflict_at_top")
    for recourse in work.advised.recourses[-1:]:
        work.record(complaint, EntryKind.RECOURSE_OPENED, recourse=recourse.code)
        told_of = {"recourse": recourse.code, "why": "conflict"}
        letters.to_citizen(work, complaint, "recourse_opened", **told_of)
