"""Groups, and all that belongs to them, are seen by the people of their agency alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, false

from portal.db.row_filter import RowRule, seen_by_all
from portal.domain.actor import Actor
from portal.domain.permissions import Permission, agencies_where
from portal.features.groups.records import GroupMarkRecord, GroupRecord, OfGroup

# A table of its own, so that the criteria on groups are not added to it once more.
_SEEN = GroupRecord.__table__.alias("seen_group")


def _groups(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    agencies = agencies_where(actor, Permission.SEE_GROUPS)
    return None if agencies is None else _in(agencies, record.agency)


def _of_groups(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    agencies = agencies_where(actor, Permission.SEE_GROUPS)
    if agencies is None:
        return None
    return exists().where(_SEEN.c.id == record.group_id, _in(agencies, _SEEN.c.agency))


def _in(agencies: frozenset[str], agency: Any) -> ColumnElement[bool]:
    return agency.in_(sorted(agencies)) if agencies else false()


ROW_RULES = (
    RowRule((GroupRecord,), _groups),
    RowRule((OfGroup,), _of_groups),
    seen_by_all(GroupMarkRecord),
)
