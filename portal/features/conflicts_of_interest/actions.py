"""A complaint concerns somebody of the staff: said by a colleague or by themself, and undone.

Then it is somebody else's, higher up if need be: the level of whoever is excluded counts as
vacant. Where nobody else works there, the complaint is one step higher at once, and its promised
date stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints import entries
from portal.complaints.events import Excluded
from portal.complaints.handling.escalation import hand_up, holders, one_step_up, tell_of_vacancy
from portal.complaints.letters import letters
from portal.complaints.letters.holding import stop_of
from portal.complaints.letters.letters import notify
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, excluded_from, require
from portal.domain.actor import Actor, Role
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.permissions import Permission
from portal.features.conflicts_of_interest import records
from portal.features.conflicts_of_interest.finding import exclude_from_other_parts
from portal.features.conflicts_of_interest.letters import CONFLICT_AT_TOP, CONFLICT_NOTED
from portal.features.conflicts_of_interest.queries import (
    complaints_to_follow_up,
    conflict_with,
    conflicts_to_follow_up,
    delete_notices,
    roles_of,
)
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.conflicts_of_interest.rules import REASON, Origin, who_lets_back
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime
from portal.words.letters.about_dates import PassedUp, RecourseOpened
from portal.words.letters.to_staff import PassedToYou


def declare(work: Work, complaint: ComplaintRecord, user_id: int) -> None:
    """Exclude somebody of the agency from a complaint because it is about them.

    Raise IncompleteError for anybody else, and for whoever is excluded already.
    """
    require(work, complaint, Permission.DECLARE_CONFLICT)
    if user_id in work.staff.excluded or not roles_of(work.session, complaint.agency, user_id):
        raise IncompleteError("concerned")
    _exclude(work, complaint, user_id, Origin.DECLARED)


def step_back(work: Work, complaint: ComplaintRecord) -> None:
    """Let the actor withdraw from a complaint that concerns them: they see it no more."""
    require(work, complaint, Permission.STEP_BACK)
    if work.actor.user_id is None:
        raise NotAllowedError(Permission.STEP_BACK)
    _exclude(work, complaint, work.actor.user_id, Origin.OWN)


def let_back(work: Work, complaint: ComplaintRecord, user_id: int, reason: str) -> None:
    """Let somebody back in, for a reason that stays in the history.

    Raise NotAllowedError unless the actor is somebody else, whom they do not lead.
    """
    require(work, complaint, Permission.LIFT_CONFLICT)
    if not may_let_back(work.session, work.actor, complaint.agency, user_id):
        raise NotAllowedError(Permission.LIFT_CONFLICT)
    conflict = conflict_with(work.session, complaint.id, user_id)
    if conflict is None or conflict.lifted_at is not None:
        raise IncompleteError("concerned")
    if not reason.strip():
        raise IncompleteError("reason")
    conflict.lifted_at, conflict.lifted_by = work.now, work.actor.user_id
    conflict.followed_up_at = conflict.followed_up_at or work.now
    work.staff.excluded.discard(user_id)
    seq = work.record(complaint, records.ConflictLifted(who=user_id), text=reason)
    letters.add_message(work, complaint, REASON, reason.strip(), seq)


def may_let_back(session: Session, actor: Actor, agency: str, user_id: int) -> bool:
    """Tell whether the actor is one of those who may let this person back in."""
    if actor.user_id == user_id:
        return False
    own = {
        membership.role for membership in actor.memberships if membership.agency in (agency, None)
    }
    return bool(own & who_lets_back(roles_of(session, agency, user_id)))


def _exclude(work: Work, complaint: ComplaintRecord, user_id: int, origin: Origin) -> None:
    conflict = conflict_with(work.session, complaint.id, user_id) or ConflictRecord(
        complaint_id=complaint.id, user_id=user_id
    )
    delete_notices(work.session, complaint.id, user_id)
    _follow_up(work, complaint, {user_id: origin})
    # Last of all: the actor may be the one who from here on sees nothing of it.
    conflict.origin, conflict.at, conflict.declared_by = origin.value, work.now, work.actor.user_id
    conflict.followed_up_at, conflict.lifted_at, conflict.lifted_by = work.now, None, None
    work.session.add(conflict)
    exclude_from_other_parts(work, complaint, {user_id})


def follow_up_conflicts(runtime: Runtime, now: datetime) -> int:
    """Do what follows from the conflicts that were found; return in how many complaints."""
    return runtime.change_waiting(complaints_to_follow_up, _follow_up_found, now)


FOLLOW_UP = Job(
    "follow up conflicts",
    Place.KEEPING_OUT,
    each_run(follow_up_conflicts),
    counted="conflicts_followed_up",
)


def _follow_up_found(work: Work, complaint: ComplaintRecord) -> bool:
    """Do what follows from whom the portal found; return whether anything was left to do."""
    conflicts = conflicts_to_follow_up(work.session, complaint.id)
    for conflict in conflicts:
        conflict.followed_up_at = work.now
    if conflicts:
        people = {conflict.user_id: Origin(conflict.origin) for conflict in conflicts}
        _follow_up(work, complaint, people)
    return bool(conflicts)


def _follow_up(work: Work, complaint: ComplaintRecord, people: Mapping[int, Origin]) -> None:
    """Note whom the complaint concerns, take it from them, and tell who may let them back in."""
    work.staff.excluded.update(people)
    if complaint.assignee_id in people:
        complaint.assignee_id = None
    stop_of(work, complaint, people)
    work.features.happened(Excluded(work, complaint))
    for user_id, origin in people.items():
        work.record(complaint, records.ConflictNoted(who=user_id, origin=origin.value))
    heads = work.staff.heads(work.session, complaint.agency)
    leaders = heads or work.staff.top_authority(work.session, complaint.agency)
    others = [member for member in leaders if member.user_id != work.actor.user_id]
    letters.to_members(work, complaint, others, CONFLICT_NOTED)
    if Status(complaint.status).is_open and complaint.status != Status.ANSWERED:
        _step_over(work, complaint)
        _look_at_the_top(work, complaint, people)


def _step_over(work: Work, complaint: ComplaintRecord) -> None:
    """Pass the complaint on if the only people who work at its level are excluded."""
    excluded, here = excluded_from(work, complaint), complaint.holder
    is_vacant, is_vacant_anyway = (
        here in staff.vacant_among(work.session, complaint.agency, [here], excluded)
        for staff in (work.staff, work.staff.excluding(()))
    )
    if not is_vacant or is_vacant_anyway:
        return
    up = one_step_up(work, complaint, excluded)
    if up is None:
        tell_of_vacancy(work, complaint, [here])
        return
    hand_up(work, complaint, up, "conflict")
    work.record(complaint, entries.Escalated(level=up.level, post=up.step.to, why="conflict"))
    tell_of_vacancy(work, complaint, (here, *up.vacant))
    notify(work, complaint, holders(work, complaint, up, excluded), PassedToYou(why="conflict"))
    letters.to_citizen(work, complaint, PassedUp(up.level))


def _look_at_the_top(work: Work, complaint: ComplaintRecord, people: Mapping[int, Origin]) -> None:
    """Where whoever has the last word is excluded, name the outside recourse and tell the portal.

    Nobody of the agency is left who could decide over them.
    """
    agency, top = complaint.agency, work.advised.path[-1].to
    everybody = work.staff.excluding(()).with_post(work.session, agency, top)
    if work.staff.with_post(work.session, agency, top) or not any(
        member.user_id in people for member in everybody
    ):
        return
    administrators = work.staff.with_role(work.session, None, Role.ADMINISTRATOR)
    auditors = work.staff.with_role(work.session, None, Role.AUDITOR)
    portal_staff = [*administrators, *without(auditors, administrators)]
    letters.to_members(work, complaint, portal_staff, CONFLICT_AT_TOP)
    for recourse in work.advised.recourses[-1:]:
        work.record(complaint, entries.RecourseOpened(recourse=recourse.code))
        letters.to_citizen(work, complaint, RecourseOpened(recourse.code, "conflict"))
