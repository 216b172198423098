"""A complaint concerns somebody of the staff: said by a colleague or by themself, and undone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import MembershipRecord
from portal.complaints.work import Work, require
from portal.domain.actor import Actor, Role
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.conflicts_of_interest.consequences import follow
from portal.features.conflicts_of_interest.finding import forget_notices, keep_out_of_parts
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.conflicts_of_interest.rules import Origin, who_lets_back

REASON = "conflict_lifted"
"""The kind of text that says why somebody was let back in."""


def declare(work: Work, complaint: ComplaintRecord, user_id: int) -> None:
    """Keep somebody of the agency out of a complaint because it is about them.

    Raise IncompleteError for anybody else, and for whoever is kept out already.
    """
    require(work, complaint, Permission.DECLARE_CONFLICT)
    if user_id in work.staff.kept_out or not _roles(work.session, complaint.agency, user_id):
        raise IncompleteError("concerned")
    _keep_out(work, complaint, user_id, Origin.DECLARED)


def step_back(work: Work, complaint: ComplaintRecord) -> None:
    """Let the actor withdraw from a complaint that concerns them: they see it no more."""
    require(work, complaint, Permission.STEP_BACK)
    if work.actor.user_id is None:
        raise NotAllowedError(Permission.STEP_BACK)
    _keep_out(work, complaint, work.actor.user_id, Origin.OWN)


def let_back(work: Work, complaint: ComplaintRecord, user_id: int, reason: str) -> None:
    """Let somebody back in, for a reason that stays in the history.

    Raise NotAllowedError unless the actor is somebody else, whom they do not lead.
    """
    require(work, complaint, Permission.LIFT_CONFLICT)
    if not may_let_back(work.session, work.actor, complaint.agency, user_id):
        raise NotAllowedError(Permission.LIFT_CONFLICT)
    record = _record(work, complaint, user_id)
    if record is None or record.lifted_at is not None:
        raise IncompleteError("concerned")
    if not reason.strip():
        raise IncompleteError("reason")
    record.lifted_at, record.lifted_by = work.now, work.actor.user_id
    record.followed_up_at = record.followed_up_at or work.now
    work.staff.kept_out.discard(user_id)
    seq = work.record(complaint, EntryKind.CONFLICT_LIFTED, text=reason, who=user_id)
    letters.add_message(work, complaint, REASON, reason.strip(), seq)


def may_let_back(session: Session, actor: Actor, agency: str, user_id: int) -> bool:
    """Tell whether the actor is one of those who may let this person back in."""
    mine = {one.role for one in actor.memberships if one.agency in (agency, None)}
    is_other = actor.user_id != user_id
    return is_other and bool(mine & who_lets_back(_roles(session, agency, user_id)))


def _keep_out(work: Work, complaint: ComplaintRecord, user_id: int, origin: Origin) -> None:
    record = _record(work, complaint, user_id) or ConflictRecord(
        complaint_id=complaint.id, user_id=user_id
    )
    forget_notices(work, complaint, user_id)
    follow(work, complaint, {user_id: origin})
    # Last of all: the actor may be the one who from here on sees nothing of it.
    record.origin, record.at, record.declared_by = origin.value, work.now, work.actor.user_id
    record.followed_up_at, record.lifted_at, record.lifted_by = work.now, None, None
    work.session.add(record)
    keep_out_of_parts(work, complaint, {user_id})


def _record(work: Work, complaint: ComplaintRecord, user_id: int) -> ConflictRecord | None:
    mine = (ConflictRecord.complaint_id == complaint.id, ConflictRecord.user_id == user_id)
    return work.session.scalar(select(ConflictRecord).where(*mine))


def _roles(session: Session, agency: str, user_id: int) -> frozenset[Role]:
    """Return what somebody is to the agency, or to the whole portal."""
    statement = select(MembershipRecord.role, MembershipRecord.agency).where(
        MembershipRecord.user_id == user_id
    )
    rows = session.execute(statement)
    return frozenset(Role(role) for role, of in rows if of in (agency, None))
