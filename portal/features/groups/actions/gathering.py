"""Complaints about one cause are gathered into a group, and leave it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.complaints.letters import letters
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import (
    AlreadyGroupedError,
    IncompleteError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.groups.actions.links import current_link, end_link
from portal.features.groups.actions.steps import held_group, take
from portal.features.groups.records import GroupComplaintRecord, GroupRecord
from portal.features.groups.rules import State, Step


@dataclass(frozen=True, slots=True)
class Described:
    """What a group is called, what it is about, and who answers for it: nobody's data."""

    name: str
    description: str
    owner_id: int | None


def open_group(work: Work, complaint: ComplaintRecord, said: Described) -> int:
    """Open a group with a complaint in it; return its number."""
    require(work, complaint, Permission.GROUP)
    _refuse_incomplete(work, complaint.agency, said)
    group = GroupRecord(
        agency=complaint.agency,
        state=State.OPEN.value,
        name=said.name.strip(),
        description=said.description.strip(),
        category=complaint.category,
        owner_id=said.owner_id,
        made_at=work.now,
    )
    work.session.add(group)
    work.session.flush()
    _keep_opened(work, group)
    add(work, complaint, group.id)
    return group.id


def accept(work: Work, agency: str, group_id: int, said: Described) -> None:
    """Open a group that the portal proposed; its complaints are added one by one."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    _refuse_incomplete(work, agency, said)
    take(work, group, Step.OPENED)
    group.name, group.description = said.name.strip(), said.description.strip()
    group.owner_id = said.owner_id


def put_aside(work: Work, agency: str, group_id: int, reason: str) -> None:
    """Put a proposal aside: these complaints are not proposed again."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    if not reason.strip():
        raise IncompleteError("reason")
    take(work, group, Step.PUT_ASIDE, reason.strip())


def describe(work: Work, agency: str, group_id: int, said: Described) -> None:
    """Change what a group is called, what it is about, or who answers for it."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    _refuse_incomplete(work, agency, said)
    take(work, group, Step.CHANGED, group.name, owner=said.owner_id)
    group.name, group.description = said.name.strip(), said.description.strip()
    group.owner_id = said.owner_id


def note(work: Work, agency: str, group_id: int, body: str) -> None:
    """Add a note of the one investigation: only the agency sees it."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    if not body.strip():
        raise IncompleteError("body")
    take(work, group, Step.NOTED, body.strip())


def add(work: Work, complaint: ComplaintRecord, group_id: int, common: int | None = None) -> None:
    """Put a complaint into a group; `common` is in how many words the portal's aid rested.

    Raise AlreadyGroupedError for one that another group has.
    """
    require(work, complaint, Permission.GROUP)
    if complaint.parent_id is not None:
        # What another agency asked for goes into its answer: nothing of it is a complaint's own.
        raise TransitionNotAllowedError(complaint.status, "group")
    link = current_link(work, complaint)
    if link is not None and not link.is_proposed:
        if link.group_id == group_id:
            return
        raise AlreadyGroupedError
    group = held_group(work, group_id, Permission.GROUP)
    if group.agency != complaint.agency:
        raise UnknownComplaintError(complaint.number)
    take(work, group, Step.ADDED, number=complaint.number, common=common)
    _link(work, complaint, group_id, link)
    told: dict[str, Any] = {"suggested": True, "common": common} if common else {}
    work.record(complaint, EntryKind.GROUPED, group=group_id, **told)


def leave(work: Work, complaint: ComplaintRecord, group_id: int, reason: str) -> None:
    """Take a complaint out of a group, with a reason that stands in its history."""
    require(work, complaint, Permission.GROUP)
    if not reason.strip():
        raise IncompleteError("reason")
    link = current_link(work, complaint)
    if link is None or link.group_id != group_id or link.is_proposed:
        return
    group = held_group(work, group_id, Permission.GROUP)
    take(work, group, Step.LEFT, reason.strip(), number=complaint.number)
    end_link(work, link)
    seq = work.record(complaint, EntryKind.UNGROUPED, text=reason.strip(), group=group_id)
    letters.add_message(work, complaint, "note", reason.strip(), seq)


def _link(
    work: Work, complaint: ComplaintRecord, group_id: int, link: GroupComplaintRecord | None
) -> None:
    if link is not None and link.group_id == group_id:
        link.is_proposed, link.added_at = False, work.now
        return
    if link is not None:
        end_link(work, link)
    work.session.add(
        GroupComplaintRecord(
            group_id=group_id, complaint_id=complaint.id, is_proposed=False, added_at=work.now
        )
    )
    work.session.flush()


def _keep_opened(work: Work, group: GroupRecord) -> None:
    group.state = State.PROPOSED.value
    take(work, group, Step.OPENED)


def _refuse_incomplete(work: Work, agency: str, said: Described) -> None:
    missing = [] if said.name.strip() else ["group_name"]
    owners = {one.user_id for one in members_who_may(work.session, Permission.GROUP, agency)}
    if said.owner_id is not None and said.owner_id not in owners:
        missing.append("group_owner")
    if missing:
        raise IncompleteError(*missing)
