"""Groups as they are told to those who may not see all of their complaints, and to anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.identity import knows_who_complains
from portal.db.direct import Direct
from portal.db.row_filter import find
from portal.db.viewer import Viewer
from portal.domain.errors import UnknownGroupError
from portal.domain.figures.small_cells import FEWEST, is_small
from portal.domain.text import Text
from portal.features.groups.queries import (
    ROWS_A_PAGE,
    GroupRow,
    group_page,
    group_sizes,
    in_group_now,
    masking_of_groups,
)
from portal.features.groups.records import (
    OUTLINED,
    GroupFollowerRecord,
    GroupRecord,
    outlined_sizes,
    outlines,
)
from portal.features.groups.rules import State

_G, _F = GroupRecord, GroupFollowerRecord


class Outline(Struct, frozen=True):
    """What a group tells of no complaint: figures of all, and whether its reader sees the rest.

    `waits_since` is when the first came of those that wait for their answer. Where so few are not
    seen that figures would tell of one (`is_told`), there are none, and no category.
    """

    id: int
    category: str
    state: State
    is_whole: bool
    complaints: int
    waits_since: datetime | None
    due_at: datetime | None
    is_told: bool = True


def _of_one(viewer: Viewer) -> Select[Any]:
    return outlines(viewer).where(OUTLINED.id == bindparam("group"))


def _of_state(viewer: Viewer) -> Select[Any]:
    every = outlines(viewer).where(OUTLINED.state == bindparam("state"))
    due = every.selected_columns.due_at
    ordered = every.order_by(due.is_(None), due, OUTLINED.id.desc())
    return ordered.limit(bindparam("most")).offset(bindparam("offset"))


def outline_by_id(session: Session, agency: str, group_id: int) -> Outline:
    """Return what an actor is told of a group; raise UnknownGroupError if they know of none."""
    for row in find(session, _of_one, agency=agency, group=group_id):
        return _outline(row)
    raise UnknownGroupError(group_id)


def known_sizes(session: Session, agency: str) -> dict[State, int]:
    """Return how many groups of an agency an actor knows of, in each state."""
    if knows_who_complains(session.info["actor"], agency):
        return group_sizes(session, agency)
    sizes = dict(find(session, outlined_sizes, agency=agency))
    return {state: sizes.get(state.value, 0) for state in State}


def known_page(session: Session, agency: str, state: State, page: int) -> list[GroupRow]:
    """Return a page of the groups in a state that an actor knows of: what is owed soonest first."""
    if knows_who_complains(session.info["actor"], agency):
        return group_page(session, agency, state, page)
    asked = {"state": state.value, "most": ROWS_A_PAGE, "offset": (page - 1) * ROWS_A_PAGE}
    known = [_outline(row) for row in find(session, _of_state, agency=agency, **asked)]
    named = _named(session, agency, [outline.id for outline in known if outline.is_whole])
    return [_row(outline, *named.get(outline.id, ("", None, None))) for outline in known]


def _named(
    session: Session, agency: str, group_ids: Sequence[int]
) -> dict[int, tuple[str, int | None, datetime | None]]:
    """Return what these groups are called, whose they are, and since when the public sees each."""
    if not group_ids:
        return {}
    masked = masking_of_groups(session, agency, group_ids)
    columns = select(_G.id, _G.name, _G.owner_id, _G.published_at)
    rows = session.execute(columns.where(_G.id.in_(group_ids)))
    return {id_: (masked(name), owner, published) for id_, name, owner, published in rows}


def _outline(row: Sequence[Any]) -> Outline:
    group_id, category, state, is_whole, complaints, unseen, *dates = row
    if not is_whole and is_small(unseen):
        return Outline(
            id=group_id,
            category="",
            state=State(state),
            is_whole=False,
            complaints=0,
            waits_since=None,
            due_at=None,
            is_told=False,
        )
    return Outline(group_id, category, State(state), bool(is_whole), complaints, *dates)


def _row(
    outline: Outline, name: str, owner_id: int | None, published_at: datetime | None
) -> GroupRow:
    return GroupRow(
        id=outline.id,
        state=outline.state,
        name=name,
        category=outline.category,
        owner_id=owner_id,
        published_at=published_at,
        complaints=outline.complaints,
        oldest_at=outline.waits_since,
        due_at=outline.due_at,
        is_whole=outline.is_whole,
        is_told=outline.is_told,
    )


# What anybody may see.

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


_FEWEST_SHARED = 2


def led_to(
    groups: Iterable[PublishedGroup],
    shared: Mapping[int, int],
    categories: Mapping[str, str | None],
) -> list[PublishedGroup]:
    """Return the groups that somebody's words lead to, by how many of their title's they have.

    Two words in common with a published title do, or one where the category is the same: nothing
    of any complaint is looked at.
    """
    fewest = {False: _FEWEST_SHARED, True: _FEWEST_SHARED - 1}
    led = [
        group
        for group in groups
        if shared[group.id] >= fewest[group.category == categories.get(group.agency)]
    ]
    return sorted(led, key=lambda group: -shared[group.id])
