"""Alarms as they are written: each once for its rule, agency, theme and period."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.features.alarms.records import AlarmRecord
from portal.features.alarms.rules import Alarm

_ALARM = cast("Table", AlarmRecord.__table__)


def keep(session: Session, alarm: Alarm, now: datetime) -> int | None:
    """Keep an alarm and return its number; None if it was raised before, by whomever."""
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    adding = sqlite.insert(_ALARM) if is_sqlite else postgresql.insert(_ALARM)
    row = {
        "rule": alarm.rule.value,
        "agency": alarm.agency,
        "theme": alarm.theme,
        "period": alarm.period,
        "raised_at": now,
        "figures": dict(alarm.figures),
    }
    once = adding.values(row).on_conflict_do_nothing().returning(_ALARM.c.id)
    alarm_id: int | None = connection.scalar(once)
    return alarm_id
