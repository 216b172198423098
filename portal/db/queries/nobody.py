"""Open complaints for which nobody can be warned or told that a date passed."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.db.models import ComplaintRecord, MembershipRecord, UserRecord
from portal.domain.actor import Role

COUNTED_AT_MOST = 1000


def complaints_of_nobody(session: Session, agency: str) -> int:
    """Return how many open complaints of an agency nobody is answerable for, up to a thousand.

    Nobody active is their assignee, holds their post or leads the complaints service.
    """
    complaint, member = ComplaintRecord, MembershipRecord
    active = (
        select(member.user_id)
        .join(UserRecord, UserRecord.id == member.user_id)
        .where(member.agency == agency, UserRecord.is_active)
    )
    if session.scalar(active.where(member.role == Role.HEAD.value).limit(1)) is not None:
        return 0
    posts = active.with_only_columns(member.post).where(member.post.is_not(None))
    some = (
        select(complaint.id)
        .where(
            complaint.agency == agency,
            complaint.is_open,
            complaint.due_at.is_not(None),
            complaint.holder.not_in(posts),
            or_(complaint.assignee_id.is_(None), complaint.assignee_id.not_in(active)),
        )
        .limit(COUNTED_AT_MOST)
    )
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0
