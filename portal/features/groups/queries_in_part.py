"""Groups as those are told of them who may not see all of their complaints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from portal.complaints.queries.identity import knows_who_complains
from portal.db.row_filter import find
from portal.db.viewer import Viewer
from portal.domain.errors import UnknownGroupError
from portal.features.groups.queries import (
    ROWS_A_PAGE,
    GroupRow,
    group_page,
    group_sizes,
    masking_of_groups,
)
from portal.features.groups.records import OUTLINED, GroupRecord, outlined_sizes, outlines
from portal.features.groups.rules import State

_G = GroupRecord


class Outline(Struct, frozen=True):
    """What a group tells of no complaint: figures of all, and whether its reader sees the rest.

    `waits_since` is when the first came of those that wait for their answer.
    """

    id: int
    category: str
    state: State
    is_whole: bool
    complaints: int
    waits_since: datetime | None
    due_at: datetime | None


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
    group_id, category, state, is_whole, *told = row
    return Outline(group_id, category, State(state), bool(is_whole), *told)


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
    )
