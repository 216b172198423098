"""The portal proposes a group as soon as enough similar complaints came within the agency's time.

Complaints are looked at once, in the order of their coming. What is proposed is told at once to
those who lead, and a person decides about it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from portal.agencies.settings.deadlines import Threshold
from portal.complaints.letters.letters import write_apart
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Role
from portal.domain.errors import UnknownAgencyError
from portal.features.groups.actions import keep
from portal.features.groups.letters import GroupProposed
from portal.features.groups.queries_similar import Similar, Subject, similar_to
from portal.features.groups.records import GroupComplaintRecord, GroupMarkRecord, GroupRecord
from portal.features.groups.rules import State, Step
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime

AT_ONCE = 100
SECONDS = 0.25
"""How long one run of the worker goes on looking."""

MOST_PROPOSED = 50
"""How many complaints a proposal names at most."""

_C, _MARK = ComplaintRecord, GroupMarkRecord
_THE_MARK = 1


@dataclass(frozen=True, slots=True)
class _Alike:
    """A complaint with which the agency's number is reached, and those like it."""

    subject: Subject
    similar: Sequence[Similar]
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class Looked:
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
        before = session.scalar(select(_MARK.complaint_id).where(_MARK.id == _THE_MARK)) or 0
        after = select(_C).where(_C.id > before, _C.parent_id.is_(None))
        coming = session.scalars(after.order_by(_C.id).limit(AT_ONCE)).all()
    reached, alike = before, None
    for complaint in coming:
        alike, reached = _alike(runtime, complaint, now), complaint.id
        if alike is not None or time.monotonic() > until:
            break
    if reached == before:
        return Looked()
    looked = sum(complaint.id <= reached for complaint in coming)
    with runtime.acting(PORTAL, now) as work:
        if not _move_mark(work.session, before, reached):
            return Looked(more=True)
        if alike is not None:
            _propose(work, alike)
    is_more = reached < coming[-1].id or len(coming) == AT_ONCE
    return Looked(looked, int(alike is not None), is_more)


def look_from_here(session: Session) -> None:
    """Pass over every complaint that is there already: only what comes next is looked at."""
    newest = session.scalar(select(func.max(_C.id))) or 0
    session.execute(update(_MARK).where(_MARK.id == _THE_MARK).values(complaint_id=newest))


def _alike(runtime: Runtime, complaint: ComplaintRecord, now: datetime) -> _Alike | None:
    """Return the complaints that reach the agency's number with this one, none of a group."""
    try:
        threshold = runtime.agencies.agency(complaint.agency).configured.threshold
    except UnknownAgencyError:
        return None
    if threshold is None or complaint.received_at < now - threshold.within:
        return None
    subject = Subject.of(complaint)
    with runtime.reading(PORTAL) as session:
        if _is_grouped(session, complaint.id):
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


def _is_grouped(session: Session, complaint_id: int) -> bool:
    link = GroupComplaintRecord
    current = exists().where(link.complaint_id == complaint_id, link.left_at.is_(None))
    return bool(session.scalar(select(current)))


def _move_mark(session: Session, before: int, reached: int) -> bool:
    """Mark up to where was looked; return whether nobody else did meanwhile."""
    same = (_MARK.id == _THE_MARK, _MARK.complaint_id == before)
    moved = session.execute(update(_MARK).where(*same).values(complaint_id=reached))
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _propose(work: Work, alike: _Alike) -> None:
    subject, threshold = alike.subject, alike.threshold
    ids = [subject.id, *(other.id for other in alike.similar)]
    free = [complaint_id for complaint_id in ids if not _is_grouped(work.session, complaint_id)]
    if len(free) < threshold.complaints:
        # Somebody gathered some of them meanwhile.
        return
    group = GroupRecord(
        agency=subject.agency,
        state=State.PROPOSED.value,
        name="",
        description="",
        category=subject.category,
        made_at=work.now,
    )
    work.session.add(group)
    work.session.flush()
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
    write_apart(work, _leading(work, subject.agency), letter, [subject.agency])


def _leading(work: Work, agency: str) -> list[Member]:
    """Return who leads: the heads and the managers, and without anybody who looks after it."""
    heads = work.staff.heads(work.session, agency)
    managers = work.staff.with_role(work.session, agency, Role.MANAGER)
    leading = [*heads, *without(managers, heads)]
    return leading or work.staff.administrators(work.session, agency)


def _propose_groups(runtime: Runtime, now: datetime) -> int:
    return look_for_groups(runtime, now).proposed


JOBS = (
    Job(
        "look for groups",
        Place.BEFORE_LETTERS,
        each_run(_propose_groups),
        counted="groups_proposed",
    ),
)
