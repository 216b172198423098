"""The portal proposes a group as soon as enough similar complaints came within the agency's time.

Complaints are looked at once, in the order of their coming. What is proposed is told at once to
those who lead, and a person decides about it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.agencies.settings.defaults import Threshold
from portal.complaints.letters.apart import write_apart
from portal.complaints.people.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Actor, Role
from portal.domain.errors import UnknownAgencyError
from portal.features.groups.actions.steps import keep
from portal.features.groups.records import GroupComplaintRecord, GroupMarkRecord, GroupRecord
from portal.features.groups.rules import State, Step
from portal.features.groups.similarity import Similar, Subject, similar_to
from portal.keyring import Keyring

AT_ONCE = 100
SECONDS = 0.25
"""How long one run of the worker goes on looking."""

MOST_PROPOSED = 50
"""How many complaints a proposal names at most."""

_C, _MARK = ComplaintRecord, GroupMarkRecord
_THE_MARK = 1


class Office(Protocol):
    """What looking takes: the keys, the agencies and the database."""

    keyring: Keyring
    agencies: Registry

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that only looks."""

    def acting(self, actor: Actor, now: datetime | None = None) -> AbstractContextManager[Work]:
        """Open work on something that is no complaint."""


@dataclass(frozen=True, slots=True)
class _Found:
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


def look_for_groups(office: Office, now: datetime, seconds: float = SECONDS) -> Looked:
    """Look at the complaints that came since, and propose the groups that they make up.

    What was looked at is marked in the transaction that proposes: each group is proposed once,
    however many workers look.
    """
    until = time.monotonic() + seconds
    with office.reading(PORTAL) as session:
        before = session.scalar(select(_MARK.complaint_id).where(_MARK.id == _THE_MARK)) or 0
        coming = session.scalars(_after(before)).all()
    reached, found = before, None
    for complaint in coming:
        found, reached = _found(office, complaint, now), complaint.id
        if found is not None or time.monotonic() > until:
            break
    if reached == before:
        return Looked()
    looked = sum(one.id <= reached for one in coming)
    with office.acting(PORTAL, now) as work:
        if not _move_mark(work.session, before, reached):
            return Looked(more=True)
        if found is not None:
            _propose(work, found)
    is_more = reached < coming[-1].id or len(coming) == AT_ONCE
    return Looked(looked, int(found is not None), is_more)


def look_from_here(session: Session) -> None:
    """Pass over every complaint that is there already: only what comes next is looked at."""
    newest = session.scalar(select(func.max(_C.id))) or 0
    session.execute(update(_MARK).where(_MARK.id == _THE_MARK).values(complaint_id=newest))


def _after(complaint_id: int) -> Any:
    return (
        select(_C)
        .where(_C.id > complaint_id, _C.parent_id.is_(None))
        .order_by(_C.id)
        .limit(AT_ONCE)
    )


def _found(office: Office, complaint: ComplaintRecord, now: datetime) -> _Found | None:
    """Return the complaints that reach the agency's number with this one, none of a group."""
    try:
        threshold = office.agencies.agency(complaint.agency).configured.threshold
    except UnknownAgencyError:
        return None
    if threshold is None or complaint.received_at < now - threshold.within:
        return None
    subject = Subject.of(complaint)
    with office.reading(PORTAL) as session:
        if _is_grouped(session, complaint.id):
            return None
        similar = similar_to(
            session,
            office.keyring,
            subject,
            complaint.received_at,
            MOST_PROPOSED,
            threshold.within,
            ungrouped=True,
        )
    close = [one for one in similar if one.is_close]
    return _Found(subject, close, threshold) if len(close) + 1 >= threshold.complaints else None


def _is_grouped(session: Session, complaint_id: int) -> bool:
    link = GroupComplaintRecord
    current = exists().where(link.complaint_id == complaint_id, link.left_at.is_(None))
    return bool(session.scalar(select(current)))


def _move_mark(session: Session, before: int, reached: int) -> bool:
    """Mark up to where was looked; return whether nobody else did meanwhile."""
    same = (_MARK.id == _THE_MARK, _MARK.complaint_id == before)
    moved = session.execute(update(_MARK).where(*same).values(complaint_id=reached))
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _propose(work: Work, found: _Found) -> None:
    subject, threshold = found.subject, found.threshold
    ids = [subject.id, *(one.id for one in found.similar)]
    free = [one for one in ids if not _is_grouped(work.session, one)]
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
            group_id=group.id, complaint_id=one, is_proposed=True, added_at=work.now
        )
        for one in free
    )
    words = list(dict.fromkeys(word for one in found.similar for word in one.words))
    told = {"complaints": len(free), "of": threshold.complaints, "days": threshold.within.days}
    keep(work, group, Step.PROPOSED, ", ".join(words[:12]), **told)
    write_about(work, group, _leading(work, subject.agency), "group_proposed", count=len(free))


def _leading(work: Work, agency: str) -> list[Member]:
    """Return who leads: the heads and the managers, and without anybody who looks after it."""
    heads = work.staff.heads(work.session, agency)
    managers = work.staff.with_role(work.session, agency, Role.MANAGER)
    leading = [*heads, *without(managers, heads)]
    return leading or work.staff.administrators(work.session, agency)


def write_about(
    work: Work, group: GroupRecord, members: Sequence[Member], template: str, **params: Any
) -> None:
    """Put a letter about a group to each of `members` into the outbox."""
    about = {"agency": group.agency, "group": group.id}
    write_apart(work, members, template, [group.agency], **about, **params)
