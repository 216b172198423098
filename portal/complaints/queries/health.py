"""What an administrator has to put right: complaints and posts that nobody is answerable for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.staff import Staff, away_at
from portal.complaints.records.complaint import AgencyReleaseRecord, ComplaintRecord
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.domain.absence import stand_in
from portal.domain.role import Role

COUNTED_AT_MOST = 1000
"""Whoever has more has enough to do."""


def complaints_of_nobody(session: Session, agency: str, now: datetime) -> int:
    """Return how many open complaints of an agency nobody is answerable for, up to a thousand.

    Nobody works as their assignee, at their post or as head of the complaints service: whoever is
    away counts only if somebody works in their place.
    """
    complaint, working = ComplaintRecord, _worked_as(session, agency, now)
    if any(member.role == Role.HEAD.value for member in working):
        return 0
    posts, people = {member.post for member in working}, {member.user_id for member in working}
    some = (
        select(complaint.id)
        .where(
            complaint.agency == agency,
            complaint.is_open,
            complaint.due_at.is_not(None),
            complaint.holder.not_in(posts - {None}),
            or_(complaint.assignee_id.is_(None), complaint.assignee_id.not_in(people)),
        )
        .limit(COUNTED_AT_MOST)
    )
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _worked_as(session: Session, agency: str, now: datetime) -> Sequence[Any]:
    """Return the memberships of an agency as which somebody works, themself or a substitute."""
    member = MembershipRecord
    statement = (
        select(member.user_id, member.role, member.post)
        .join(UserRecord, UserRecord.id == member.user_id)
        .where(member.agency == agency, UserRecord.is_active)
    )
    rows, away = session.execute(statement).all(), away_at(session, agency, now)
    active = {row.user_id for row in rows}
    return [row for row in rows if stand_in(row.user_id, away) in active]


class HolderNow(Struct, frozen=True):
    """Who holds a post by name; while they are away, who works in their place, if anybody does."""

    name: str
    is_away: bool = False
    substitute: str | None = None


def publishers(session: Session, agency: str, now: datetime) -> Mapping[int, HolderNow]:
    """Return who may publish an agency's settings, its own administrators and the portal's."""
    staff = Staff(now)
    here = staff.holding(session, agency, Role.ADMINISTRATOR)
    everywhere = staff.with_role(session, None, Role.ADMINISTRATOR)
    names = names_of(session, [member.user_id for member in (*here, *everywhere)])
    away = away_at(session, agency, now)
    return {person: HolderNow(name, person in away) for person, name in names.items()}


def posts_of_running(session: Session, agency: str) -> frozenset[str]:
    """Return the posts by which open complaints still go up: those that they came in with."""
    complaint, release = ComplaintRecord, AgencyReleaseRecord
    theirs = (
        select(release.settings["escalation"])
        .where(release.id.in_(select(complaint.release_id).filter_by(agency=agency, is_open=True)))
        .where(release.agency == agency)
    )
    return frozenset(step["to"] for path in session.scalars(theirs) for step in path)


class PostsNow(Struct, frozen=True):
    """Who holds each post that was asked about, the posts nobody works at, whether a head works."""

    holders: Mapping[str, Sequence[HolderNow]]
    vacant: frozenset[str]
    has_head: bool


def posts_now(session: Session, agency: str, posts: Iterable[str], now: datetime) -> PostsNow:
    """Return who holds some posts of an agency, and at which of them nobody works."""
    staff, asked = Staff(now), tuple(posts)
    holding = {post: staff.holding_post(session, agency, post) for post in asked}
    working = {
        person: staff.in_place_of(session, agency, person)
        for people in holding.values()
        for person in people
    }
    names = names_of(session, {*working, *working.values()})
    return PostsNow(
        {
            post: [_holder(person, working[person], names) for person in people]
            for post, people in holding.items()
        },
        staff.vacant_among(session, agency, asked),
        bool(staff.heads(session, agency)),
    )


def _holder(person: int, working: int | None, names: Mapping[int, str]) -> HolderNow:
    is_away = working != person
    return HolderNow(names[person], is_away, names.get(working or 0) if is_away else None)
