"""Which group a complaint is in: one at a time, and none once another agency has it."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.events import Succeeded
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.history import EntryKind
from portal.features.groups.records import GroupComplaintRecord, GroupRecord


def current_link(work: Work, complaint: ComplaintRecord) -> GroupComplaintRecord | None:
    """Return what says in which group a complaint is, or for which one it is proposed."""
    link = GroupComplaintRecord
    statement = select(link).where(link.complaint_id == complaint.id, link.left_at.is_(None))
    return work.session.scalar(statement.execution_options(populate_existing=True))


def end_link(work: Work, link: GroupComplaintRecord) -> None:
    """Take a complaint out of its group."""
    link.left_at = work.now
    # At once: the next link of the complaint may be written in the same breath.
    work.session.flush()


def leave_as_handed_on(work: Work, complaint: ComplaintRecord) -> None:
    """Take a complaint out of its group because another agency gets it."""
    link = current_link(work, complaint)
    if link is None:
        return
    end_link(work, link)
    if not link.is_proposed:
        work.record(complaint, EntryKind.UNGROUPED, group=link.group_id, handed_on=True)


def go_along(event: Succeeded) -> None:
    """Let the group of a complaint follow it from an agency that is replaced.

    The first of its complaints takes it along; those that go elsewhere leave it.
    """
    work, complaint = event.work, event.complaint
    link = current_link(work, complaint)
    if link is None:
        return
    group = work.session.get_one(GroupRecord, link.group_id)
    if group.agency == event.before:
        group.agency = complaint.agency
    elif group.agency != complaint.agency:
        leave_as_handed_on(work, complaint)
