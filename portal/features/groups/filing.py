"""A new complaint whose complainant said that it is about the same cause joins the group."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, update
from sqlalchemy.orm import Session

from portal.complaints.planning.added import Added, Filing
from portal.domain.history import EntryKind
from portal.features.groups.records import GroupComplaintRecord, GroupRecord, GroupStepRecord
from portal.features.groups.rules import State, Step

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


def join_at_filing(_session: Session, filing: Filing) -> Added | None:
    """Let a new complaint join the group that its complainant chose; most chose none."""
    return Added(claim=partial(_join, filing)) if filing.content.group else None


def _join(filing: Filing, connection: Connection, number: str) -> Added:
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
        entries=[(EntryKind.GROUPED, {"group": group_id, "by_person": True})],
        rows={GroupComplaintRecord: [link], GroupStepRecord: [step]},
    )
