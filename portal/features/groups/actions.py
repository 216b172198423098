"""What is done with a group: gathered, described, shown to the public, complaints in and out.

A complaint is in one group at a time, and leaves it with a reason or when another agency has it.
What happens to a group moves its state, and is kept beside it as a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, select, update

from portal.complaints.events import HandedOn, Succeeded
from portal.complaints.letters import letters
from portal.complaints.planning.added import Added, Filing
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.steps import step_values
from portal.complaints.work import Work, require
from portal.domain.errors import (
    AlreadyGroupedError,
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownComplaintError,
    UnknownGroupError,
)
from portal.domain.handling.lifecycle import state_after
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.features.groups import records
from portal.features.groups.records import GroupComplaintRecord, GroupRecord, GroupStepRecord
from portal.features.groups.rules import LONGEST_TITLE, TRANSITIONS, State, Step

# Steps: each use case holds its group, moves its state and keeps what happened.


def held_group(
    work: Work, group_id: int, permission: Permission, agency: str | None = None
) -> GroupRecord:
    """Return a group, held, in which the actor may do this.

    Raise UnknownGroupError where there is none, or none of `agency`.
    """
    group = work.session.scalar(
        select(GroupRecord)
        .where(GroupRecord.id == group_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if group is None or agency not in (None, group.agency):
        raise UnknownGroupError(group_id)
    if not may(work.actor, permission, group.agency):
        raise NotAllowedError(permission)
    return group


def take(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Take a step; raise TransitionNotAllowedError where the state does not allow it."""
    group.state = state_after(TRANSITIONS, State(group.state), step).value
    keep(work, group, step, text, **facts)


def keep(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Keep a step that was taken, with its text sealed."""
    work.session.add(GroupStepRecord(group_id=group.id, **step_values(work, step, text, facts)))


# Opening a group, and deciding about a proposal.


@dataclass(frozen=True, slots=True)
class Described:
    """What a group is called, what it is about, and who answers for it: nobody's data."""

    name: str
    description: str
    owner_id: int | None

    def require_complete(self, work: Work, agency: str) -> None:
        """Raise IncompleteError without a name, or with an owner who may not gather there."""
        missing = [] if self.name.strip() else ["group_name"]
        members = members_who_may(work.session, Permission.GROUP, agency)
        owners = {member.user_id for member in members}
        if self.owner_id is not None and self.owner_id not in owners:
            missing.append("group_owner")
        if missing:
            raise IncompleteError(*missing)

    def write_to(self, group: GroupRecord) -> None:
        """Write it to a group."""
        group.name, group.description = self.name.strip(), self.description.strip()
        group.owner_id = self.owner_id


def open_group(work: Work, complaint: ComplaintRecord, described: Described) -> int:
    """Open a group with a complaint in it; return its number."""
    require(work, complaint, Permission.GROUP)
    described.require_complete(work, complaint.agency)
    group = GroupRecord(
        agency=complaint.agency,
        state=State.OPEN.value,
        category=complaint.category,
        made_at=work.now,
    )
    described.write_to(group)
    work.session.add(group)
    work.session.flush()
    keep(work, group, Step.OPENED)
    add(work, complaint, group.id)
    return group.id


def accept(work: Work, agency: str, group_id: int, described: Described) -> None:
    """Open a group that the portal proposed; its complaints are added one by one."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    described.require_complete(work, agency)
    take(work, group, Step.OPENED)
    described.write_to(group)


def put_aside(work: Work, agency: str, group_id: int, reason: str) -> None:
    """Put a proposal aside: these complaints are not proposed again."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    if not reason.strip():
        raise IncompleteError("reason")
    take(work, group, Step.PUT_ASIDE, reason.strip())


def describe(work: Work, agency: str, group_id: int, described: Described) -> None:
    """Change what a group is called, what it is about, or who answers for it."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    described.require_complete(work, agency)
    take(work, group, Step.CHANGED, group.name, owner=described.owner_id)
    described.write_to(group)


def note(work: Work, agency: str, group_id: int, body: str) -> None:
    """Add a note of the one investigation: only the agency sees it."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    if not body.strip():
        raise IncompleteError("body")
    take(work, group, Step.NOTED, body.strip())


def publish(work: Work, agency: str, group_id: int, title: Text, *, is_read: bool) -> None:
    """Show a group to the public by its title in both languages, once the head has read it."""
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    titles = {"title_fr": title.fr.strip(), "title_en": (title.en or "").strip()}
    missing = [name for name, text in titles.items() if not 0 < len(text) <= LONGEST_TITLE]
    if not is_read:
        missing.append("is_read")
    if missing:
        raise IncompleteError(*missing)
    take(work, group, Step.PUBLISHED, "\n".join(titles.values()))
    group.title_fr, group.title_en = titles.values()
    group.published_at = group.published_at or work.now


def unpublish(work: Work, agency: str, group_id: int) -> None:
    """Show a group to the public no more; whoever follows it is still told."""
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    take(work, group, Step.UNPUBLISHED)
    group.published_at = None


# Complaints come in and go out.


def add(work: Work, complaint: ComplaintRecord, group_id: int, common: int | None = None) -> None:
    """Put a complaint into a group; `common` is in how many words the portal's aid rested.

    Raise AlreadyGroupedError for one that another group has.
    """
    require(work, complaint, Permission.GROUP)
    if complaint.parent_id is not None:
        # What another agency asked for goes into its answer: nothing of it is a complaint's own.
        raise TransitionNotAllowedError(complaint.status, "group")
    link = _link_of(work, complaint)
    if link is not None and not link.is_proposed:
        if link.group_id == group_id:
            return
        raise AlreadyGroupedError
    group = held_group(work, group_id, Permission.GROUP)
    if group.agency != complaint.agency:
        raise UnknownComplaintError(complaint.number)
    take(work, group, Step.ADDED, number=complaint.number, common=common)
    if link is not None and link.group_id == group_id:
        link.is_proposed, link.added_at = False, work.now
    else:
        if link is not None:
            _end_link(work, link)
        ids = {"group_id": group_id, "complaint_id": complaint.id}
        work.session.add(GroupComplaintRecord(**ids, is_proposed=False, added_at=work.now))
        work.session.flush()
    grouped = records.Grouped(group_id, suggested=bool(common), common=common or None)
    work.record(complaint, grouped)


def leave(work: Work, complaint: ComplaintRecord, group_id: int, reason: str) -> None:
    """Take a complaint out of a group, with a reason that stands in its history."""
    require(work, complaint, Permission.GROUP)
    if not reason.strip():
        raise IncompleteError("reason")
    link = link_in(work, complaint, group_id)
    if link is None:
        return
    group = held_group(work, group_id, Permission.GROUP)
    take(work, group, Step.LEFT, reason.strip(), number=complaint.number)
    _end_link(work, link)
    seq = work.record(complaint, records.Ungrouped(group=group_id), text=reason.strip())
    letters.add_message(work, complaint, "note", reason.strip(), seq)


def leave_as_handed_on(event: HandedOn | Succeeded) -> None:
    """Take a complaint out of its group because another agency gets it."""
    work, complaint = event.work, event.complaint
    link = _link_of(work, complaint)
    if link is None:
        return
    _end_link(work, link)
    if not link.is_proposed:
        work.record(complaint, records.Ungrouped(group=link.group_id, handed_on=True))


def go_along(event: Succeeded) -> None:
    """Let the group of a complaint follow it from an agency that is replaced.

    The first of its complaints takes it along; those that go elsewhere leave it.
    """
    link = _link_of(event.work, event.complaint)
    if link is None:
        return
    group = event.work.session.get_one(GroupRecord, link.group_id)
    if group.agency == event.before:
        group.agency = event.complaint.agency
    elif group.agency != event.complaint.agency:
        leave_as_handed_on(event)


def join_at_filing(_session: object, filing: Filing) -> Added | None:
    """Let a new complaint join the group that its complainant chose; most chose none."""
    return Added(claim=partial(_claim, filing)) if filing.content.group else None


_GROUP = cast("Table", GroupRecord.__table__)
_OPEN_AGAIN = (
    update(_GROUP)
    .where(
        _GROUP.c.id == bindparam("group"),
        _GROUP.c.agency == bindparam("of"),
        _GROUP.c.published_at.is_not(None),
        _GROUP.c.state.in_([state.value for state in State if state.gathers]),
    )
    .values(state=State.OPEN.value)
)


def _claim(filing: Filing, connection: Connection, number: str) -> Added:
    """Hold the group, if its agency still shows it to the public, and put the complaint into it.

    It is open again from now on, whatever was answered before.
    """
    group_id, agency = filing.content.group, filing.plan.agency.code
    if not connection.execute(_OPEN_AGAIN, {"group": group_id, "of": agency}).rowcount:
        return Added()
    link = {"group_id": group_id, "is_proposed": False, "added_at": filing.now}
    facts: dict[str, Any] = {"number": number, "by_person": True}
    step = {"group_id": group_id, "kind": Step.ADDED.value, "at": filing.now, "facts": facts}
    return Added(
        entries=[records.Grouped(group_id, by_person=True)],
        rows={GroupComplaintRecord: [link], GroupStepRecord: [step]},
    )


def _link_of(work: Work, complaint: ComplaintRecord) -> GroupComplaintRecord | None:
    """Return what says in which group a complaint is, or for which one it is proposed."""
    link = GroupComplaintRecord
    statement = select(link).where(link.complaint_id == complaint.id, link.left_at.is_(None))
    return work.session.scalar(statement.execution_options(populate_existing=True))


def link_in(work: Work, complaint: ComplaintRecord, group_id: int) -> GroupComplaintRecord | None:
    """Return what says that a complaint is in this group, where it is."""
    link = _link_of(work, complaint)
    return None if link is None or link.group_id != group_id or link.is_proposed else link


def _end_link(work: Work, link: GroupComplaintRecord) -> None:
    """Take a complaint out of its group."""
    link.left_at = work.now
    # At once: the next link of the complaint may be written in the same breath.
    work.session.flush()
