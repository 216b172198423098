"""What anybody may see of groups, and to how many it happened too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, case, func, select
from sqlalchemy.orm import Session

from portal.db.direct import Direct
from portal.domain.figures.small_cells import FEWEST
from portal.domain.text import Text
from portal.features.groups.queries import in_group_now
from portal.features.groups.records import GroupFollowerRecord, GroupRecord

_G, _F = GroupRecord, GroupFollowerRecord

MOST_PUBLISHED = 20
"""How many published groups of an agency are looked at: the newest."""

PUBLIC_MARKS = tuple(
    select(func.coalesce(mark, 0)).where(_G.published_at.is_not(None)).scalar_subquery()
    for mark in (func.count(), func.sum(_G.id))
)
"""What moves when a group is published, or no longer is."""


class PublishedGroup(Struct, frozen=True):
    """A group as anybody may see it; `count` is hidden while it is small."""

    id: int
    agency: str
    category: str
    title: Text
    answered_at: datetime | None
    count: int | None


class Counted(Struct, frozen=True):
    """To how many it happened too without a complaint, and how many of them are told of it."""

    counted: int
    told: int


_COMPLAINING = select(func.count()).where(in_group_now(_G.id)).correlate(_G).scalar_subquery()
_COUNTED = (
    select(func.count()).where(_F.group_id == _G.id, _F.is_counted).correlate(_G).scalar_subquery()
)
_PUBLISHED = (
    select(
        *(_G.id, _G.agency, _G.category, _G.title_fr, _G.title_en, _G.answered_at),
        (_COMPLAINING + _COUNTED).label("reports"),
    )
    .where(_G.published_at.is_not(None))
    .order_by(_G.published_at.desc(), _G.id.desc())
    .limit(MOST_PUBLISHED)
)
_OF_AGENCIES = Direct(_PUBLISHED.where(_G.agency.in_(bindparam("agencies", expanding=True))))
_OF_ID = Direct(_PUBLISHED.where(_G.agency == bindparam("agency"), _G.id == bindparam("group")))


def published_groups(connection: Connection, agencies: Collection[str]) -> list[PublishedGroup]:
    """Return the newest published groups of these agencies: what anybody may see."""
    rows = _OF_AGENCIES.rows(connection, agencies=list(agencies)) if agencies else ()
    return [_published(*row) for row in rows]


def published_group(connection: Connection, agency: str, group_id: int) -> PublishedGroup | None:
    """Return a published group of an agency, if it is one."""
    row = _OF_ID.first(connection, agency=agency, group=group_id)
    return _published(*row) if row else None


def _published(
    group_id: int,
    agency: str,
    category: str,
    title_fr: str | None,
    title_en: str | None,
    answered_at: datetime | None,
    reports: int,
) -> PublishedGroup:
    return PublishedGroup(
        id=group_id,
        agency=agency,
        category=category,
        title=Text(title_fr or "", title_en or ""),
        answered_at=answered_at,
        count=reports if reports >= FEWEST else None,
    )


def counted_in(session: Session, group_id: int) -> Counted:
    """Return to how many it happened too, for the agency's own people."""
    counted = func.coalesce(func.sum(case((_F.is_counted, 1), else_=0)), 0)
    statement = select(counted, func.count(_F.confirmed_at)).where(_F.group_id == group_id)
    row = session.execute(statement).one()
    return Counted(int(row[0]), row[1])


def group_that_is_public(session: Session, group_id: int) -> GroupRecord | None:
    """Return a group that everybody may read."""
    return session.scalar(select(_G).where(_G.id == group_id, _G.published_at.is_not(None)))
