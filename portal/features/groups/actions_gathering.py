"""Complaints are gathered: by somebody, or as the portal proposes; one by one, in and out.

A complaint is in one group at a time, and leaves it with a reason or when another agency has it.
The portal looks at each complaint once, in the order of their coming, and proposes a group as soon
as enough similar ones came within the agency's time; a person decides about it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from portal.agencies.settings.deadlines import Threshold
from portal.complaints.events import HandedOn, Succeeded
from portal.complaints.letters import letters
from portal.complaints.letters.apart import write_apart
from portal.complaints.planning import Added, Filing
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.actor import PORTAL
from portal.domain.errors import (
    AlreadyGroupedError,
    TransitionNotAllowedError,
    UnknownAgencyError,
    UnknownComplaintError,
    required,
)
from portal.domain.permissions import Permission
from portal.features.groups import rules
from portal.features.groups.actions import Described, held_group, keep, take, take_from
from portal.features.groups.letters import GroupProposed
from portal.features.groups.queries import proposed_left
from portal.features.groups.queries_held import (
    ever_gathered,
    group_of,
    is_open_to_actor,
    link_of,
    open_published_again,
)
from portal.features.groups.queries_similar import (
    Compared,
    Similar,
    complaints_after,
    looked_until,
    move_mark,
    similar_to,
)
from portal.features.groups.records import GroupComplaintRecord, GroupRecord, GroupStepRecord
from portal.features.groups.rules import State, Step
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def open_group(work: Work, complaint: ComplaintRecord, described: Described) -> int:
    """Open a group with a complaint in it; return its number."""
    require(work, complaint, Permission.GROUP)
    described.require_complete(work, complaint.agency, [complaint.id])
    described.require_nobody_named(work, [complaint.number])
    group = _made(work, State.OPEN, complaint)
    described.write_to(group)
    keep(work, group, Step.OPENED)
    add(work, complaint, group.id)
    return group.id


def accept(work: Work, agency: str, group_id: int, described: Described) -> None:
    """Open a group that the portal proposed; its complaints are added one by one."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    described.require_complete(work, agency, ever_gathered(work.session, group_id))
    described.require_nobody_named(work, proposed_left(work.session, group_id))
    take(work, group, Step.OPENED)
    described.write_to(group)


def put_aside(work: Work, agency: str, group_id: int, reason: str) -> None:
    """Put a proposal aside: these complaints are not proposed again."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    take(work, group, Step.PUT_ASIDE, required(reason, "reason"))


def _made(work: Work, state: State, about: ComplaintRecord | Compared) -> GroupRecord:
    group = GroupRecord(
        agency=about.agency,
        state=state.value,
        name="",
        description="",
        category=about.category,
        made_at=work.now,
    )
    work.session.add(group)
    work.session.flush()
    return group


# Complaints come in and go out.


def add(work: Work, complaint: ComplaintRecord, group_id: int, common: int | None = None) -> None:
    """Put a complaint into a group; `common` is in how many words the portal's aid rested.

    Raise AlreadyGroupedError for one that another group has, or that is proposed for a group which
    is closed to the actor. Whom the complaint concerns answers for the group no more.
    """
    require(work, complaint, Permission.GROUP)
    if complaint.parent_id is not None:
        # What another agency asked for goes into its answer: nothing of it is a complaint's own.
        raise TransitionNotAllowedError(complaint.status, "group")
    link = link_of(work.session, complaint.id)
    if link is not None and not link.is_proposed:
        if link.group_id == group_id:
            return
        raise AlreadyGroupedError
    if link is not None and not is_open_to_actor(work.session, link.group_id):
        # Whoever is kept out of another complaint of a proposal takes none from it.
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
    take_from(work, group, work.staff.excluded)
    grouped = rules.Grouped(group_id, suggested=bool(common), common=common or None)
    work.record(complaint, grouped)


def leave(work: Work, complaint: ComplaintRecord, group_id: int, reason: str) -> None:
    """Take a complaint out of a group, with a reason that stands in its history."""
    require(work, complaint, Permission.GROUP)
    reason = required(reason, "reason")
    link = link_in(work, complaint, group_id)
    if link is None:
        return
    group = held_group(work, group_id, Permission.GROUP)
    take(work, group, Step.LEFT, reason, number=complaint.number)
    _end_link(work, link)
    letters.record_text(work, complaint, rules.Ungrouped(group=group_id), "note", reason)


def leave_as_handed_on(event: HandedOn | Succeeded) -> None:
    """Take a complaint out of its group because another agency gets it."""
    work, complaint = event.work, event.complaint
    link = link_of(work.session, complaint.id)
    if link is None:
        return
    _end_link(work, link)
    if not link.is_proposed:
        work.record(complaint, rules.Ungrouped(group=link.group_id, handed_on=True))


def go_along(event: Succeeded) -> None:
    """Let the group of a complaint follow it from an agency that is replaced.

    The first of its complaints takes it along; those that go elsewhere leave it.
    """
    link = link_of(event.work.session, event.complaint.id)
    if link is None:
        return
    group = group_of(event.work.session, link)
    if group.agency == event.before:
        group.agency = event.complaint.agency
    elif group.agency != event.complaint.agency:
        leave_as_handed_on(event)


def join_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Let a new complaint join the group that its complainant chose; most chose none."""
    group = filing.content.part(rules.ChosenGroup).group
    return Added(claim=partial(_claim, filing, group)) if group else None


def _claim(filing: Filing, group_id: int, connection: Connection, number: str) -> Added:
    """Hold the group, if its agency still shows it to the public, and put the complaint into it.

    It is open again from now on, whatever was answered before.
    """
    if not open_published_again(connection, group_id, filing.plan.agency.code):
        return Added()
    link = {"group_id": group_id, "is_proposed": False, "added_at": filing.now}
    facts: dict[str, Any] = {"number": number, "by_person": True}
    step = {"group_id": group_id, "kind": Step.ADDED.value, "at": filing.now, "facts": facts}
    return Added(
        entries=[rules.Grouped(group_id, by_person=True)],
        rows={GroupComplaintRecord: [link], GroupStepRecord: [step]},
    )


def link_in(work: Work, complaint: ComplaintRecord, group_id: int) -> GroupComplaintRecord | None:
    """Return what says that a complaint is in this group, where it is."""
    link = link_of(work.session, complaint.id)
    return None if link is None or link.group_id != group_id or link.is_proposed else link


def _end_link(work: Work, link: GroupComplaintRecord) -> None:
    link.left_at = work.now
    # At once: the next link of the complaint may be written in the same breath.
    work.session.flush()


# The portal proposes a group.


AT_ONCE = 100
SECONDS = 0.25
"""How long one run of the worker goes on looking."""

MOST_PROPOSED = 50
"""How many complaints a proposal names at most."""


class _Alike(Struct, frozen=True):
    subject: Compared
    similar: Sequence[Similar]
    threshold: Threshold


class Looked(Struct, frozen=True):
    """How many complaints one run looked at, how many groups it proposed, and whether to go on."""

    complaints: int = 0
    proposed: int = 0
    more: bool = False


def look_for_groups(runtime: Runtime, now: datetime, seconds: float = SECONDS) -> Looked:
    """Look at the complaints that came since, and propose the groups that they make up.

    What was looked at is marked in the transaction that proposes: each group is proposed once,
    however many workers look.
    """
    until = time.monotonic() + seconds
    with runtime.reading(PORTAL) as session:
        before = looked_until(session)
        coming = complaints_after(session, before, AT_ONCE)
    reached, alike = before, None
    for complaint in coming:
        alike, reached = _alike(runtime, complaint, now), complaint.id
        if alike is not None or time.monotonic() > until:
            break
    if reached == before:
        return Looked()
    with runtime.acting(PORTAL, now) as work:
        if not move_mark(work.session, before, reached):
            return Looked(more=True)
        if alike is not None:
            _propose(work, alike)
    return Looked(
        complaints=sum(complaint.id <= reached for complaint in coming),
        proposed=int(alike is not None),
        more=reached < coming[-1].id or len(coming) == AT_ONCE,
    )


def _alike(runtime: Runtime, complaint: ComplaintRecord, now: datetime) -> _Alike | None:
    """Return the complaints that reach the agency's number with this one, none of a group."""
    try:
        threshold = runtime.agencies.agency(complaint.agency).configured.threshold
    except UnknownAgencyError:
        return None
    if threshold is None or complaint.received_at < now - threshold.within:
        return None
    subject = Compared.of(complaint)
    with runtime.reading(PORTAL) as session:
        if link_of(session, complaint.id) is not None:
            return None
        similar = similar_to(
            session,
            runtime.keyring,
            subject,
            complaint.received_at,
            MOST_PROPOSED,
            threshold.within,
            ungrouped=True,
        )
    close = [other for other in similar if other.is_close]
    return _Alike(subject, close, threshold) if len(close) + 1 >= threshold.complaints else None


def _propose(work: Work, alike: _Alike) -> None:
    subject, threshold = alike.subject, alike.threshold
    ids = [subject.id, *(other.id for other in alike.similar)]
    free = [complaint_id for complaint_id in ids if link_of(work.session, complaint_id) is None]
    if len(free) < threshold.complaints:
        # Somebody gathered some of them meanwhile.
        return
    group = _made(work, State.PROPOSED, subject)
    work.session.add_all(
        GroupComplaintRecord(
            group_id=group.id, complaint_id=complaint_id, is_proposed=True, added_at=work.now
        )
        for complaint_id in free
    )
    words = list(dict.fromkeys(word for other in alike.similar for word in other.words))
    facts = {"complaints": len(free), "of": threshold.complaints, "days": threshold.within.days}
    keep(work, group, Step.PROPOSED, ", ".join(words[:12]), **facts)
    letter = GroupProposed(group.id, len(free))
    write_apart(work, _deciding(work, subject.agency, free), letter, [subject.agency])


def _deciding(work: Work, agency: str, complaint_ids: Sequence[int]) -> list[Member]:
    """Return who decides on a proposal: the heads, or without any the officers.

    Others may not open it, or open it and decide nothing. Whom one of these complaints concerns is
    not told how many there are.
    """
    session = work.session
    excluded = work.features.excluded(session, complaint_ids).values()
    staff = work.staff.excluding(chain.from_iterable(excluded))
    return staff.heads(session, agency) or staff.officers(session, agency)


JOBS: tuple[Job[Runtime], ...] = (
    Job(
        "look for groups",
        Place.BEFORE_LETTERS,
        each_run(lambda runtime, now: look_for_groups(runtime, now).proposed),
        counted="groups_proposed",
    ),
)
