"""The rows of groups that use cases look at and hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.orm import Session

from portal.db.row_filter import as_the_portal
from portal.features.groups.records import GroupComplaintRecord, GroupFollowerRecord, GroupRecord
from portal.features.groups.rules import State

_G, _L, _F = GroupRecord, GroupComplaintRecord, GroupFollowerRecord
_GROUP = cast("Table", GroupRecord.__table__)


def group_to_change(session: Session, group_id: int) -> GroupRecord | None:
    """Hold a group, as it is now."""
    statement = select(_G).where(_G.id == group_id).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))


def link_of(session: Session, complaint_id: int) -> GroupComplaintRecord | None:
    """Return what says in which group a complaint is, or for which one it is proposed.

    Whoever acts: it is in no second group, though the first is closed to them.
    """
    statement = select(_L).where(_L.complaint_id == complaint_id, _L.left_at.is_(None))
    with as_the_portal(session):
        return session.scalar(statement.execution_options(populate_existing=True))


def is_open_to_actor(session: Session, group_id: int) -> bool:
    """Tell whether the actor may see a group: no complaint that it ever had concerns them."""
    return session.scalar(select(_G.id).where(_G.id == group_id)) is not None


def ever_gathered(session: Session, group_id: int) -> list[int]:
    """Return the complaints that a group ever had, or that were proposed for it, by their ids."""
    with as_the_portal(session):
        return list(session.scalars(select(_L.complaint_id).where(_L.group_id == group_id)))


def group_that_has(session: Session, complaint_id: int) -> GroupRecord | None:
    """Return the group that a complaint is in, not proposed for it, whoever acts."""
    statement = select(_G).join(_L, _L.group_id == _G.id)
    current = (_L.complaint_id == complaint_id, _L.left_at.is_(None), ~_L.is_proposed)
    with as_the_portal(session):
        return session.scalar(statement.where(*current))


def group_of(session: Session, link: GroupComplaintRecord) -> GroupRecord:
    """Return the group that a complaint is in, or for which it is proposed, whoever acts."""
    with as_the_portal(session):
        return session.get_one(_G, link.group_id)


def open_published_again(connection: Connection, group_id: int, agency: str) -> bool:
    """Open a group as a complaint joins it; return whether its agency shows it to the public."""
    gathers = _GROUP.c.state.in_([state.value for state in State if state.gathers])
    published = (_GROUP.c.agency == agency, _GROUP.c.published_at.is_not(None), gathers)
    opened = update(_GROUP).where(_GROUP.c.id == group_id, *published)
    return bool(connection.execute(opened.values(state=State.OPEN.value)).rowcount)


def held_follower(session: Session, **columns: int | str) -> GroupFollowerRecord | None:
    """Hold the follower of whom this is known."""
    return session.scalar(select(_F).filter_by(**columns).with_for_update())


def followers_to_tell(
    session: Session, group_id: int, told_at: str
) -> Sequence[GroupFollowerRecord]:
    """Hold those who want to be told of a group and were not yet, as the column `told_at` says."""
    wanted = (_F.group_id == group_id, _F.confirmed_at.is_not(None))
    statement = select(_F).where(*wanted).filter_by(**{told_at: None})
    return session.scalars(statement.order_by(_F.id).with_for_update()).all()


def forget_asked_before(session: Session, moment: datetime) -> int:
    """Forget the addresses that were to be confirmed since before then; return how many."""
    late = (_F.email.is_not(None), _F.confirmed_at.is_(None), _F.asked_at < moment)
    if session.scalar(select(_F.id).where(*late).limit(1)) is None:
        return 0
    forgotten = session.execute(
        update(_F).where(*late).values(email=None, token_hash=None),
        execution_options={"synchronize_session": False},
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]
