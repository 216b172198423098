"""What the public sees of groups: titles that an agency published, and how many it happened to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.domain.figures.small_cells import FEWEST
from portal.domain.text import Text
from portal.features.groups.records import GroupComplaintRecord, GroupFollowerRecord, GroupRecord

MOST = 20
"""How many published groups of an agency are looked at: the newest."""

_G, _L, _F = GroupRecord, GroupComplaintRecord, GroupFollowerRecord


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """A group as anybody may see it; `count` is hidden while it is small."""

    id: int
    agency: str
    category: str
    title: Text
    answered_at: datetime | None
    count: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """To how many it happened too without a complaint, and how many of them are told of it."""

    counted: int
    told: int


def published_groups(session: Session, agencies: Collection[str]) -> list[PublishedGroup]:
    """Return the newest published groups of these agencies."""
    if not agencies:
        return []
    statement = (
        select(_G)
        .where(_G.agency.in_(list(agencies)), _G.published_at.is_not(None))
        .order_by(_G.published_at.desc(), _G.id.desc())
        .limit(MOST)
    )
    return _shown(session, list(session.scalars(statement)))


def published_group(session: Session, agency: str, group_id: int) -> PublishedGroup | None:
    """Return a published group of an agency, if it is one."""
    statement = select(_G).where(
        _G.id == group_id, _G.agency == agency, _G.published_at.is_not(None)
    )
    found = session.scalar(statement)
    return _shown(session, [found])[0] if found else None


def counted_in(session: Session, group_id: int) -> Counted:
    """Return to how many it happened too, for the agency's own people."""
    counted = func.coalesce(func.sum(case((_F.is_counted, 1), else_=0)), 0)
    statement = select(counted, func.count(_F.confirmed_at)).where(_F.group_id == group_id)
    row = session.execute(statement).one()
    return Counted(int(row[0]), row[1])


def _shown(session: Session, groups: list[GroupRecord]) -> list[PublishedGroup]:
    if not groups:
        return []
    ids = [one.id for one in groups]
    complaints = (
        select(_L.group_id, func.count())
        .where(_L.group_id.in_(ids), _L.left_at.is_(None), ~_L.is_proposed)
        .group_by(_L.group_id)
    )
    followers = (
        select(_F.group_id, func.count())
        .where(_F.group_id.in_(ids), _F.is_counted)
        .group_by(_F.group_id)
    )
    counts = dict.fromkeys(ids, 0)
    for statement in (complaints, followers):
        for group_id, count in session.execute(statement):
            counts[group_id] += count
    return [
        PublishedGroup(
            one.id,
            one.agency,
            one.category,
            Text(one.title_fr or "", one.title_en or ""),
            one.answered_at,
            counts[one.id] if counts[one.id] >= FEWEST else None,
        )
        for one in groups
    ]
