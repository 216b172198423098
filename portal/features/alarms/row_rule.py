"""An alarm is seen by those who are warned of what recurs in its agency."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from portal.db.row_filter import RowRule
from portal.domain.actor import Actor
from portal.domain.permissions import Permission, agencies_where
from portal.features.alarms.records import AlarmRecord


def _alarms(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    agencies = agencies_where(actor, Permission.SEE_ALARMS)
    return None if agencies is None else record.agency.in_(sorted(agencies))


ROW_RULES = (RowRule((AlarmRecord,), _alarms),)
