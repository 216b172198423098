"""Messages of somebody who may write once a week: each is kept at once, told together.

What tells of reprisals goes its own way and is never grouped, nor is a new complaint.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from portal.complaints.events import MessageReceived
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.contact_limits.rules import GROUPED_FOR, LimitState, Means

_IN_FORCE: ColumnElement[str] = literal_column(f"'{LimitState.IN_FORCE.value}'")


def group_message(event: MessageReceived) -> None:
    """Keep a new message for the end of the week, where its writer may write once a week."""
    limit, now = _weekly(event.work, event.complaint), event.work.now
    if limit is None:
        return
    if limit.told_at is not None and now - limit.told_at < GROUPED_FOR:
        limit.waiting += 1
        event.is_told = False
        return
    limit.told_at = now


def messages_waiting(session: Session, now: datetime) -> list[str]:
    """Return the numbers of the complaints whose grouped messages are to be told now."""
    limit = ContactLimitRecord
    statement = (
        select(ComplaintRecord.number)
        .join(limit, limit.complaint_id == ComplaintRecord.id)
        .where(limit.state == _IN_FORCE, limit.waiting > 0, limit.told_at <= now - GROUPED_FOR)
    )
    return list(session.scalars(statement))


def tell_grouped(work: Work, complaint: ComplaintRecord) -> bool:
    """Tell how many messages came in the week; return whether any did."""
    limit = _weekly(work, complaint)
    if limit is None or not limit.waiting:
        return False
    letters.to_assignee(work, complaint, "messages_grouped", count=limit.waiting)
    limit.told_at, limit.waiting = work.now, 0
    return True


def _weekly(work: Work, complaint: ComplaintRecord) -> ContactLimitRecord | None:
    limit = ContactLimitRecord
    mine = (limit.complaint_id == complaint.id, limit.state == _IN_FORCE)
    found = work.session.scalars(select(limit).where(*mine))
    return next((one for one in found if Means.WEEKLY in one.means), None)
